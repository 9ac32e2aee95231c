'use client'
// Invitations that nobody has used yet.
import { useTranslations } from 'next-intl'
import { type JSX, useState, useTransition } from 'react'
import { takeBackInvite } from '#lib/actions/people.ts'
import type { InviteView } from '#lib/services/views.ts'
import { Age } from '../ui/age.tsx'
import { Button } from '../ui/button.tsx'
import { FieldError } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { Table, Td, Th } from '../ui/table.tsx'

/** The open ones, each of which can be taken back. */
export function InviteTable({ invites }: { invites: readonly InviteView[] }): JSX.Element {
  const t = useTranslations('settings.people')
  return (
    <Section title={t('invites')} count={invites.length} aside={t('invitesAside')}>
      <Table label={t('invites')} className="md:[&_td:not(:last-child)]:pr-9 md:[&_th:not(:last-child)]:pr-9">
        <thead><tr><Th>{t('name')}</Th><Th>{t('role')}</Th><Th phone={false}>{t('invitedAt')}</Th><Th><span className="sr-only">{t('takeBack')}</span></Th></tr></thead>
        <tbody>{invites.map((invite) => <InviteRow key={invite.id} invite={invite} />)}</tbody>
      </Table>
    </Section>
  )
}

function InviteRow({ invite }: { invite: InviteView }): JSX.Element {
  const t = useTranslations('settings.people')
  const roleName = useTranslations('shell.roles')
  const [isBusy, start] = useTransition()
  const [failure, setFailure] = useState<string>()
  const takeBack = (): void => start(async () => {
    const result = await takeBackInvite({ inviteId: invite.id })
    if (!result.ok) setFailure(result.error.message)
  })
  return (
    <tr>
      <Td name wrap="phone" className="py-1 max-md:wrap-anywhere">{invite.name}<span className="block text-label font-normal text-ink-3">{invite.email}</span></Td>
      <Td>{roleName(invite.role)}</Td>
      <Td phone={false} className="w-full text-ink-2"><Age at={invite.createdAt} /></Td>
      <Td className="text-right">
        <Button size="small" variant="quiet" busy={isBusy} onClick={takeBack} aria-label={t('takeBackOf', { name: invite.name })}>{t('takeBack')}</Button>
        {failure !== undefined && <div role="alert"><FieldError>{failure}</FieldError></div>}
      </Td>
    </tr>
  )
}
