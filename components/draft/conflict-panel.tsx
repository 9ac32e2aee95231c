'use client'
// A lost race: who saved first, what they changed, what is mine, and the two ways on. Nothing is lost by either.
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useTransition } from 'react'
import { Age } from '#components/ui/age.tsx'
import { Button } from '#components/ui/button.tsx'
import { Status } from '#components/ui/status.tsx'
import { Table, Td, Th } from '#components/ui/table.tsx'
import type { SaveConflict, SpecChange } from '#lib/services/views.ts'
import { useDraft } from './draft-provider.tsx'

/** What stands in the dialog. "Load theirs" makes their revision the base; the edits are carried over when it has come in. */
export function ConflictPanel({ conflict, onDone }: { conflict: SaveConflict; onDone: () => void }): ReactNode {
  const t = useTranslations('edit.conflict')
  const draft = useDraft()
  const router = useRouter()
  const [isLoading, startLoading] = useTransition()
  const { head, theirs } = conflict
  const mine = new Map(draft.edits.map((edit) => [`${edit.object} ${edit.path}`, edit]))
  const both = theirs.filter((change) => mine.has(`${change.object} ${change.path}`)).length
  const load = (): void => {
    draft.followHead(head.number)
    startLoading(() => {
      router.refresh()
      onDone()
    })
  }
  return (
    <>
      <p className="text-ink-2">{t.rich('when', { age: () => <Age at={head.createdAt} />, base: draft.baseNumber ?? 0, message: head.message })}</p>
      <p className="mt-1 text-ink-2">{both === 0 ? t('apart') : t('both', { count: both })}</p>
      <div className="mt-3 max-h-[40vh] overflow-auto">
        <Table label={t('table')} sticky={false} dense>
          <thead><tr><Th>{t('field')}</Th><Th>{t('before')}</Th><Th>{t('theirs', { who: head.author })}</Th><Th>{t('yours')}</Th></tr></thead>
          <tbody>{theirs.map((change) => <ConflictRow key={`${change.object} ${change.path}`} change={change} mine={mine.get(`${change.object} ${change.path}`)} />)}</tbody>
        </Table>
      </div>
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onDone}>{t('keep')}</Button>
        <Button variant="primary" busy={isLoading} onClick={load}>{t('load')}</Button>
      </div>
    </>
  )
}

function ConflictRow({ change, mine }: { change: SpecChange; mine: SpecChange | undefined }): ReactNode {
  const t = useTranslations('edit.conflict')
  return (
    <tr>
      <Td name><span>{change.object.slice(change.object.lastIndexOf('/') + 1)}</span> <code className="font-normal text-ink-3">{change.path}</code></Td>
      <Td><Value value={change.before} /></Td>
      <Td><Value value={change.after} /></Td>
      <Td>{mine === undefined ? <span className="text-ink-3">{t('untouched')}</span> : <Status glyph="edited" tone="plain"><Value value={mine.after} /></Status>}</Td>
    </tr>
  )
}

function Value({ value }: { value: string | undefined }): ReactNode {
  const t = useTranslations('edit.conflict')
  if (value === undefined) return <span className="text-ink-3">{t('unset')}</span>
  return <code className="inline-block max-w-60 truncate align-bottom" title={value}>{value}</code>
}
