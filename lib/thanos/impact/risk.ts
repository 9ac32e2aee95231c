// How risky a plan is, and why: the worst of what it does.
import { z } from 'zod'
import type { ObjectChange } from '../../manifest/change.ts'
import { text } from '../../text.ts'
import { Text } from '../../text-schema.ts'
import type { Impact } from './impact.ts'

export const RISKS = ['low', 'medium', 'high'] as const
export const Risk = z.object({
  level: z.enum(RISKS),
  /** Why it is not lower, the worst first; [] when it is low. */
  reasons: z.array(Text),
})
export type Risk = z.infer<typeof Risk>
export type RiskLevel = Risk['level']

/** High when data or writes are lost, medium when pods restart, a ring moves or another manager loses a field, else low. */
export function riskOf(impacts: readonly Impact[], changes: readonly Pick<ObjectChange, 'conflicts' | 'object'>[] = []): Risk {
  const of = (weight: Impact['weight']): Text[] => impacts.filter((impact) => impact.weight === weight).map(({ message }) => message)
  const taken = changes.filter(({ conflicts }) => conflicts.length > 0)
  const reasons = [...of('danger'), ...of('notice'), ...taken.map(({ object, conflicts }) => takenOver(object, [...new Set(conflicts.map(({ owner }) => owner))]))]
  return { level: levelOf(of('danger').length, reasons.length), reasons }
}

/** The risk of one object: that of what it causes. */
export function objectRisk(impacts: readonly Impact[], change: Pick<ObjectChange, 'conflicts' | 'object'>): RiskLevel {
  return riskOf(impacts.filter(({ objects }) => objects.includes(change.object)), [change]).level
}

function levelOf(dangers: number, reasons: number): RiskLevel {
  if (dangers > 0) return 'high'
  return reasons > 0 ? 'medium' : 'low'
}

function takenOver(object: string, owners: readonly string[]): Text {
  return text(`Fields of ${object} are taken from ${owners.join(', ')}`, `${object}의 필드를 ${owners.join(', ')}에서 가져옵니다`)
}
