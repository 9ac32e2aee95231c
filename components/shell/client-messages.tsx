// Gives the client components below it the messages of the areas they speak of, and no others: messages are part of what a page weighs.
import { NextIntlClientProvider } from 'next-intl'
import { getLocale } from 'next-intl/server'
import type { JSX, ReactNode } from 'react'
import { messagesOf, type Namespace } from '#lib/i18n/messages.ts'

const ALWAYS: readonly Namespace[] = ['shell', 'ui']

/** Wrap a page's client components: `<ClientMessages namespaces={['edit']}>`. `shell` and `ui` are always there. */
export async function ClientMessages({ namespaces, children }: { namespaces: readonly Namespace[]; children: ReactNode }): Promise<JSX.Element> {
  const all = messagesOf(await getLocale())
  const messages = Object.fromEntries([...ALWAYS, ...namespaces].map((namespace) => [namespace, all[namespace]]))
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>
}
