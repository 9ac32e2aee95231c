// What was last seen of each stack's drift, and who looks at it now: one at a time, whichever replica it is.
import 'server-only'
import { z } from 'zod'
import { DriftObject } from '../manifest/drift.ts'
import { Text } from '../text-schema.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/client.ts'
import { optional, toJson } from './json.ts'

export type DriftRow = {
  /** Of the last check. */
  revision?: number
  checkedAt?: Date
  /** When the cluster last answered; `objects` are of then. */
  goodAt?: Date
  failure?: Text
  objects: DriftObject[]
  claimedUntil?: Date
}

/** Undefined when the stack was never looked at. */
export async function findDrift(tx: Tx, stackId: string): Promise<DriftRow | undefined> {
  const row = await tx.drift.findUnique({ where: { stackId } })
  if (!row) return undefined
  return {
    ...optional('revision', row.revision), ...optional('checkedAt', row.checkedAt), ...optional('goodAt', row.goodAt), ...optional('claimedUntil', row.claimedUntil),
    ...optional('failure', row.failure === null ? undefined : Text.parse(row.failure)), objects: z.array(DriftObject).parse(row.objects),
  }
}

/** When the last run of a stack ended; undefined when none did. */
export async function lastRunEnd(tx: Tx, stackId: string): Promise<Date | undefined> {
  const run = await tx.run.findFirst({ where: { stackId, finishedAt: { not: null } }, orderBy: { finishedAt: 'desc' }, select: { finishedAt: true } })
  return run?.finishedAt ?? undefined
}

/** Stacks that should be looked at now: at their time, when another revision was applied, or when a run has ended since; the longest due first. */
export async function dueStacks(tx: Tx, now: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT s."id" FROM "stack" s LEFT JOIN "drift" d ON d."stackId" = s."id"
    WHERE s."appliedRevision" IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM "run" r WHERE r."stackId" = s."id" AND r."status" = 'running')
      AND (d."claimedUntil" IS NULL OR d."claimedUntil" < ${now})
      AND (d."stackId" IS NULL OR d."dueAt" <= ${now} OR d."revision" IS DISTINCT FROM s."appliedRevision"
        OR EXISTS (SELECT 1 FROM "run" r WHERE r."stackId" = s."id" AND r."finishedAt" > d."checkedAt"))
    ORDER BY d."dueAt" NULLS FIRST, s."id"`
  return rows.map(({ id }) => id)
}

/** Makes one the only one who looks at a stack, for a while. False when somebody else does. */
export async function claimDrift(tx: Tx, { stackId, claim, now, until }: { stackId: string; claim: string; now: Date; until: Date }): Promise<boolean> {
  const claimed = await tx.$executeRaw`
    INSERT INTO "drift" ("stackId", "dueAt", "claim", "claimedUntil") VALUES (${stackId}, ${now}, ${claim}, ${until})
    ON CONFLICT ("stackId") DO UPDATE SET "claim" = ${claim}, "claimedUntil" = ${until} WHERE "drift"."claimedUntil" IS NULL OR "drift"."claimedUntil" < ${now}`
  return claimed === 1
}

export type Sighting = { stackId: string; claim: string; revision: number; at: Date; dueAt: Date } & ({ objects: readonly DriftObject[] } | { failure: Text })

/** Saves what was seen, or why nothing was, and lets the next one look. False when somebody else has taken over meanwhile. */
export async function saveDrift(tx: Tx, { stackId, claim, revision, at, dueAt, ...seen }: Sighting): Promise<boolean> {
  const { count } = await tx.drift.updateMany({
    where: { stackId, claim },
    data: {
      revision, checkedAt: at, dueAt, claim: null, claimedUntil: null,
      ...('objects' in seen ? { objects: toJson(seen.objects), goodAt: at, failure: Prisma.DbNull } : { failure: toJson(seen.failure) }),
    },
  })
  return count === 1
}

/** Lets the next one look although nothing was seen. */
export async function releaseDrift(tx: Tx, { stackId, claim }: { stackId: string; claim: string }): Promise<void> {
  await tx.drift.updateMany({ where: { stackId, claim }, data: { claim: null, claimedUntil: null } })
}
