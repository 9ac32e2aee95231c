'use client'
// Rolls back: saves an old revision's spec as the next revision.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { restoreRevision } from '#lib/actions/revisions.ts'
import type { StackView } from '#lib/services/views.ts'
import { Button } from '../ui/button.tsx'
import { FieldChanges } from './field-changes.tsx'
import type { Field } from './field-name.ts'
import { NextRevisionDialog } from './next-revision-dialog.tsx'

/** What is undone: the newest of the `count` revisions since then, and the fields that change back, now and then. */
export type RestoreLoss = { count: number; undone: readonly { number: number; message: string; author: string }[]; fields: readonly Field[]; moreFields: number }

/** `startsOpen` for who came by a link that asks for it. */
export function RestoreButton({ stack, number, loss, startsOpen = false }: { stack: StackView; number: number; loss: RestoreLoss; startsOpen?: boolean }): JSX.Element {
  const t = useTranslations('changes.restore')
  return (
    <NextRevisionDialog
      wide stack={stack} startsOpen={startsOpen}
      words={{
        trigger: <Button>{t('back', { number })}</Button>, title: t('title', { number, next: (stack.head ?? 0) + 1 }), confirm: t('confirm'),
        description: <><p>{t('undoes', { count: loss.count, fields: loss.fields.length + loss.moreFields })}</p><p>{t('description')}</p></>,
      }}
      save={() => restoreRevision({ stackId: stack.id, base: stack.head ?? 0, number, message: t('message', { number }) })}
    >
      <ul aria-label={t('undone')} className="mt-3 border-y border-hair py-1.5">
        {loss.undone.map((revision) => <li key={revision.number} className="py-0.5 wrap-anywhere"><code>r{revision.number}</code> {revision.message} <span className="text-ink-3">{revision.author}</span></li>)}
        {loss.count > loss.undone.length && <li className="py-0.5 text-ink-3">{t('moreRevisions', { count: loss.count - loss.undone.length })}</li>}
      </ul>
      <div className="mt-2 max-h-[36vh] overflow-y-auto"><FieldChanges label={t('fields', { number })} fields={loss.fields} /></div>
      {loss.moreFields > 0 && <p className="py-1 text-ink-3">{t('moreFields', { count: loss.moreFields })}</p>}
    </NextRevisionDialog>
  )
}
