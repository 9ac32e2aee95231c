// What an attempt to change a person answers, in the reader's words.
import { useTranslations } from 'next-intl'
import type { Failure } from '#lib/result.ts'

const REASONS = ['last-admin', 'self', 'oidc', 'disabled'] as const

/** Words a failure; what has no words of its own is said as the server says it. */
export function useFailureWords(): (failure: Failure, name: string) => string {
  const t = useTranslations('settings.people')
  return ({ message, details }, name) => {
    const given = typeof details === 'object' && details !== null && 'reason' in details ? details.reason : undefined
    const reason = REASONS.find((each) => each === given)
    return reason === undefined ? message : t(`refused.${reason}`, { name })
  }
}
