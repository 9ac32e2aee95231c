// Taking over what was ticked: Gauntlet applies the object as it is, and the chosen managers stop owning what it applies. No other field changes.
import 'server-only'
import { z } from 'zod'
import { findRevision } from '../../db/revisions.ts'
import { findStack, type StackRow } from '../../db/stacks.ts'
import { env } from '../../env.ts'
import { AppError, sentenceOf } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { holdersOf, managedFieldsAfter } from '../../manifest/ownership.ts'
import { redactText } from '../../manifest/redact.ts'
import { refOf } from '../../manifest/target.ts'
import { objectId, type KubeObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { orderedObjects } from '../../thanos/apply-order.ts'
import { command, operation, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import { doubting, isInDoubt } from '../doubt.ts'
import { RevisionNumber } from '../revisions/fields.ts'
import type { OwnershipTaken } from '../views.ts'
import { lookAt } from './look.ts'

const Ticked = z.object({ object: z.string(), /** `key` of the managers that were ticked. */ managers: z.array(z.string()).min(1) })
export const TakeOwnership = z.object({
  stackId: z.string(),
  /** The revision that was reviewed: what another one applies was not. */
  revision: RevisionNumber,
  ticked: z.array(Ticked).min(1).max(2000),
  locale: z.enum(['en', 'ko']).default('en'),
})
export type TakeOwnership = z.input<typeof TakeOwnership>

/** What became of each object. CONFLICT when there is a newer revision than the reviewed one. */
export const take: Verb<TakeOwnership, OwnershipTaken[]> = operation({
  name: 'ownership.take',
  permission: 'owner:override',
  input: TakeOwnership,
  about: ({ stackId, revision }) => ({ stackId, subject: `revision ${revision}` }),
  async run({ reader, actor }, { stackId, revision: number, ticked, locale }) {
    const stack = await findStack(reader, { id: stackId })
    if (!stack) throw new AppError('NOT_FOUND', text('There is no such stack.', '그런 스택이 없습니다.'))
    const revision = await findRevision(reader, stackId, number)
    if (!revision || stack.head !== number) throw new AppError('CONFLICT', text(`Revision ${stack.head ?? 0} is newer than what you reviewed. Look again.`, `검토한 것보다 새로운 리비전 ${stack.head ?? 0}이(가) 있습니다. 다시 확인하세요.`))
    const objects = new Map(orderedObjects(revision.spec).map((object) => [objectId(object), object]))
    const about = { stackId, revision: number, ticked }
    // The intent is in the audit before the first request goes out.
    await noteIntent(actor, about)
    const cluster = clusterOf(stack.connection, { timeoutMs: env().writeTimeoutMs })
    const results: OwnershipTaken[] = []
    for (const { object: id, managers } of ticked) {
      const object = objects.get(id)
      results.push(await takeOne({ cluster, stack, id, object, managers: new Set(managers) }).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error
        return { object: id, taken: isInDoubt(error) ? 'unknown' : false, message: redactText(sentenceOf(error)[locale]) }
      }))
    }
    await noteResult(actor, { ...about, results: results.map(({ object, taken }) => ({ object, taken })) })
    return results
  },
})

const SHARED_OR_NOT = text('Nobody lost a field by it; it is not known whether Gauntlet owns them too now. Look again.', '아무도 필드를 잃지 않았습니다. Gauntlet도 함께 소유하게 되었는지는 알 수 없습니다. 다시 확인하세요.')
const NOT_KNOWN = text('It is not known whether the managers own it still. Look again.', '관리자들이 아직 소유하고 있는지는 알 수 없습니다. 다시 확인하세요.')

type One = { cluster: Cluster; stack: StackRow; id: string; object: KubeObject | undefined; managers: ReadonlySet<string> }

async function takeOne({ cluster, stack, id, object, managers }: One): Promise<OwnershipTaken> {
  const look = object && await lookAt(cluster, object, stack.namespace)
  if (look?.state !== 'same') {
    throw new AppError('STALE_PLAN', text('It is not as the revision says any more. Plan and apply first, or adopt what is there.', '더는 리비전과 같지 않습니다. 먼저 계획을 세워 적용하거나, 있는 그대로 가져오세요.'))
  }
  const takeable = new Set(look.holders.filter(({ mayTake }) => mayTake).map(({ key }) => key))
  const chosen = new Set([...managers].filter((key) => takeable.has(key)))
  if (chosen.size === 0) throw new AppError('STALE_PLAN', text('These managers own nothing of it any more. Look again.', '이 관리자들은 더는 소유한 필드가 없습니다. 다시 확인하세요.'))
  // Without force: what it would change is a conflict, and then nothing is taken.
  const applied = await doubting(() => cluster.apply(look.desired, { dryRun: false, force: false }), SHARED_OR_NOT)
  const fields = holdersOf(applied).filter(({ key }) => chosen.has(key)).reduce((sum, { loses }) => sum + loses.length, 0)
  await doubting(() => release(cluster, applied, chosen), NOT_KNOWN)
  return { object: id, taken: true, fields }
}

/** How often a controller may come between: while a workload rolls, each of its pods has the status written once or twice. */
const TRIES = 8

/**
 * The chosen managers stop owning what Gauntlet applies. Who writes on from the object as it was read loses to a controller that writes the status;
 * what goes is worked out from each reading anew, so a field that somebody else has taken meanwhile stays theirs.
 */
async function release(cluster: Cluster, applied: KubeObject, chosen: ReadonlySet<string>): Promise<void> {
  let read = applied
  for (let left = TRIES; ; left -= 1) {
    try {
      await cluster.setOwners(read, managedFieldsAfter(read, chosen))
      return
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'CONFLICT') || left === 1) throw error
      const now = await cluster.get(refOf(applied))
      if (now === undefined) throw error
      read = now
    }
  }
}

const About = z.object({ stackId: z.string(), revision: z.number(), ticked: z.array(Ticked) })

const noteIntent = command({
  name: 'ownership.take',
  permission: 'owner:override',
  input: About,
  about: ({ stackId, revision }) => ({ stackId, subject: `revision ${revision}` }),
  run: async (_, { stackId, revision, ticked }) => ({ value: undefined, event: { stackId, subject: `revision ${revision}`, after: { revision, ticked } } }),
})

const noteResult = command({
  name: 'ownership.result',
  permission: 'owner:override',
  input: About.extend({ results: z.array(z.object({ object: z.string(), taken: z.union([z.boolean(), z.literal('unknown')]) })) }),
  about: ({ stackId, revision }) => ({ stackId, subject: `revision ${revision}` }),
  run: async (_, { stackId, revision, results }) => ({
    value: undefined,
    event: { stackId, subject: `revision ${revision}`, ...(results.every(({ taken }) => taken === true) ? {} : { outcome: 'failed' as const }), after: { revision, results } },
  }),
})
