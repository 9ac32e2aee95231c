// The Thanos components, in the order in which a change is applied.
import { z } from 'zod'

export const KINDS = ['store', 'receive', 'query', 'query-frontend', 'rule', 'compact', 'sidecar'] as const
export const Kind = z.enum(KINDS)
export type Kind = z.infer<typeof Kind>

/** Whether a word is a Thanos command that Gauntlet knows. */
export function isKind(word: string): word is Kind {
  return (KINDS as readonly string[]).includes(word)
}
