// Behind a one-time link: the first admin's account, an invited person's, or a new password.
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { SetupForm } from '#components/auth/setup-form.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { THEME_COOKIE, themeOf } from '#components/shell/theme.ts'
import { ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { NEWCOMER } from '#lib/auth/actor.ts'
import { AppError } from '#lib/errors.ts'
import { routes } from '#lib/routes.ts'
import { describeLink } from '#lib/services/people/describe-link.ts'
import type { LinkView } from '#lib/services/views.ts'

export async function generateMetadata(): Promise<Metadata> {
  // The address holds a secret: it must reach no other site.
  return { title: (await getTranslations('auth'))('setUp'), referrer: 'no-referrer' }
}

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }): Promise<JSX.Element> {
  const { token } = await searchParams
  const t = await getTranslations('auth')
  const roles = await getTranslations('shell.roles')
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value)
  const link = typeof token === 'string' ? await openLink(token) : undefined
  if (typeof token !== 'string' || link === undefined) {
    return (
      <AuthFrame title="Gauntlet" sub={t('product')} theme={theme}>
        <Empty title={token === undefined ? t('noToken') : t('deadLink')} action={<ButtonLink href={routes.login()}>{t('toSignIn')}</ButtonLink>}>{t('linkHelp')}</Empty>
      </AuthFrame>
    )
  }
  return (
    <ClientMessages namespaces={['auth']}>
      <AuthFrame title={t(HEADINGS[link.purpose][0])} sub={t(HEADINGS[link.purpose][1], { role: roles(link.role), email: link.email ?? '' })} theme={theme}>
        <SetupForm token={token} link={link} />
      </AuthFrame>
    </ClientMessages>
  )
}

const HEADINGS = { setup: ['firstAdmin', 'firstAdminSub'], invite: ['invited', 'invitedSub'], reset: ['reset', 'resetSub'] } as const

async function openLink(token: string): Promise<LinkView | undefined> {
  try {
    return await describeLink(NEWCOMER, { token })
  } catch (error) {
    if (error instanceof AppError && (error.code === 'NOT_FOUND' || error.code === 'INVALID')) return undefined
    throw error
  }
}
