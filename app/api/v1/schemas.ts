// What the API takes and gives, as schemas: they are checked at the door, and the OpenAPI document is made of them.
import { z } from 'zod'
import { Connection } from '#lib/connection.ts'
import { EVENT_OUTCOMES } from '#lib/event-action.ts'
import { ObjectChange } from '#lib/manifest/change.ts'
import { PodProgress, RunObject, RunStatus } from '#lib/manifest/progress.ts'
import { RunChoices } from '#lib/manifest/run-choices.ts'
import { PlanStep } from '#lib/manifest/step.ts'
import { said } from '#lib/said.ts'
import { Text } from '#lib/text-schema.ts'
import { Edit } from '#lib/thanos/edit.ts'
import { Finding } from '#lib/thanos/finding-schema.ts'
import { Impact } from '#lib/thanos/impact/impact.ts'
import { StackSpec } from '#lib/thanos/spec-schema.ts'

export const at = z.iso.datetime({ offset: true })
const revisionNumber = z.int().min(0).describe(said('Number of a revision.', '리비전 번호입니다.'))

/** Words in both languages, where they are part of what was found. */
export const BothWords = Text.meta({ id: 'Text' })
export const EditDoc = Edit.meta({ id: 'Edit', description: said('One change to a spec as data. Objects are named as kind/namespace/name.', '스펙 변경 하나를 데이터로 나타냅니다. 오브젝트는 kind/namespace/name으로 씁니다.') })
export const SpecDoc = StackSpec.meta({ id: 'StackSpec', description: said('The typed desired configuration of a stack.', '스택의 목표 설정입니다.') })
const FindingDoc = Finding.extend({ message: BothWords, reason: BothWords }).omit({ fix: true }).extend({ hasFix: z.boolean() }).meta({ id: 'Finding' })
const KeyedFinding = FindingDoc.extend({ key: z.string().describe(said('What a run acknowledges it by.', '실행에서 확인할 때 쓰는 값입니다.')) }).meta({ id: 'LiveFinding' })

export const Stack = z.object({
  slug: z.string(), name: z.string(), namespace: z.string(), connection: Connection,
  head: revisionNumber.optional().describe(said('The newest revision; absent when there is none.', '최신 리비전이며, 없으면 생략합니다.')),
  applied: revisionNumber.optional().describe(said('The revision that was last applied in full.', '마지막으로 전부 적용된 리비전입니다.')),
}).meta({ id: 'Stack' })

export const Health = z.enum(['Healthy', 'Progressing', 'Degraded', 'Suspended', 'Missing', 'Unknown'])
const WorkloadStatus = z.object({
  object: z.string(), seen: z.string().describe(said('How what is observed names it: with its namespace where that alone tells it apart.', '관찰 결과에서 쓰는 이름입니다. 네임스페이스로만 구별될 때 네임스페이스가 붙습니다.')), kind: z.string(), health: Health, message: z.string(), ready: z.int(), want: z.int(), image: z.string().optional(), restarts: z.int(),
}).meta({ id: 'WorkloadStatus' })
export const Status = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), at, health: Health, sync: z.enum(['Synced', 'OutOfSync', 'Unknown']), version: z.string(), workloads: z.array(WorkloadStatus),
    isWhole: z.boolean().describe(said('Whether the installation itself was looked at, as it is while somebody follows it, and not only its pods.', '파드만이 아니라 설치 자체를 살펴보았는지입니다. 누군가 지켜보는 동안 그렇습니다.')),
    trouble: BothWords.optional().describe(said('What of the installation costs samples or answers now, though its pods may be well.', '파드가 정상이어도 지금 샘플이나 응답을 잃게 하는 것입니다.')),
  }),
  z.object({ ok: z.literal(false), at, reason: z.string().describe(said('Why the cluster could not be asked.', '클러스터에 물을 수 없었던 이유입니다.')) }),
]).meta({ id: 'Status' })

export const RevisionSummary = z.object({
  number: revisionNumber, message: z.string(), author: z.string(), createdAt: at, findings: z.object({ error: z.int(), warning: z.int(), advice: z.int() }),
  restoredFrom: revisionNumber.optional(), labels: z.array(z.string()),
}).meta({ id: 'RevisionSummary' })
export const Revision = RevisionSummary.extend({ spec: SpecDoc, findingList: z.array(FindingDoc) }).meta({ id: 'Revision' })

const Kept = z.string().describe(said('As in 30d, 12w or 1y; 0d is for ever.', '30d, 12w, 1y처럼 쓰며 0d는 영구입니다.'))
export const Retention = z.object({
  revision: revisionNumber, compactors: z.array(z.object({ object: z.string(), raw: Kept, '5m': Kept, '1h': Kept })),
}).meta({ id: 'Retention' })
export const RetentionResult = Retention.extend({
  changed: z.boolean().describe(said('Whether a revision was made; false when it stood so already.', '리비전이 만들어졌는지 여부이며, 이미 그 값이면 false입니다.')),
  shortened: z.array(z.object({ object: z.string(), resolution: z.enum(['raw', '5m', '1h']), before: Kept, after: Kept }))
    .describe(said('What is kept for a shorter time than before: older data is deleted once this is applied.', '보존 기간이 줄어든 항목입니다. 적용하면 더 오래된 데이터가 삭제됩니다.')),
}).meta({ id: 'RetentionResult' })

