'use client'
// Everyone who can sign in, and what they may do.
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type JSX, useState, useTransition } from 'react'
import { setPersonRole } from '#lib/actions/people.ts'
import type { PersonView, Role } from '#lib/services/views.ts'
import { Age } from '../ui/age.tsx'
import { FieldError } from '../ui/field.tsx'
import { part } from '../ui/part.ts'
import { Section } from '../ui/section.tsx'
import { Select } from '../ui/select.tsx'
import { Status } from '../ui/status.tsx'
import { Table, Td, Th } from '../ui/table.tsx'
import { useAwake } from '../ui/use-awake.ts'
import { type OneTimeLink, OneTimeLinkView } from './one-time-link.tsx'
import { useFailureWords } from './people-failure.ts'

// Menu and dialogs weigh as much as the page.
const PersonMenu = dynamic(async () => (await part(() => import('./person-menu.tsx'))).PersonMenu)

type Given = { roles: readonly Role[]; meId: string; mayWrite: boolean; provider: string | undefined }

/**
 * The list; an admin changes roles in place. `roles` are those that there are (their module would bring its schema along), `provider` is
 * what the identity provider is called.
 */
export function PeopleTable({ people, ...given }: { people: readonly PersonView[] } & Given): JSX.Element {
  const t = useTranslations('settings.people')
  const [link, setLink] = useState<OneTimeLink>()
  return (
    <Section title={t('title')} count={people.length}>
      <Table label={t('title')} className="md:[&_td:not(:last-child)]:pr-9 md:[&_th:not(:last-child)]:pr-9">
        <thead><tr><Th>{t('name')}</Th><Th phone={false}>{t('signsIn')}</Th><Th>{t('role')}</Th><Th phone={false}>{t('may')}</Th><Th phone={false}>{t('seen')}</Th><Th><span className="sr-only">{t('more')}</span></Th></tr></thead>
        <tbody>{people.map((person) => <PersonRow key={person.id} person={person} {...given} onLink={setLink} />)}</tbody>
      </Table>
      {link !== undefined && <OneTimeLinkView key={link.link} {...link} />}
    </Section>
  )
}

function PersonRow({ person, roles, meId, mayWrite, provider, onLink }: { person: PersonView; onLink: (link: OneTimeLink) => void } & Given): JSX.Element {
  const t = useTranslations('settings.people')
  const [failure, setFailure] = useState<string>()
  const isMe = person.id === meId
  return (
    <tr>
      <Td name wrap="phone" className="py-1 max-md:wrap-anywhere">
        {person.name}{isMe && <span className="font-normal text-ink-3"> {t('you')}</span>}
        <span className="block text-label font-normal text-ink-3">{person.email}</span>
        {person.isDisabled && <span className="block font-normal"><Status glyph="suspended">{t('disabled')}</Status></span>}
      </Td>
      <Td phone={false} className="text-ink-2">{person.source === 'oidc' ? provider ?? 'OIDC' : t('password')}</Td>
      <Td className="py-1">
        <RoleCell person={person} roles={roles} canChange={mayWrite && !isMe && person.source === 'local'} failure={failure} onFailure={setFailure} />
        {failure !== undefined && <div role="alert" className="mt-1 max-w-60 whitespace-normal"><FieldError>{failure}</FieldError></div>}
      </Td>
      <Td phone={false} className="w-full text-ink-2">{t(`mayDo.${person.role}`)}</Td>
      <Td phone={false} className="text-ink-2">{person.seenAt === undefined ? t('notSignedIn') : <Age at={person.seenAt} />}</Td>
      <Td className="text-right">{mayWrite && <PersonMenu person={person} isMe={isMe} provider={provider} onFailure={setFailure} onLink={(link) => onLink({ name: person.name, link, for: 'reset' })} />}</Td>
    </tr>
  )
}

function RoleCell({ person, roles, canChange, failure, onFailure }: {
  person: PersonView; roles: readonly Role[]; canChange: boolean; failure: string | undefined; onFailure: (words: string | undefined) => void
}): JSX.Element {
  const t = useTranslations('settings.people')
  const roleName = useTranslations('shell.roles')
  const words = useFailureWords()
  const isAwake = useAwake()
  const [isBusy, startChange] = useTransition()
  const change = (chosen: string): void => startChange(async () => {
    const role = roles.find((each) => each === chosen)
    if (role === undefined) return
    const result = await setPersonRole({ personId: person.id, role })
    onFailure(result.ok ? undefined : words(result.error, person.name))
  })
  if (!canChange) return <>{roleName(person.role)}{person.source === 'oidc' && <span className="block text-label text-ink-3">{t('byGroups')}</span>}</>
  return (
    // The key takes the select back to what is saved after a refusal.
    <Select key={`${person.role} ${failure ?? ''}`} aria-label={t('roleOf', { name: person.name })} className="w-32" defaultValue={person.role} disabled={isBusy || !isAwake} onChange={(event) => change(event.target.value)}>
      {roles.map((role) => <option key={role} value={role}>{roleName(role)}</option>)}
    </Select>
  )
}
