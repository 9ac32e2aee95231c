// Differences between two specs, field by field, in the words of the forms.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Code } from '../ui/code.tsx'
import { Table, Td, Th, Tr } from '../ui/table.tsx'
import type { Field, FieldValue } from './field-name.ts'
import { ObjectName } from './object-name.tsx'

const SHOWN_CHARACTERS = 60

/** `label` names the table; with `named={false}` the object stands above it and not in every row. */
export function FieldChanges({ fields, label, named = true }: { fields: readonly Field[]; label?: string; named?: boolean }): JSX.Element {
  const t = useTranslations('changes.fields')
  if (fields.length === 0) return <p className="py-2 text-ink-3">{t('none')}</p>
  const name = label ?? t('label')
  return (
    <div role="region" aria-label={name} tabIndex={0} className="overflow-x-auto focus-visible:-outline-offset-2">
      <Table label={name} sticky={false}>
        <thead><tr>{named && <Th phone={false}>{t('object')}</Th>}<Th>{t('field')}</Th><Th>{t('before')}</Th><Th>{t('after')}</Th></tr></thead>
        <tbody>
          {fields.map(({ object, path, name: field, before, after }) => (
            <Tr key={`${object} ${path}`}>
              {named && <Td phone={false} className="font-normal"><ObjectName id={object} /></Td>}
              <Td className="max-md:py-2">{named && <span className="block md:hidden"><ObjectName id={object} wrap="phone" /></span>}{field === '' ? t('whole') : <Code>{field}</Code>}</Td>
              <Td className="text-ink-3"><Side value={before} /></Td>
              <Td><Side value={after} /></Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}

function Side({ value }: { value: FieldValue }): JSX.Element {
  const t = useTranslations('changes.fields')
  if (value === undefined) return <span className="text-ink-3">{t('notSet')}</span>
  if (typeof value === 'object') return <span className="text-ink-2">{t(value.word)}</span>
  const [first = '', ...more] = value.split('\n')
  return <><Code>{first.length > SHOWN_CHARACTERS ? `${first.slice(0, SHOWN_CHARACTERS)}…` : first}</Code>{more.length > 0 && <span className="pl-2 text-ink-3">{t('lines', { count: more.length })}</span>}</>
}
