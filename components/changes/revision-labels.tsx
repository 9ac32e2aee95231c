'use client'
// The names of a revision: each can be taken off, and a new one put on. Put on here, a name leaves the revision that had it.
import { useTranslations } from 'next-intl'
import { type FormEvent, type JSX, useState, useTransition } from 'react'
import { labelRevision, unlabelRevision } from '#lib/actions/revisions.ts'
import type { ActionResult, Failure } from '#lib/result.ts'
import { Button } from '../ui/button.tsx'
import { Input } from '../ui/input.tsx'
import { FailureLine } from './failure-line.tsx'

type Props = { stackId: string; number: number; labels: readonly string[]; mayWrite: boolean }

export function RevisionLabels({ stackId, number, labels, mayWrite }: Props): JSX.Element | null {
  const t = useTranslations('changes')
  const [name, setName] = useState('')
  const [failure, setFailure] = useState<Failure>()
  const [isPending, startTransition] = useTransition()
  const run = (act: () => Promise<ActionResult<unknown>>): void => startTransition(async () => {
    setFailure(undefined)
    try {
      const result = await act()
      if (result.ok) setName('')
      else setFailure(result.error)
    } catch {
      // The action itself could not be called: the server is gone or unreachable.
      setFailure({ code: 'UPSTREAM', message: t('unreachable') })
    }
  })
  const add = (event: FormEvent): void => {
    event.preventDefault()
    run(() => labelRevision({ stackId, number, name }))
  }
  if (labels.length === 0 && !mayWrite) return null
  return (
    <div className="mb-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="text-ink-3">{t('labels.title')}</span>
        {labels.map((label) => (
          <span key={label} className="inline-flex items-center gap-1">
            <b className="font-semibold">{label}</b>
            {mayWrite && <Button variant="quiet" size="small" busy={isPending} aria-label={t('labels.remove', { label })} onClick={() => run(() => unlabelRevision({ stackId, name: label }))}>×</Button>}
          </span>
        ))}
        {mayWrite && (
          <form onSubmit={add} className="flex gap-2">
            <Input className="w-44!" aria-label={t('labels.name')} placeholder={t('labels.example')} value={name} maxLength={40} onChange={(event) => setName(event.target.value)} />
            <Button type="submit" busy={isPending} disabled={name.trim() === ''}>{t('labels.add')}</Button>
          </form>
        )}
      </div>
      {failure !== undefined && <div className="mt-1"><FailureLine failure={failure} /></div>}
    </div>
  )
}
