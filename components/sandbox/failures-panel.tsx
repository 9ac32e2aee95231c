'use client'
// A marked panel on stacks of the sandbox: what can be made to fail there, to see what Gauntlet says of it.
import { useLocale, useTranslations } from 'next-intl'
import { type JSX, useId, useState, useTransition } from 'react'
import { switchFailure } from '#lib/actions/sandbox.ts'
import { failureKey, type FailureChoice } from '#lib/thanos/live/failure-choices.ts'
import { Switch } from '../ui/switch.tsx'

type Props = { stackId: string; choices: readonly FailureChoice[]; mayChange: boolean }

export function FailuresPanel({ stackId, choices: first, mayChange }: Props): JSX.Element {
  const t = useTranslations('shell.sandbox')
  const locale = useLocale()
  const [choices, setChoices] = useState(first)
  const [failed, setFailed] = useState<string>()
  const [isPending, startTransition] = useTransition()
  const id = useId()
  const on = choices.filter(({ isOn }) => isOn).length
  const change = ({ failure, isOn }: FailureChoice): void => startTransition(async () => {
    setFailed(undefined)
    try {
      const result = await switchFailure({ stackId, failure, on: !isOn })
      if (result.ok) setChoices(result.value)
      else setFailed(result.error.message)
    } catch {
      setFailed(t('unreachable'))
    }
  })
  return (
    <aside aria-label={t('title')}>
      <details className="mx-4 mt-10 mb-6 rounded-md border border-dashed border-line px-4 py-2 text-ink-2 sm:mx-6">
        <summary className="cursor-pointer py-1 text-sm">{t('title')}{on > 0 && <span className="ml-2 text-degraded-text">{t('on', { count: on })}</span>}</summary>
        <p className="mt-1 max-w-prose text-sm">{t('what')}</p>
        <ul className="mt-2 grid gap-x-8 lg:grid-cols-2">
          {choices.map((choice, index) => (
            <li key={failureKey(choice.failure)} className="flex items-center justify-between gap-4 py-1.5">
              <span id={`${id}-${index}`} className="min-w-0 break-words">{choice.says[locale]}</span>
              <Switch checked={choice.isOn} disabled={!mayChange || isPending} aria-labelledby={`${id}-${index}`} onChange={() => change(choice)} />
            </li>
          ))}
        </ul>
        {!mayChange && <p className="mt-1 text-sm">{t('onlyOperator')}</p>}
        {failed !== undefined && <p role="alert" className="mt-1 text-sm text-danger-text">{failed}</p>}
      </details>
    </aside>
  )
}
