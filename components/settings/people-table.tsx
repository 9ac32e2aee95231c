'use client'
// Everyone who can sign in, and what they may do.
import { useTranslations } from 'next-intl'
import { type JSX, useState, useTransition } from 'react'
import { setPersonRole } from '#lib/actions/people.ts'
import type { Person, Role } from '#lib/services/views.ts'
import { FieldError } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { Select } from '../ui/select.tsx'
import { Table, Td, Th } from '../ui/table.tsx'

/** The list; an admin changes roles in place. `roles` are those that there are (their module would bring its schema along). */
export function PeopleTable({ people, roles, meId, mayWrite }: { people: readonly Person[]; roles: readonly Role[]; meId: string; mayWrite: boolean }): JSX.Element {
  const t = useTranslations('settings.people')
  return (
    <Section title={t('title')} count={people.length}>
      <Table label={t('title')}>
        <thead><tr><Th>{t('name')}</Th><Th phone={false}>{t('email')}</Th><Th>{t('role')}</Th><Th phone={false}>{t('may')}</Th></tr></thead>
        <tbody>{people.map((person) => <PersonRow key={person.id} person={person} roles={roles} isMe={person.id === meId} mayWrite={mayWrite} />)}</tbody>
      </Table>
    </Section>
  )
}

function PersonRow({ person, roles, isMe, mayWrite }: { person: Person; roles: readonly Role[]; isMe: boolean; mayWrite: boolean }): JSX.Element {
  const t = useTranslations('settings.people')
  const roleName = useTranslations('shell.roles')
  const [isBusy, startChange] = useTransition()
  const [failure, setFailure] = useState<string>()
  const change = (chosen: string): void => startChange(async () => {
    const role = roles.find((each) => each === chosen)
    if (role === undefined) return
    const result = await setPersonRole({ personId: person.id, role })
    if (result.ok) return setFailure(undefined)
    setFailure(result.error.code === 'CONFLICT' ? t('onlyAdmin', { name: person.name }) : result.error.message)
  })
  return (
    <tr>
      <Td name className="max-md:wrap-anywhere max-md:whitespace-normal">{person.name}{isMe && <span className="font-normal text-ink-3"> {t('you')}</span>}<span className="block font-normal text-ink-3 md:hidden">{person.email}</span></Td>
      <Td phone={false}>{person.email}</Td>
      <Td className="py-1">
        {mayWrite ? (
          // The key takes the select back to what is saved after a refusal.
          <Select key={`${person.role} ${failure ?? ''}`} aria-label={t('roleOf', { name: person.name })} className="w-32" defaultValue={person.role} disabled={isBusy} onChange={(event) => change(event.target.value)}>
            {roles.map((role) => <option key={role} value={role}>{roleName(role)}</option>)}
          </Select>
        ) : roleName(person.role)}
        {failure !== undefined && <div role="alert" className="mt-1 whitespace-normal"><FieldError>{failure}</FieldError></div>}
      </Td>
      <Td phone={false} className="w-full text-ink-2">{t(`mayDo.${person.role}`)}</Td>
    </tr>
  )
}
