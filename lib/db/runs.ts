// Runs: executions of a plan, with a result per object. A partial unique index allows one running run a stack; the lease below allows
// one replica at a time to carry it out. All times of a lease are the database's, so that the clocks of replicas need not agree.
import 'server-only'
import { z } from 'zod'
import { Connection } from '../connection.ts'
import { RunObject, RunStatus } from '../manifest/progress.ts'
import { RunChoices } from '../manifest/run-choices.ts'
import { Text } from '../text-schema.ts'
import { Prisma } from './generated/client.ts'
import type { Tx } from './client.ts'
import { optional, toJson } from './json.ts'

/** Where a run goes: a stack that points elsewhere by now must not be carried on. */
const RunTarget = z.object({ connection: Connection, namespace: z.string() })
export type RunTarget = z.infer<typeof RunTarget>
/** Who asked to stop it, and when. */
const RunCancel = z.object({ at: z.string(), by: z.string() })

export type RunRow = {
  id: string
  planId: string
  stackId: string
  revision: number
  status: RunStatus
  objects: RunObject[]
  choices: RunChoices
  startedBy: { id: string; name: string }
  startedAt: Date
  heartbeatAt: Date
  finishedAt?: Date
  /** One sentence: what is applied and what is not. */
  message?: Text
  /** The replica that carries it out; absent until one has taken it. */
  owner?: string
  /** How often it was taken, and how often it was saved. */
  epoch: number
  version: number
  target?: RunTarget
  cancel?: z.infer<typeof RunCancel>
}

type Selected = {
  id: string; planId: string; stackId: string; revision: number; status: string; objects: unknown; choices: unknown; message: unknown
  startedById: string; startedByName: string; startedAt: Date; heartbeatAt: Date; finishedAt: Date | null
  owner: string | null; epoch: number; version: number; target: unknown; cancel: unknown
}

const Objects = z.array(RunObject)

function toRun(row: Selected): RunRow {
  const { id, planId, stackId, revision, startedById, startedByName, startedAt, heartbeatAt, epoch, version } = row
  return {
    id, planId, stackId, revision, startedAt, heartbeatAt, epoch, version, status: RunStatus.parse(row.status),
    objects: Objects.parse(row.objects), choices: RunChoices.parse(row.choices), startedBy: { id: startedById, name: startedByName },
    ...optional('finishedAt', row.finishedAt), ...optional('message', Text.nullish().parse(row.message)), ...optional('owner', row.owner),
    ...optional('target', RunTarget.nullish().parse(row.target)), ...optional('cancel', RunCancel.nullish().parse(row.cancel)),
  }
}

/** One run. */
export async function findRun(tx: Tx, id: string): Promise<RunRow | undefined> {
  const row = await tx.run.findUnique({ where: { id } })
  return row ? toRun(row) : undefined
}

/** Runs of a stack, newest first; those older than the run `before` when it is given. */
export async function listRuns(tx: Tx, stackId: string, { limit, before }: { limit: number; before?: string }): Promise<RunRow[]> {
  const rows = await tx.run.findMany({
    where: { stackId }, orderBy: [{ startedAt: 'desc' }, { id: 'desc' }], take: limit,
    ...(before === undefined ? {} : { cursor: { id: before }, skip: 1 }),
  })
  return rows.map(toRun)
}

/** How often each of these runs was saved: enough to see which of them have moved. */
export async function runVersions(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.run.findMany({ where: { id: { in: [...ids] } }, select: { id: true, version: true } })
  return new Map(rows.map(({ id, version }) => [id, version]))
}

/** Adds a running run that nobody carries out yet. Breaks the unique constraint when another one runs on the stack. */
export async function insertRun(
  tx: Tx, { startedBy, objects, choices, target, ...run }: Pick<RunRow, 'planId' | 'stackId' | 'revision' | 'objects' | 'choices' | 'startedBy' | 'startedAt'> & { target: RunTarget },
): Promise<RunRow> {
  const row = await tx.run.create({
    data: {
      ...run, status: 'running', objects: toJson(objects), choices: toJson(choices), target: toJson(target), startedById: startedBy.id, startedByName: startedBy.name,
    },
  })
  return toRun(row)
}

/** Whether a run of the stack is under way. */
export async function hasRunningRun(tx: Tx, stackId: string): Promise<boolean> {
  return (await tx.run.count({ where: { stackId, status: 'running' } })) > 0
}

/** `silentMs`: for how long nobody had said that it is carried out. */
export type Claim = { run: RunRow; silentMs: number; wasOwned: boolean }

/**
 * Takes a run: one that nobody has taken, or whose owner has been silent for the time of a lease. Whoever had it before may save nothing
 * more from here on. Undefined when it does not run, or is somebody else's.
 */
