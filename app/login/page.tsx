// Sign in. Who is signed in already goes home. The identity provider sends back here whom it could not let in, with the reason in the address.
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { SignInForm } from '#components/auth/sign-in-form.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { THEME_COOKIE, themeOf } from '#components/shell/theme.ts'
import { currentActor } from '#lib/auth/session.ts'
import { env } from '#lib/env.ts'
import { OidcProblem } from '#lib/oidc-problem.ts'
import { routes } from '#lib/routes.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth'))('signIn') }
}

export default async function LoginPage({ searchParams }: { searchParams: Promise<{ problem?: string | string[] }> }): Promise<JSX.Element> {
  if (await currentActor() !== undefined) redirect(routes.home())
  const t = await getTranslations('auth')
  const problem = OidcProblem.safeParse((await searchParams).problem)
  return (
    <ClientMessages namespaces={['auth']}>
      <AuthFrame title="Gauntlet" sub={t('product')} theme={themeOf((await cookies()).get(THEME_COOKIE)?.value)}>
        <SignInForm provider={env().oidc?.label} problem={problem.data} />
      </AuthFrame>
    </ClientMessages>
  )
}
