// The Thanos components, in the order in which a change is applied.

export const KINDS = ['store', 'receive', 'query', 'query-frontend', 'rule', 'compact', 'sidecar'] as const
export type Kind = (typeof KINDS)[number]

/** Whether a word is a Thanos command that Gauntlet knows. */
export function isKind(word: string): word is Kind {
  return (KINDS as readonly string[]).includes(word)
}
