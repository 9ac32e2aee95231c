// What an action failed with: its sentence, and the request's id where the cause is only in the log.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { Failure } from '#lib/result.ts'
import { FieldError } from '../ui/field.tsx'

export function FailureLine({ failure }: { failure: Failure }): JSX.Element {
  const t = useTranslations('changes')
  return (
    <div role="alert">
      <FieldError>{failure.requestId === undefined ? failure.message : `${failure.message} ${t('requestId', { id: failure.requestId })}`}</FieldError>
    </div>
  )
}
