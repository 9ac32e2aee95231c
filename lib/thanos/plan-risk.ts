// How risky a plan is, and why. Whether a second person must look follows from it.
import { z } from 'zod'
import type { ObjectChange } from '../manifest/change.ts'
import { Text } from '../text.ts'
import { impactOf, riskOf, type Impact } from './impact.ts'
import { liveSpec } from './live-spec.ts'
import type { StackSpec } from './spec.ts'

/** The reasons are whole sentences without a full stop, the worst first; none when the risk is low. */
export const PlanRisk = z.object({ level: z.enum(['low', 'medium', 'high']), reasons: z.array(Text) })
export type PlanRisk = z.infer<typeof PlanRisk>

/** The risk of applying `spec` where `changes` were found. */
export function planRisk(spec: StackSpec, changes: readonly ObjectChange[]): PlanRisk {
  const impacts = impactOf(liveSpec(spec, changes), spec, changes)
  const reasons = (weight: Impact['weight']): Text[] => impacts.filter((impact) => impact.weight === weight).map(({ message }) => message)
  return { level: riskOf(impacts), reasons: [...reasons('danger'), ...reasons('notice')] }
}
