'use client'
// The fields of an event, one a row. Values that are long are folded.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { FieldChange } from '#lib/manifest/change.ts'
import { Code } from '../ui/code.tsx'
import { Table, Td, Th, Tr } from '../ui/table.tsx'

const SHOWN_CHARACTERS = 160
/** More rows than one reads; the text has all of them. */
const MOST_ROWS = 200

/** Without `hasBefore` there is no column for it. */
export function FieldTable({ fields, hasBefore }: { fields: readonly FieldChange[]; hasBefore: boolean }): JSX.Element {
  const t = useTranslations('audit')
  return (
    <div role="region" aria-label={t('head.detail')} tabIndex={0} className="max-w-[1100px] overflow-x-auto focus-visible:-outline-offset-2">
      <Table label={t('head.detail')} sticky={false} dense>
        <thead><tr><Th className="w-64 max-md:w-32">{t('detail.field')}</Th>{hasBefore && <Th>{t('detail.before')}</Th>}<Th>{hasBefore ? t('detail.after') : t('detail.value')}</Th></tr></thead>
        <tbody>
          {fields.slice(0, MOST_ROWS).map(({ path, before, after }) => (
            <Tr key={path}>
              <Td className="py-1 align-top"><Code wrap>{path}</Code></Td>
              {hasBefore && <Td wrap className="py-1 align-top text-ink-3"><Value value={before} /></Td>}
              <Td wrap className="py-1 align-top"><Value value={after} /></Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {fields.length > MOST_ROWS && <p className="py-2 text-ink-3">{t('detail.rest', { count: fields.length - MOST_ROWS })}</p>}
    </div>
  )
}

function Value({ value }: { value: FieldChange['after'] }): JSX.Element {
  const t = useTranslations('audit.detail')
  if (value === undefined) return <span className="text-ink-3">{t('absent')}</span>
  const words = typeof value === 'string' ? value : JSON.stringify(value)
  if (words.length <= SHOWN_CHARACTERS && !words.includes('\n')) return <Code wrap>{words}</Code>
  const [first = ''] = words.split('\n')
  return (
    <details>
      <summary><Code wrap>{first.slice(0, SHOWN_CHARACTERS)}</Code> <span className="text-ink-3">{t('folded', { count: words.length })}</span></summary>
      <pre className="mt-1 font-mono text-code wrap-anywhere whitespace-pre-wrap">{words}</pre>
    </details>
  )
}
