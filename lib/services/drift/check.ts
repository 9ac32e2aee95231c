// Looks whether a stack's cluster still is as it was applied, and keeps what it sees. Only where drift begins or ends is there an event.
import 'server-only'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { SYSTEM } from '../../auth/actor.ts'
import { db, type Tx } from '../../db/client.ts'
import { claimDrift, findDrift, releaseDrift, saveDrift } from '../../db/drift.ts'
import { findRevision } from '../../db/revisions.ts'
import { hasRunningRun } from '../../db/runs.ts'
import { findStack } from '../../db/stacks.ts'
import { env } from '../../env.ts'
import { AppError, sentenceOf } from '../../errors.ts'
import type { DriftObject } from '../../manifest/drift.ts'
import { redactText } from '../../manifest/redact.ts'
import { text } from '../../text.ts'
import { clusterOf } from '../connections/resolve.ts'
import { command, operation, type EventContent, type Verb } from '../command.ts'
import { namedElsewhere, pastOf } from '../plans/past.ts'
import { lookForDrift } from './look.ts'

/** Longer than any check takes; after it, a check whose process is gone no longer keeps others out. */
const CLAIM_MS = 120_000
/** Replicas and stacks that start together must not ask together for ever. */
const JITTER = 0.2

export const CheckDrift = z.object({ stackId: z.string() })
export type CheckDrift = z.infer<typeof CheckDrift>

/**
 * Compares once, and gives how many objects differ; undefined when the cluster could not be asked, which is kept too. BLOCKED when nothing was
 * applied yet, CONFLICT while a run is under way or somebody else checks.
 */
export const check: Verb<CheckDrift, number | undefined> = operation({
  name: 'drift.check',
  permission: 'drift:check',
  input: CheckDrift,
  about: ({ stackId }) => ({ stackId }),
  async run({ reader, now }, { stackId }) {
    const stack = await findStack(reader, { id: stackId })
    if (!stack) throw new AppError('NOT_FOUND', text('There is no such stack.', '그런 스택이 없습니다.'))
    const revision = stack.applied === undefined ? undefined : await findRevision(reader, stackId, stack.applied)
    if (!revision) throw new AppError('BLOCKED', text('Nothing of this stack was applied yet, so nothing can differ from it.', '이 스택은 아직 적용된 적이 없어 비교할 것이 없습니다.'))
    if (await hasRunningRun(reader, stackId)) throw new AppError('CONFLICT', text('A run of this stack is under way. Wait for its end.', '이 스택의 실행이 진행 중입니다. 끝날 때까지 기다리세요.'))
    const claim = randomUUID()
    if (!await claimDrift(reader, { stackId, claim, now, until: new Date(now.getTime() + CLAIM_MS) })) {
      throw new AppError('CONFLICT', text('This stack is being checked. The result is here in a moment.', '이 스택을 확인하고 있습니다. 곧 결과가 나옵니다.'))
    }
    try {
      const before = (await findDrift(reader, stackId))?.objects ?? []
      const seen = { stackId, claim, revision: revision.number, dueAt: nextDue(now) }
      const objects = await orFailure(async () => lookForDrift(clusterOf(stack.connection), revision.spec, {
        namespace: stack.namespace, before, now: now.toISOString(), past: await pastOf(reader, stack), namedElsewhere: () => namedElsewhere(reader, stack),
      }))
      if (objects instanceof AppError) {
        const { en, ko } = sentenceOf(objects)
        await saveDrift(reader, { ...seen, at: new Date(), failure: text(redactText(en), redactText(ko)) })
        return undefined
      }
      await keep({ ...seen, at: new Date(), objects }, before)
      return objects.length
    } catch (error) {
      await releaseDrift(db(), { stackId, claim }).catch(() => undefined)
      throw error
    }
  },
})

/** A cluster that cannot be asked is a result too. */
async function orFailure<Value>(work: () => Promise<Value>): Promise<Value | AppError> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

function nextDue(now: Date): Date {
  return new Date(now.getTime() + env().driftIntervalMs * (1 - JITTER / 2 + Math.random() * JITTER))
}

type Seen = { stackId: string; claim: string; revision: number; at: Date; dueAt: Date; objects: readonly DriftObject[] }

/** What began to differ, and what no longer does, each as one event with the observation in its transaction. */
async function keep(seen: Seen, before: readonly DriftObject[]): Promise<void> {
  const [was, is] = [new Set(before.map(({ object }) => object)), new Set(seen.objects.map(({ object }) => object))]
  const found = seen.objects.filter(({ object }) => !was.has(object))
  const gone = before.filter(({ object }) => !is.has(object))
  let isSaved = false
  const save = async (tx: Tx): Promise<void> => {
    if (!isSaved && !await saveDrift(tx, seen)) throw new AppError('CONFLICT', text('Somebody else has checked this stack meanwhile.', '그사이 다른 곳에서 이 스택을 확인했습니다.'))
    isSaved = true
  }
  if (found.length > 0) await noting('drift.found', seen, save, { after: { revision: seen.revision, objects: found.slice(0, TOLD_OBJECTS).map(told), count: found.length } })
  if (gone.length > 0) await noting('drift.gone', seen, save, { after: { revision: seen.revision, objects: gone.slice(0, TOLD_OBJECTS).map(({ object }) => object), count: gone.length, left: seen.objects.length } })
  if (!isSaved) await save(db())
}

/** How many objects an event tells one by one. */
const TOLD_OBJECTS = 20
const TOLD_FIELDS = 20

function told({ object, kind, since, fields }: DriftObject): object {
  return { object, kind, since, fields: fields.slice(0, TOLD_FIELDS).map(({ path, manager }) => (manager ? `${path} by ${manager.name}` : path)) }
}

async function noting(name: 'drift.found' | 'drift.gone', { stackId, revision }: Seen, save: (tx: Tx) => Promise<void>, told: Pick<EventContent, 'after'>): Promise<void> {
  await command({
    name,
    permission: 'drift:record',
    input: z.object({}),
    about: () => ({ stackId, subject: `revision ${revision}` }),
    async run({ tx }) {
      await save(tx)
      return { value: undefined, event: { stackId, subject: `revision ${revision}`, ...told } }
    },
  })(SYSTEM, {})
}
