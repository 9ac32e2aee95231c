'use client'
// Makes the one-time link that lets a person in. The link is shown once: whoever has it is that person.
import { useTranslations } from 'next-intl'
import { type JSX, useRef, useState } from 'react'
import { invitePerson } from '#lib/actions/people.ts'
import type { Failure } from '#lib/result.ts'
import type { Role } from '#lib/services/views.ts'
import { Button } from '../ui/button.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Section } from '../ui/section.tsx'
import { Select } from '../ui/select.tsx'
import { type OneTimeLink, OneTimeLinkView } from './one-time-link.tsx'

/** The form, and below it the link of the last invitation. */
export function InviteForm({ roles }: { roles: readonly Role[] }): JSX.Element {
  const t = useTranslations('settings.people')
  const roleName = useTranslations('shell.roles')
  const form = useRef<HTMLFormElement>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const [invited, setInvited] = useState<OneTimeLink>()
  const submit = async (data: FormData): Promise<void> => {
    const role = roles.find((each) => each === data.get('role'))
    if (role === undefined) return
    setIsBusy(true)
    const name = String(data.get('name'))
    const result = await invitePerson({ name, email: String(data.get('email')), role })
    setIsBusy(false)
    setFailure(result.ok ? undefined : result.error)
    if (!result.ok) return
    setInvited({ name, link: result.value.link, for: 'invite' })
    form.current?.reset()
  }
  return (
    <Section title={t('invite')} aside={t('inviteAside')}>
      <form ref={form} className="grid items-end gap-3 pt-3 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_140px_auto]" onSubmit={(event) => { event.preventDefault(); void submit(new FormData(event.currentTarget)) }}>
        <Field label={t('name')}>{(control) => <Input {...control} name="name" required maxLength={100} />}</Field>
        <Field label={t('email')}>{(control) => <Input {...control} name="email" type="email" required />}</Field>
        <Field label={t('role')}>{(control) => <Select {...control} name="role" defaultValue="operator">{roles.map((role) => <option key={role} value={role}>{roleName(role)}</option>)}</Select>}</Field>
        <Button type="submit" variant="primary" busy={isBusy}>{t('inviteButton')}</Button>
      </form>
      {failure !== undefined && <ErrorPanel title={failure.code === 'CONFLICT' ? t('hasAccount') : failure.message} />}
      {invited !== undefined && <OneTimeLinkView key={invited.link} {...invited} />}
    </Section>
  )
}
