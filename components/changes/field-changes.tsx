// Differences between two specs, field by field, in the words of the forms.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { SpecChange } from '#lib/services/views.ts'
import { Code } from '../ui/code.tsx'
import { Table, Td, Th, Tr } from '../ui/table.tsx'
import { ObjectName } from './object-name.tsx'

export function FieldChanges({ changes }: { changes: readonly SpecChange[] }): JSX.Element {
  const t = useTranslations('changes.fields')
  if (changes.length === 0) return <p className="py-2 text-ink-3">{t('none')}</p>
  return (
    <Table label={t('label')} sticky={false}>
      <thead><tr><Th>{t('object')}</Th><Th>{t('field')}</Th><Th>{t('before')}</Th><Th>{t('after')}</Th></tr></thead>
      <tbody>
        {changes.map((change) => (
          <Tr key={`${change.object} ${change.path}`}>
            <Td className="font-normal"><ObjectName id={change.object} /></Td>
            <Td><Code>{change.path === '' ? t('whole') : change.path.replace(/^flags\./, '--')}</Code></Td>
            <Td className="text-ink-3"><Side value={change.before} absent={t('notSet')} /></Td>
            <Td><Side value={change.after} absent={t('notSet')} /></Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Side({ value, absent }: { value: string | undefined; absent: string }): JSX.Element {
  if (value === undefined) return <span className="text-ink-3">{absent}</span>
  const [first = '', ...more] = value.split('\n')
  return <Code>{first.length > 60 ? `${first.slice(0, 60)}…` : first}{more.length > 0 ? ` +${more.length}` : ''}</Code>
}
