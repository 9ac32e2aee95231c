// The second way out of drift: what the cluster has becomes what is asked for, field by field, as a new revision.
import 'server-only'
import { z } from 'zod'
import { findRevision, headRevision } from '../../db/revisions.ts'
import { findStack, type StackRow } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { diffFields } from '../../manifest/diff.ts'
import { isEqual } from '../../manifest/equal.ts'
import { normaliseLive } from '../../manifest/normalise.ts'
import { takeFields, unitOf } from '../../manifest/take-field.ts'
import { inNamespace, refOf } from '../../manifest/target.ts'
import { objectId, type KubeObject } from '../../manifest/types.ts'
import { said } from '../../said.ts'
import { text } from '../../text.ts'
import { applyEdits } from '../../thanos/apply-edits.ts'
import { orderedObjects } from '../../thanos/apply-order.ts'
import type { Edit } from '../../thanos/edit.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import { mapBounded } from '../bounded.ts'
import { operation, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import { Base, Message } from '../revisions/fields.ts'
import { save } from '../revisions/save.ts'
import type { RevisionView } from '../views.ts'
import { lookAt } from './look.ts'

const CONCURRENCY = 4

/** A field as the page shows it: `theirs` is absent for one that the cluster does not have. */
const TakenField = z.object({ path: z.string().max(2000), theirs: z.json().optional() })

export const TakeDrift = z.object({
  stackId: z.string(),
  base: Base,
  /** By objectId; no field means an object that is gone, which is then taken out of the spec. */
  objects: z.array(z.object({ object: z.string().max(600), fields: z.array(TakenField).max(500) })).min(1, said('Choose what to take over.', '반영할 항목을 고르세요.')).max(500),
  message: Message,
})
export type TakeDrift = z.input<typeof TakeDrift>
type Choice = z.output<typeof TakeDrift>['objects'][number]

/**
 * Saves revision base + 1 with the chosen live values. CONFLICT when the head is not `base`, when a value is another one by now, or when a newer
 * revision changed the same field; INVALID for credentials, which never come into a spec.
 */
export const take: Verb<TakeDrift, RevisionView> = operation({
  name: 'drift.take',
  permission: 'revision:write',
  input: TakeDrift,
  about: ({ stackId }) => ({ stackId }),
  async run({ reader, actor, now }, { stackId, base, objects, message }) {
    const stack = await findStack(reader, { id: stackId })
    const applied = stack?.applied === undefined ? undefined : await findRevision(reader, stackId, stack.applied)
    const head = await headRevision(reader, stackId)
    if (!stack || !applied || !head) throw new AppError('NOT_FOUND', text('Nothing of this stack was applied yet.', '이 스택은 아직 적용된 적이 없습니다.'))
    const sides = { stack, applied: byId(applied.spec), head: byId(head.spec), now: now.toISOString() }
    const edits = await mapBounded(objects, CONCURRENCY, (choice) => editFor(choice, sides))
    return save(actor, { stackId, base, spec: applyEdits(head.spec, edits), message })
  },
})

type Sides = { stack: StackRow; applied: ReadonlyMap<string, KubeObject>; head: ReadonlyMap<string, KubeObject>; now: string }

async function editFor({ object: id, fields }: Choice, { stack, applied, head, now }: Sides): Promise<Edit> {
  const [was, is] = [applied.get(id), head.get(id)]
  if (!was || !is) throw new AppError('CONFLICT', text(`The newest revision has no ${id} any more, or it is not applied by Gauntlet.`, `최신 리비전에 ${id}이(가) 없거나 Gauntlet이 적용하는 오브젝트가 아닙니다.`))
  const cluster = clusterOf(stack.connection)
  const target = inNamespace(was, stack.namespace)
  const live = await cluster.get(refOf(target))
  const drift = await lookAt(cluster, { object: was, target, live }, { before: undefined, now })
  if (fields.length === 0) {
    if (drift?.kind === 'missing') return { op: 'object.remove', object: id }
    throw moved(id)
  }
  const known = new Map(drift?.fields.map((field) => [field.path, field]))
  for (const { path, theirs } of fields) {
    const field = known.get(path)
    if (field?.secret === true) throw new AppError('INVALID', text(`${path} of ${id} holds a credential, which never comes into a revision. Write it with "Write credentials".`, `${id}의 ${path}에는 자격 증명이 있어 리비전에 넣지 않습니다. "자격 증명 쓰기"로 기록하세요.`))
    if (!field || !isEqual(field.theirs, theirs)) throw moved(id)
  }
  const paths = fields.map(({ path }) => path)
  const newer = new Set(diffFields(was, is).map(({ path }) => unitOf(path)))
  const both = paths.find((path) => newer.has(unitOf(path)))
  if (both !== undefined) throw new AppError('CONFLICT', text(`A newer revision changed ${both} of ${id} too. Edit it by hand.`, `더 새로운 리비전도 ${id}의 ${both}을(를) 바꾸었습니다. 직접 편집하세요.`))
  return { op: 'object.replace', object: id, manifest: takeFields(is, live ? normaliseLive(live) : {}, paths) }
}

function moved(id: string): AppError {
  return new AppError('CONFLICT', text(`${id} is another one by now. Check again, then choose.`, `그사이 ${id}이(가) 바뀌었습니다. 다시 확인한 뒤 고르세요.`))
}

function byId(spec: StackSpec): Map<string, KubeObject> {
  return new Map(orderedObjects(spec).map((object) => [objectId(object), object]))
}
