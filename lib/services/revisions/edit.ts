// Saving some edits of a revision as the next one: what a bot sends instead of the whole spec.
import 'server-only'
import { z } from 'zod'
import { headRevision } from '../../db/revisions.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { applyEdits } from '../../thanos/apply-edits.ts'
import { containersBeside } from '../../thanos/containers.ts'
import { Edit } from '../../thanos/edit.ts'
import { EMPTY_SPEC, edgeId, specObjectId, workloads, type StackSpec } from '../../thanos/spec.ts'
import { operation, type Verb } from '../command.ts'
import type { RevisionView } from '../views.ts'
import { Base, Message } from './fields.ts'
import { save } from './save.ts'

export const EditRevision = z.object({ stackId: z.string(), base: Base, edits: z.array(Edit).min(1).max(1_000), message: Message })
export type EditRevision = z.input<typeof EditRevision>

/** Carries the edits out on `base`, in their order, and saves. INVALID for an edit of an object that is not there, and for one that changes nothing; CONFLICT as when saving. */
export const edit: Verb<EditRevision, RevisionView> = operation({
  name: 'revision.save',
  permission: 'revision:write',
  input: EditRevision,
  about: ({ stackId, base }) => ({ stackId, subject: `revision ${base + 1}` }),
  async run({ reader, actor }, { stackId, base, edits, message }) {
    const head = await headRevision(reader, stackId)
    const isCurrent = (head?.number ?? 0) === base
    const started = head?.spec ?? EMPTY_SPEC
    // Where another one saved first, that is what is told, not that an edit misses what they took away.
    const spec = isCurrent ? carriedOut(started, edits) : started
    return save(actor, { stackId, base, spec, message })
  },
})

function carriedOut(started: StackSpec, edits: readonly Edit[]): StackSpec {
  return edits.reduce((spec, each, index) => {
    if (each.op !== 'object.add' && each.op !== 'edge.set' && !idsOf(spec).has(each.object)) {
      throw new AppError('INVALID', text(`Edit ${index + 1}: there is no object ${each.object}.`, `${index + 1}번째 편집: 오브젝트 ${each.object}이(가) 없습니다.`))
    }
    const after = applyEdits(spec, [each])
    if (JSON.stringify(after) === JSON.stringify(spec)) throw new AppError('INVALID', text(`Edit ${index + 1} (${each.op}) changes nothing.`, `${index + 1}번째 편집(${each.op})은 아무것도 바꾸지 않습니다.`))
    return after
  }, started)
}

function idsOf(spec: StackSpec): Set<string> {
  return new Set([...[...spec.objects, ...workloads(spec).flatMap(containersBeside)].map(specObjectId), ...(spec.edges ?? []).map(edgeId)])
}