export async function claimRun(tx: Tx, id: string, { owner, leaseMs }: { owner: string; leaseMs: number }): Promise<Claim | undefined> {
  const [taken] = await tx.$queryRaw<{ silentMs: number; wasOwned: boolean }[]>`
    WITH "before" AS (
      SELECT "id", "owner", "heartbeatAt" FROM "run"
      WHERE "id" = ${id} AND "status" = 'running' AND ("owner" IS NULL OR "heartbeatAt" < ${before(leaseMs)})
      FOR UPDATE
    )
    UPDATE "run" SET "owner" = ${owner}, "epoch" = "epoch" + 1, "version" = "version" + 1, "heartbeatAt" = clock_timestamp()
    FROM "before" WHERE "run"."id" = "before"."id"
    RETURNING (extract(epoch FROM clock_timestamp() - "before"."heartbeatAt") * 1000)::float8 AS "silentMs", "before"."owner" IS NOT NULL AS "wasOwned"`
  const run = taken && await findRun(tx, id)
  return run && { run, ...taken }
}

/** Running runs that nobody has said anything of for so long: whoever carried them out is gone, or nobody ever took them. */
export async function silentRuns(tx: Tx, silentForMs: number, stackId?: string): Promise<RunRow[]> {
  const ids = await tx.$queryRaw<{ id: string }[]>`SELECT "id" FROM "run" WHERE "status" = 'running' AND "heartbeatAt" < ${before(silentForMs)}`
  const where = { id: { in: ids.map(({ id }) => id) }, ...(stackId === undefined ? {} : { stackId }) }
  return ids.length === 0 ? [] : (await tx.run.findMany({ where })).map(toRun)
}

function before(milliseconds: number): Prisma.Sql {
  return Prisma.sql`clock_timestamp() - ${milliseconds}::float8 * interval '1 millisecond'`
}

/** Which holder of a run speaks. */
export type Held = { id: string; epoch: number }
/** What people have asked of a run since it began. */
export type Wishes = { cancelledBy?: string; unstick: readonly string[] }

/**
 * Saves how far a run has come, and with it that its holder still carries it out. Undefined when it is not the holder's any more, or
 * does not run: then nothing more may be done for it.
 */
export async function saveProgress(tx: Tx, { id, epoch }: Held, objects?: readonly RunObject[]): Promise<Wishes | undefined> {
  const results = objects ? Prisma.sql`, "objects" = ${JSON.stringify(objects)}::json, "version" = "version" + 1` : Prisma.empty
  const [saved] = await tx.$queryRaw<{ cancel: unknown; choices: unknown }[]>`
    UPDATE "run" SET "heartbeatAt" = clock_timestamp()${results}
    WHERE "id" = ${id} AND "status" = 'running' AND "epoch" = ${epoch} RETURNING "cancel", "choices"`
  return saved && { unstick: RunChoices.parse(saved.choices).unstick, ...optional('cancelledBy', RunCancel.nullish().parse(saved.cancel)?.by) }
}

/** Closes a run for its holder; for one whose holder is gone, `held` may be of any epoch that is known to be the last. Gives whether it did. */
export async function finishRun(
  tx: Tx, { id, epoch }: Held, { status, objects, message, at }: { status: Exclude<RunStatus, 'running'>; objects: readonly RunObject[]; message: Text; at: Date },
): Promise<boolean> {
  const { count } = await tx.run.updateMany({
    where: { id, epoch, status: 'running' },
    data: { status, objects: toJson(objects), message: toJson(message), finishedAt: at, version: { increment: 1 } },
  })
  return count === 1
}

/** Notes that somebody wants a run to stop. Gives false when it does not run any more; the first wish stays. */
export async function cancelRun(tx: Tx, id: string, cancel: z.infer<typeof RunCancel>): Promise<boolean> {
  await tx.run.updateMany({ where: { id, status: 'running', cancel: { equals: Prisma.DbNull } }, data: { cancel: toJson(cancel), version: { increment: 1 } } })
  return (await tx.run.count({ where: { id, status: 'running' } })) === 1
}

/** Replaces what was decided of a run that runs. Gives whether it still does. */
export async function saveChoices(tx: Tx, id: string, choices: RunChoices): Promise<boolean> {
  const { count } = await tx.run.updateMany({ where: { id, status: 'running' }, data: { choices: toJson(choices), version: { increment: 1 } } })
  return count === 1
}

const Taken = z.object({
  object: z.string(),
  /** The newest one with which a run was to apply it; null where it was only deleted. */
  revision: z.number().nullable(),
  /** When the newest run began that has deleted it. */
  deletedAt: z.date().nullable(),
})
export type Taken = z.infer<typeof Taken>

/** Everything that the runs of a stack were to do something about, by objectId. */
export async function appliedObjects(tx: Tx, stackId: string): Promise<Taken[]> {
  return z.array(Taken).parse(await tx.$queryRaw`
    SELECT one->>'object' AS "object", max("revision") FILTER (WHERE one->>'action' IS DISTINCT FROM 'delete') AS "revision",
      max("startedAt") FILTER (WHERE one->>'action' = 'delete' AND one->>'status' = 'done') AS "deletedAt"
    FROM "run", json_array_elements("objects") AS one WHERE "stackId" = ${stackId} GROUP BY 1`)
}
