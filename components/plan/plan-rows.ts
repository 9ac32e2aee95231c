// The objects of a plan as its list shows them: in the order of the steps, each with what happens to it in few words; without their texts.
import type { FieldChange, FieldConflict } from '#lib/manifest/change.ts'
import { toYaml } from '#lib/manifest/yaml.ts'
import type { PlanView } from '#lib/services/views.ts'
import { objectRisk } from '#lib/thanos/impact/risk.ts'
import { refusalPlace } from '#lib/thanos/refusal-place.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { mendLink } from './mend-link.ts'
import type { PlanConflict, PlanRow } from './plan-row.ts'

/** Up to this many changing objects are open at once. */
const OPEN = 3

/** Rows of everything that does not stay as it is or is waited for: what stands in the way first where no step is for it, then in the order of the steps. */
export function planRows(plan: PlanView, spec: StackSpec, { slug, mayWrite }: { slug: string; mayWrite: boolean }): PlanRow[] {
  const byId = new Map(plan.objects.map((change) => [change.object, change]))
  const moving = plan.steps.filter(({ object, gate }) => byId.get(object)?.verdict !== 'unchanged' || gate !== 'none')
  const order = new Map(moving.map(({ object }, index) => [object, index + 1]))
  const reasons = new Map(moving.map(({ object, reason }) => [object, reason]))
  const changing = plan.objects.filter(({ object, verdict }) => verdict !== 'unchanged' || order.has(object)).toSorted((a, b) => (order.get(a.object) ?? 0) - (order.get(b.object) ?? 0))
  return changing.map((change): PlanRow => {
    const { object, verdict, fields, restarts, conflicts, refusals = [], message, advice, mustGo, liveYaml, predictedYaml } = change
    const told = fields.filter(({ path }) => !path.includes('gauntlet.dev/revision'))
    const mend = mayWrite ? mendLink(slug, spec, object) : undefined
    return {
      object, verdict: verdict === 'unchanged' ? 'waited' : verdict, risk: objectRisk(plan.impacts, change), fields: told.length, restarts, conflicts: conflicts.map(shown),
      refusals: refusals.map((refusal) => ({ ...refusal, place: refusalPlace(spec, object, refusal.field) })),
      ...present('order', order.get(object)), ...present('reason', reasons.get(object)), ...present('change', told.length === 1 ? only(told[0]) : undefined),
      ...present('message', message), ...present('advice', advice), ...present('mustGo', mustGo), ...present('mend', mend),
      ...present('texts', changing.length <= OPEN && verdict !== 'unchanged' ? { before: liveYaml, after: predictedYaml } : undefined),
    }
  })
}

function only(change: FieldChange | undefined): PlanRow['change'] {
  const [before, after] = [change?.before, change?.after].map(brief)
  const [, flag, was] = /^(--[\w.-]+)=(.*)$/.exec(before ?? '') ?? []
  // Of one flag with another value only the values differ.
  if (flag !== undefined && was !== undefined && after?.startsWith(`${flag}=`) === true) return { path: flag, before: was, after: after.slice(flag.length + 1) }
  return change === undefined || before === undefined || after === undefined ? undefined : { path: change.path.split('.').at(-1) ?? change.path, before, after }
}

/** A word or a number as it is; undefined for what takes more than a few letters. */
function brief(value: FieldChange['before']): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
  return text === undefined || text.length > 48 || text.includes('\n') ? undefined : text
}

function shown({ field, owner, ours, theirs }: FieldConflict): PlanConflict {
  return { field, owner, ...present('ours', written(ours)), ...present('theirs', written(theirs)) }
}

function written(value: FieldConflict['ours']): string | undefined {
  if (value === undefined) return undefined
  return typeof value === 'string' ? value : toYaml(value).trimEnd()
}

function present<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  // Safe because the object has this key with this value, or none.
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value }
}
