'use client'
// Whether the audit is what was written, and what to keep elsewhere so that it can be asked for good.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { useChainCheck } from '#lib/queries/chain.ts'
import type { ChainView } from '#lib/services/views.ts'
import { Button } from '../ui/button.tsx'
import { Code } from '../ui/code.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Status } from '../ui/status.tsx'

/** Asks as it opens, each time anew. */
export function ChainDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const t = useTranslations('audit.chain')
  const { data, isError, isFetching } = useChainCheck()
  return (
    <Dialog
      open onOpenChange={onClose} wide title={titleOf(t, isFetching ? undefined : data, isError && !isFetching)} description={<p>{t('what')}</p>}
      footer={<Button onClick={onClose}>{t('close')}</Button>}
    >
      {!isFetching && data !== undefined && !isError && <Answer verdict={data} />}
    </Dialog>
  )
}

type Words = ReturnType<typeof useTranslations<'audit.chain'>>

function titleOf(t: Words, verdict: ChainView | undefined, hasFailed: boolean): string {
  if (hasFailed) return t('unread')
  if (verdict === undefined) return t('reading')
  return verdict.breaks === 0 ? t('whole', { count: verdict.events }) : t('broken', { count: verdict.breaks })
}

function Answer({ verdict: { first, head } }: { verdict: ChainView }): JSX.Element {
  const t = useTranslations('audit.chain')
  return (
    <div className="mt-3 grid gap-2">
      {first !== undefined && <Status glyph="error" tone="degraded" wrap>{t(`found.${first.kind}`, { id: first.id, after: first.after })}</Status>}
      {head !== undefined && first === undefined && (
        <>
          <p className="text-ink-2">{t('note')}</p>
          <p className="rounded-ctl bg-inset px-3 py-2"><Code wrap>{head.id}:{head.hash}</Code></p>
          <p className="text-ink-3">{t.rich('command', { code: (words) => <Code wrap>{words}</Code>, noted: `${head.id}:…` })}</p>
        </>
      )}
    </div>
  )
}
