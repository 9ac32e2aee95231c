'use client'
// What was decided about a finding: by whom, why, until when; and how that is taken back.
import { useTranslations } from 'next-intl'
import { type ReactNode, useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { FieldError } from '#components/ui/field.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { notify } from '#components/ui/toast.tsx'
import { withdrawAcceptance } from '#lib/actions/findings.ts'
import { useRecount } from '#lib/queries/finding-counts.ts'
import type { AcceptanceState } from '#lib/thanos/acceptance.ts'
import { useAcceptances } from './acceptances.tsx'
import { Day, useLeft } from './finding-until.tsx'

/** The note, with the button that withdraws. `children` are more buttons. */
export function AcceptanceNote({ state, children }: { state: AcceptanceState; children?: ReactNode }): ReactNode {
  const t = useTranslations('findings.acceptance')
  const { mayAccept } = useAcceptances()
  const left = useLeft()
  const { kind, acceptance } = state
  const isAccepted = kind === 'accepted'
  return (
    <section aria-label={t('title')} className={isAccepted ? 'mt-3.5 bg-inset px-3 py-2' : 'mt-3.5 bg-notice-tint px-3 py-2'}>
      <p className="flex items-start gap-2">
        <Glyph name={isAccepted ? 'check' : 'warning'} className="mt-1" />
        <span className="font-semibold">
          {t.rich(isAccepted ? 'accepted' : 'ended', { who: acceptance.by, until: () => <Day at={acceptance.until} /> })}
          {isAccepted && <span className="font-normal text-ink-3"> {t('left', { left: left(acceptance.until) })}</span>}
        </span>
      </p>
      <blockquote className="pl-5 whitespace-pre-line text-ink-2 wrap-anywhere">{acceptance.reason}</blockquote>
      {mayAccept && <div className="mt-1.5 flex flex-wrap gap-2 pl-3">{isAccepted && <Withdraw finding={acceptance.key} />}{children}</div>}
    </section>
  )
}

function Withdraw({ finding }: { finding: string }): ReactNode {
  const t = useTranslations('findings.acceptance')
  const { stackId } = useAcceptances()
  const recount = useRecount()
  const [failure, setFailure] = useState<string>()
  const [isPending, start] = useTransition()
  const withdraw = (): void => {
    start(async () => {
      setFailure(undefined)
      try {
        const result = await withdrawAcceptance({ stackId, finding })
        if (!result.ok) return setFailure(result.error.message)
        notify({ title: t('withdrawn') })
        recount()
      } catch {
        // The action could not be called at all; nothing was changed as far as this page knows.
        setFailure(t('unreachable'))
      }
    })
  }
  return (
    <>
      <Button size="small" variant="quiet" busy={isPending} onClick={withdraw}>{t('withdraw')}</Button>
      {failure !== undefined && <div role="alert" className="w-full"><FieldError>{failure}</FieldError></div>}
    </>
  )
}