const Decision = z.object({ kind: z.enum(['approved', 'rejected']), by: z.string(), at, comment: z.string() })
const Approval = z.object({
  isNeeded: z.boolean().describe(said('Whether a second person must approve before it can be applied.', '적용 전에 다른 사람의 승인이 필요한지 여부입니다.')),
  risk: z.object({ level: z.enum(['low', 'medium', 'high']), reasons: z.array(BothWords) }),
  standing: Decision.optional(),
}).meta({ id: 'Approval' })
export const PlanSummary = z.object({
  id: z.string(), stack: z.string(), revision: revisionNumber, status: z.enum(['ready', 'blocked', 'stale', 'applied', 'empty']), createdAt: at, createdBy: z.string(),
  changes: z.record(z.string(), z.int()).describe(said('How many objects have each verdict.', '판정별 오브젝트 수입니다.')),
}).meta({ id: 'PlanSummary' })
const ImpactDoc = Impact.extend({
  message: BothWords, detail: BothWords.optional(),
  undoableMs: Impact.shape.undoableMs.describe(said('Set on what cannot be undone: for how many milliseconds after the apply it still can be.', '되돌릴 수 없는 일에만 있으며, 적용 후 되돌릴 수 있는 시간(밀리초)입니다.')),
  confirm: Impact.shape.confirm.describe(said('What the page asks to be typed to agree to it.', '화면에서 동의할 때 입력하게 하는 값입니다.')),
}).meta({ id: 'Impact' })
export const Plan = PlanSummary.extend({
  objects: z.array(ObjectChange.omit({ liveYaml: true, predictedYaml: true })),
  blockers: z.array(FindingDoc).describe(said('Errors that the change brings in: they block.', '이 변경이 들여오는 오류로, 적용을 막습니다.')),
  acknowledge: z.array(KeyedFinding).describe(said('Errors that are live already: a run must name their keys, unless they are accepted.', '이미 운영 중인 오류로, 수용되지 않았다면 실행에 key를 적어야 합니다.')),
  impacts: z.array(ImpactDoc).describe(said('What applying it does to data, queries, pods and writes.', '적용하면 데이터, 쿼리, 파드, 쓰기에 생기는 일입니다.')),
  steps: z.array(PlanStep), approval: Approval,
  notes: z.array(BothWords).describe(said('What the plan could not look at, or does not do.', '계획이 확인하지 못했거나 하지 않는 일입니다.')),
}).meta({ id: 'Plan' })

const RunObjectDoc = RunObject.extend({
  message: z.string().optional(), reason: z.string().optional(), pods: z.array(PodProgress.extend({ trouble: z.string().optional() })).optional(),
})
export const Run = z.object({
  id: z.string(), stack: z.string(), plan: z.string(), revision: revisionNumber, status: RunStatus, startedAt: at, startedBy: z.string(), finishedAt: at.optional(),
  message: z.string().optional().describe(said('What is applied and what is not.', '무엇이 적용되고 무엇이 적용되지 않았는지 알립니다.')),
  objects: z.array(RunObjectDoc), choices: RunChoices,
}).meta({ id: 'Run' })

export const EventLine = z.object({
  id: z.string(), at, actor: z.string(), door: z.string(), action: z.string(), outcome: z.enum(EVENT_OUTCOMES),
  stack: z.string().optional(), subject: z.string().optional(), revision: revisionNumber.optional(),
}).meta({ id: 'Event' })
export const EventWhole = EventLine.extend({ actorId: z.string(), before: z.json().optional(), after: z.json().optional(), hash: z.string() }).meta({ id: 'EventDetail' })

/** A page of a list; `next` is the cursor of the page after, absent on the last. */
export function page<Item extends z.ZodType>(item: Item): z.ZodObject<{ items: z.ZodArray<Item>; next: z.ZodOptional<z.ZodString> }> {
  return z.object({ items: z.array(item), next: z.string().optional().describe(said('Send it as cursor for the page after; also in the Link header.', '다음 페이지의 cursor로 보내며 Link 헤더에도 있습니다.')) })
}

export const NoQuery = z.strictObject({})
export const NoParams = z.object({})
export const InStack = z.object({ stack: z.string().describe(said('Slug of the stack, as it stands in addresses.', '주소에 쓰이는 스택의 slug입니다.')) })
export const Limit = z.coerce.number().int().min(1).max(50).default(20).describe(said('How many at most.', '최대 개수입니다.'))
export const Cursor = z.string().max(100).optional().describe(said('`next` of the page before.', '앞 페이지의 `next`입니다.'))
