// The document: language, theme, fonts, and what every page needs in the browser.
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { getLocale } from 'next-intl/server'
import type { JSX, ReactNode } from 'react'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { THEME_COOKIE, themeOf } from '#components/shell/theme.ts'
import { fontVariables } from './fonts.ts'
import './globals.css'
import { Providers } from './providers.tsx'

export const metadata: Metadata = { title: { default: 'Gauntlet', template: '%s · Gauntlet' }, robots: { index: false } }

export const viewport: Viewport = {
  themeColor: [{ media: '(prefers-color-scheme: light)', color: '#fdfdfe' }, { media: '(prefers-color-scheme: dark)', color: '#131518' }],
}

export default async function RootLayout({ children }: { children: ReactNode }): Promise<JSX.Element> {
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value)
  return (
    <html lang={await getLocale()} data-theme={theme} className={fontVariables}>
      <body>
        <ClientMessages namespaces={[]}>
          <Providers>{children}</Providers>
        </ClientMessages>
      </body>
    </html>
  )
}
