// Setting how long each resolution is kept, as one edit of desired state: it reaches the cluster through a plan, like any other.
import 'server-only'
import { z } from 'zod'
import { headRevision, type RevisionRow } from '../../db/revisions.ts'
import { AppError } from '../../errors.ts'
import { said } from '../../said.ts'
import { text } from '../../text.ts'
import { applyEdits } from '../../thanos/apply-edits.ts'
import { compactorsOf, keptMs, RESOLUTIONS, retentionOf, shortened } from '../../thanos/compact/retention.ts'
import { parseDurationMs } from '../../thanos/duration.ts'
import type { Edit } from '../../thanos/edit.ts'
import { specObjectId, type Workload } from '../../thanos/spec.ts'
import { operation, type Verb } from '../command.ts'
import { Base, Message } from '../revisions/fields.ts'
import { save } from '../revisions/save.ts'
import type { RetentionSet } from '../views.ts'
import { toRetention } from './view.ts'

/** As Thanos takes it. */
export const KeptFor = z.string().max(40).refine((value) => parseDurationMs(value) !== undefined, said('This is not a duration such as 30d, 12w or 0d.', '30d, 12w, 0d 같은 기간이 아닙니다.'))

export const SetRetention = z.object({
  stackId: z.string(), base: Base, message: Message.optional(),
  /** objectId of the compactor; needed where there are several. */
  object: z.string().optional(),
  raw: KeptFor, '5m': KeptFor, '1h': KeptFor,
})
export type SetRetention = z.input<typeof SetRetention>

/**
 * Saves a revision in which the compactor keeps each resolution for that long, and says what is kept for a shorter time than before. What
 * stands so already makes no revision. INVALID without a compactor, or with several and none named; CONFLICT as when saving.
 */
export const set: Verb<SetRetention, RetentionSet> = operation({
  name: 'revision.save',
  permission: 'revision:write',
  input: SetRetention,
  about: ({ stackId, base }) => ({ stackId, subject: `revision ${base + 1}` }),
  async run({ reader, actor }, { stackId, base, message, object, ...kept }) {
    const head = await headRevision(reader, stackId)
    const before = compactorOf(head, object)
    const edits = RESOLUTIONS.filter((resolution) => asMs(kept[resolution]) !== keptMs(before, resolution)).map((resolution): Edit => (
      { op: 'flag.set', object: specObjectId(before), flag: `retention.resolution-${resolution}`, values: [kept[resolution]] }
    ))
    if (head === undefined || edits.length === 0 && head.number === base) return { revision: base, compactors: head ? toRetention(head.spec) : [], changed: false, shortened: [] }
    const said = RESOLUTIONS.filter((resolution) => retentionOf(before, resolution) !== kept[resolution]).map((resolution) => `${resolution} ${kept[resolution]}`)
    // A base that is not the head any more is refused there, with what the other changed.
    const saved = await save(actor, { stackId, base, spec: applyEdits(head.spec, edits), message: message ?? `Set retention: ${said.join(', ')}` })
    const after = compactorOf(saved, specObjectId(before))
    return {
      revision: saved.number, compactors: toRetention(saved.spec), changed: true,
      shortened: shortened(before, after).map(({ resolution }) => ({ object: specObjectId(after), resolution, before: retentionOf(before, resolution), after: retentionOf(after, resolution) })),
    }
  },
})

function asMs(value: string): number | undefined {
  const ms = parseDurationMs(value)
  return ms === 0 ? Infinity : ms
}

function compactorOf(revision: Pick<RevisionRow, 'spec'> | undefined, object: string | undefined): Workload {
  const compactors = revision === undefined ? [] : compactorsOf(revision.spec)
  const names = compactors.map(specObjectId).join(', ')
  const [first, ...others] = object === undefined ? compactors : compactors.filter((each) => specObjectId(each) === object)
  if (first === undefined) {
    throw new AppError('INVALID', compactors.length === 0
      ? text('This stack has no compactor, so nothing decides how long data is kept.', '이 스택에는 compactor가 없어 보존 기간을 정할 곳이 없습니다.')
      : text(`There is no compactor ${object}. There is: ${names}.`, `compactor ${object}이(가) 없습니다. 있는 것: ${names}.`))
  }
  if (others.length > 0) throw new AppError('INVALID', text(`This stack has several compactors. Name one as "object": ${names}.`, `compactor가 여럿입니다. "object"로 하나를 지정하세요: ${names}.`))
  return first
}
