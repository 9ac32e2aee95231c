'use client'
// What an admin can do about a person, besides the role: sessions, a new password, shutting out, removing.
import { useTranslations } from 'next-intl'
import { type JSX, useState, useTransition } from 'react'
import { disablePerson, enablePerson, offerPasswordReset, removePerson } from '#lib/actions/people.ts'
import type { ActionResult } from '#lib/result.ts'
import { routes } from '#lib/routes.ts'
import type { PersonView } from '#lib/services/views.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogClose } from '../ui/dialog.tsx'
import { FieldError } from '../ui/field.tsx'
import { Link } from '../ui/link.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { useFailureWords } from './people-failure.ts'

type Asked = 'disable' | 'remove'

/** The menu of a row, and the dialogs that it opens. `onLink` takes a link for a new password. */
export function PersonMenu({ person, isMe, provider, onLink, onFailure }: {
  person: PersonView; isMe: boolean; provider: string | undefined; onLink: (link: string) => void; onFailure: (words: string | undefined) => void
}): JSX.Element {
  const t = useTranslations('settings.people')
  const words = useFailureWords()
  const [isBusy, start] = useTransition()
  const [asked, setAsked] = useState<Asked>()
  const [refused, setRefused] = useState<string>()
  const self = isMe ? t('notYourself') : undefined
  const disabled = person.isDisabled ? t('isDisabled') : undefined
  const noReset = person.source === 'oidc' ? t('noPassword') : disabled
  const offer = (): void => start(async () => {
    const result = await offerPasswordReset({ personId: person.id })
    onFailure(result.ok ? undefined : words(result.error, person.name))
    if (result.ok) onLink(result.value.link)
  })
  const enable = (): void => start(async () => {
    const result = await enablePerson({ personId: person.id })
    onFailure(result.ok ? undefined : words(result.error, person.name))
  })
  const act = (): void => start(async () => {
    const given = { personId: person.id }
    const result: ActionResult<unknown> = asked === 'remove' ? await removePerson(given) : await disablePerson(given)
    if (result.ok) return setAsked(undefined)
    setRefused(words(result.error, person.name))
  })
  const ask = (what: Asked): void => { setRefused(undefined); setAsked(what) }
  return (
    <>
      <Menu trigger={<Button size="small" variant="quiet" busy={isBusy && asked === undefined} aria-label={t('moreOf', { name: person.name })}>{t('more')}</Button>}>
        <MenuItem asChild><Link href={routes.person(person.id)}>{t('sessions')}</Link></MenuItem>
        <MenuItem disabledReason={noReset} onSelect={offer}>{t('offerReset')}</MenuItem>
        {person.isDisabled
          ? <MenuItem onSelect={enable}>{t('enable')}</MenuItem>
          : <MenuItem disabledReason={self} onSelect={() => ask('disable')}>{t('disable')}</MenuItem>}
        <MenuItem danger disabledReason={self} onSelect={() => ask('remove')}>{t('remove')}</MenuItem>
      </Menu>
      <Dialog
        open={asked !== undefined}
        onOpenChange={(open) => { if (!open) setAsked(undefined) }}
        title={asked === 'remove' ? t('removeTitle', { name: person.name }) : t('disableTitle', { name: person.name })}
        description={(
          <>
            <p>{asked === 'remove' ? t('removeWhy') : t('disableWhy', { count: person.sessions })}</p>
            {asked === 'remove' && person.source === 'oidc' && <p className="mt-1">{t('removeOidc', { provider: provider ?? 'OIDC' })}</p>}
            {refused !== undefined && <div role="alert" className="mt-2"><FieldError>{refused}</FieldError></div>}
          </>
        )}
        footer={<><DialogClose><Button>{t('cancel')}</Button></DialogClose><Button variant="primary" busy={isBusy} onClick={act}>{t(asked === 'remove' ? 'removeVerb' : 'disableVerb')}</Button></>}
      />
    </>
  )
}
