// A row of a plan's list, and what follows from it. Apart from how it is made, which the page's own program does without.
import type { ObjectChange } from '#lib/manifest/change.ts'
import { routes } from '#lib/routes.ts'
import type { PlanDiff } from '#lib/services/views.ts'
import type { Text } from '#lib/text.ts'
import type { RiskLevel } from '#lib/thanos/impact/risk.ts'
import type { RefusalPlace } from '#lib/thanos/refusal-place.ts'
import type { MendLink } from './mend-link.ts'

export type PlanRefusal = { field: string; message: string; place: RefusalPlace }
export type PlanConflict = { field: string; owner: string; ours?: string; theirs?: string }
export type PlanRow = {
  object: string
  /** `waited`: nothing of it changes, and the run waits for its pods all the same. */
  verdict: Exclude<ObjectChange['verdict'], 'unchanged'> | 'waited'
  /** Its place among the steps that do something; absent where no step is for it. */
  order?: number
  reason?: Text
  risk: RiskLevel
  /** What changes: the field with both values where it is one, else how many. */
  change?: { path: string; before: string; after: string }
  fields: number
  restarts: number
  conflicts: PlanConflict[]
  refusals: PlanRefusal[]
  message?: string | Text
  advice?: Text
  mustGo?: Text
  /** Where it is mended; absent where the reader may not, or no form reaches. */
  mend?: MendLink
  /** Brought along for the few that are open at once; the others are asked for. */
  texts?: PlanDiff
}

/** Where a refused field is mended: in the form where it has one, else in the text. */
export function refusalHref(slug: string, object: string, place: RefusalPlace): string {
  return routes.edit(slug, object, place.kind === 'yaml' ? 'yaml' : undefined)
}

/** Nothing stands between the plan and its apply but such an object. */
export function isRefused<Row extends Pick<PlanRow, 'verdict'>>(row: Row): row is Row & { verdict: 'invalid' | 'immutable' | 'missing' } {
  const { verdict } = row
  return verdict === 'invalid' || verdict === 'immutable' || verdict === 'missing'
}
