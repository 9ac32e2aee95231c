// What the lists of the editors are narrowed by: the words and the choice in the address, and what fits them. Pure.
import { parseAsString, parseAsStringLiteral } from 'nuqs'
import type { EndpointRow } from './endpoint-rows.ts'
import type { RuleFileView } from './rules-model.ts'

export const SHOWN = ['all', 'faulty'] as const
export type Shown = (typeof SHOWN)[number]

/** `faulty` leaves what leads nowhere, and what the ruler refuses or never loads. */
export const LIST_ADDRESS = { q: parseAsString.withDefault(''), show: parseAsStringLiteral(SHOWN).withDefault('all') }
export const RULES_ADDRESS = { ...LIST_ADDRESS, file: parseAsString }

export type ListFilter = { readonly q: string; readonly show: Shown }

/** Whether an endpoint leads nowhere in these manifests. */
export function isBroken({ destination }: EndpointRow): boolean {
  return destination.status !== 'workload' && destination.status !== 'outside'
}

/** Whether an endpoint fits: every word in its address, its flag, or what it leads to. */
export function fitsEndpoint(row: EndpointRow, { q, show }: ListFilter): boolean {
  if (show === 'faulty' && !isBroken(row)) return false
  const { destination, address, flag } = row
  return hasWords(q, [address, `--${flag}`, ...(destination.status === 'workload' ? [destination.workload.name, destination.service.name] : [])])
}

/** Whether the ruler refuses a file, or none loads it. */
export function isIdle({ parsed, loadedBy }: RuleFileView): boolean {
  return 'fault' in parsed || loadedBy.length === 0
}

/** Whether a rule file fits: every word in its name, its ConfigMap, a group or a rule. */
export function fitsRuleFile(file: RuleFileView, { q, show }: ListFilter): boolean {
  if (show === 'faulty' && !isIdle(file)) return false
  const groups = 'groups' in file.parsed ? file.parsed.groups : []
  return hasWords(q, [file.key, file.object, ...groups.flatMap((group) => [group.name, ...group.rules.map((rule) => rule.alert ?? rule.record ?? '')])])
}

function hasWords(typed: string, texts: readonly string[]): boolean {
  const all = texts.join('\n').toLowerCase()
  return typed.toLowerCase().split(/\s+/).every((word) => all.includes(word))
}
