'use client'
// Tokens of the API: what each may, when it was used, and ending it.
import { useNow, useTranslations } from 'next-intl'
import { type JSX, useState, useTransition } from 'react'
import { revokeToken } from '#lib/actions/tokens.ts'
import type { TokenView } from '#lib/services/views.ts'
import { Age } from '../ui/age.tsx'
import { Button } from '../ui/button.tsx'
import { Code } from '../ui/code.tsx'
import { Dialog, DialogClose } from '../ui/dialog.tsx'
import { FieldError } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { Status } from '../ui/status.tsx'
import { Table, Td, Th } from '../ui/table.tsx'

type Given = { showsOwners: boolean; mayRevokeAll: boolean }
const DAY_MS = 86_400_000

/** Open ones first, then those that are over. */
export function TokenTable({ tokens, ...given }: { tokens: readonly TokenView[] } & Given): JSX.Element {
  const t = useTranslations('settings.tokens')
  const sorted = [...tokens.filter(({ state }) => state === 'open'), ...tokens.filter(({ state }) => state !== 'open')]
  return (
    <Section title={t('title')} count={tokens.length}>
      <Table label={t('title')} className="md:[&_td:not(:last-child)]:pr-9 md:[&_th:not(:last-child)]:pr-9">
        <thead>
          <tr>
            <Th>{t('name')}</Th>{given.showsOwners && <Th phone={false}>{t('owner')}</Th>}<Th>{t('scopes')}</Th><Th phone={false} className="w-full">{t('stacks')}</Th><Th phone={false}>{t('used')}</Th>
            <Th>{t('ends')}</Th><Th><span className="sr-only">{t('revokeHead')}</span></Th>
          </tr>
        </thead>
        <tbody>{sorted.map((token) => <TokenRow key={token.id} token={token} {...given} />)}</tbody>
      </Table>
    </Section>
  )
}

function TokenRow({ token, showsOwners, mayRevokeAll }: { token: TokenView } & Given): JSX.Element {
  const t = useTranslations('settings.tokens')
  return (
    <tr>
      <Td name wrap="phone" className="py-1 max-md:wrap-anywhere">
        {token.name}
        <span className="block text-label font-normal text-ink-3"><Code>{token.hint}…</Code></span>
        {showsOwners && <span className="block text-label font-normal text-ink-3 md:hidden">{token.owner}</span>}
      </Td>
      {showsOwners && <Td phone={false}>{token.owner}</Td>}
      <Td wrap="phone">{token.scopes.map((scope) => t(`scope.${scope}`)).join(', ')}</Td>
      <Td phone={false} className="text-ink-2">{token.stacks === undefined ? t('everyStack') : token.stacks.join(', ')}</Td>
      <Td phone={false} className="text-ink-2">{token.usedAt === undefined ? t('never') : <Age at={token.usedAt} />}</Td>
      <Td className="text-ink-2"><Ends token={token} /></Td>
      <Td className="text-right">{token.state !== 'revoked' && (token.isMine || mayRevokeAll) && <Revoke token={token} />}</Td>
    </tr>
  )
}

function Ends({ token: { state, expiresAt } }: { token: TokenView }): JSX.Element {
  const t = useTranslations('settings.tokens')
  const days = Math.ceil((Date.parse(expiresAt) - useNow().getTime()) / DAY_MS)
  if (state !== 'open') return <Status glyph="suspended" tone="unknown">{t(`state.${state}`)}</Status>
  return <time dateTime={expiresAt} title={expiresAt.slice(0, 16).replace('T', ' ')}>{days <= 1 ? t('today') : t('in', { days })}</time>
}

function Revoke({ token: { id, name } }: { token: TokenView }): JSX.Element {
  const t = useTranslations('settings.tokens')
  const [isBusy, start] = useTransition()
  const [isAsked, setIsAsked] = useState(false)
  const [failure, setFailure] = useState<string>()
  const revoke = (): void => start(async () => {
    const result = await revokeToken({ tokenId: id })
    if (result.ok) setIsAsked(false)
    else setFailure(result.error.message)
  })
  return (
    <Dialog
      open={isAsked}
      onOpenChange={(open) => { setIsAsked(open); setFailure(undefined) }}
      trigger={<Button size="small" variant="quiet" aria-label={t('revokeOf', { name })}>{t('revoke')}</Button>}
      title={t('revokeTitle', { name })}
      description={<><p>{t('revokeWhy')}</p>{failure !== undefined && <div role="alert" className="mt-2"><FieldError>{failure}</FieldError></div>}</>}
      footer={<><DialogClose><Button>{t('cancel')}</Button></DialogClose><Button variant="primary" busy={isBusy} onClick={revoke}>{t('revokeVerb')}</Button></>}
    />
  )
}
