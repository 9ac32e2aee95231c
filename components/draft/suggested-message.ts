'use client'
// A first wording of what a draft changes, for the message of its revision; a person may put a better one.
import { useLocale } from 'next-intl'
import { useDraft } from './draft-provider.tsx'

const MAX_NAMED = 3

/** The labels of the steps, each once, the last few by name. */
export function useSuggestedMessage(): string {
  const locale = useLocale()
  const { draft } = useDraft()
  const labels = [...new Set(draft.steps.map(({ label }) => label[locale].replaceAll('`', '')))]
  const named = labels.slice(-MAX_NAMED).join(', ')
  const others = labels.length - MAX_NAMED
  if (others <= 0) return named
  return locale === 'ko' ? `${named} 외 ${others}건` : `${named} and ${others} more`
}
