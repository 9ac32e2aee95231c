// Settings: tokens of the API, one's own and, for admins, everybody's.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { TokenForm } from '#components/settings/token-form.tsx'
import { TokenTable } from '#components/settings/token-table.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { Link } from '#components/ui/link.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { env } from '#lib/env.ts'
import { routes } from '#lib/routes.ts'
import { list as listStacks } from '#lib/services/stacks/list.ts'
import { givable } from '#lib/services/tokens/create.ts'
import { listAll, listMine } from '#lib/services/tokens/list.ts'
import { TOKEN_SCOPES } from '#lib/token-scope.ts'
import { signedIn } from '../../signed-in.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings.tokens'))('title') }
}

export default async function TokensPage(): Promise<JSX.Element> {
  const actor = await signedIn()
  const isAdmin = isAllowed(actor.role, 'people:read')
  const [tokens, stacks] = await Promise.all([isAdmin ? listAll(actor, {}) : listMine(actor, {}), listStacks(actor, {})])
  const t = await getTranslations('settings.tokens')
  const pages = await getTranslations('shell.pages')
  const scopes = givable(actor.role)
  const open = tokens.filter(({ state }) => state === 'open').length
  return (
    <Page title={pages('settings')} tabs={<SettingsTabs current="tokens" />}>
      <Verdict sub={t.rich('what', { link: (words) => <Link href={routes.apiReference()} className="link underline">{words}</Link> })}>{t(isAdmin ? 'verdictAll' : 'verdict', { count: open })}</Verdict>
      <ClientMessages namespaces={['settings']}>
        <div className="grid gap-6">
          {tokens.length > 0 && <TokenTable tokens={tokens} showsOwners={isAdmin} mayRevokeAll={isAllowed(actor.role, 'people:write')} />}
          <TokenForm scopes={scopes} beyond={TOKEN_SCOPES.length - scopes.length} stacks={stacks.map(({ slug, name }) => ({ slug, name }))} url={env().publicUrl + routes.api.v1('stacks')} />
        </div>
      </ClientMessages>
    </Page>
  )
}
