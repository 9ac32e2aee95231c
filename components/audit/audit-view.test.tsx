// What the audit answers in its one sentence when there is nothing in it.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { NextIntlClientProvider } from 'next-intl'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { messagesOf } from '#lib/i18n/messages.ts'
import type { Locale } from '#lib/text.ts'
import { loadAuditAddress, filterSearch } from './audit-address.ts'
import { AuditView } from './audit-view.tsx'

function empty(locale: Locale, address: string): string {
  const { event: _, ...filter } = loadAuditAddress(new URLSearchParams(address))
  const initial = { search: filterSearch(filter, undefined), events: { items: [] }, counts: { all: 0, refused: 0, failed: 0 } }
  return renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} messages={messagesOf(locale)} timeZone="UTC">
      <QueryClientProvider client={new QueryClient()}>
        <NuqsTestingAdapter searchParams={address}><AuditView initial={initial} stack={undefined} stacks={[]} people={[]} mayExport={false} mayVerify={false} /></NuqsTestingAdapter>
      </QueryClientProvider>
    </NextIntlClientProvider>,
  )
}

it.each([['en', 'Nothing has happened yet', 'No event matches'], ['ko', '아직 아무 일도 없었습니다', '맞는 이벤트가 없습니다']] as const)('an audit without any event says in %s that nothing has happened yet, and that nothing matches only with a filter', (locale, nothing, noMatch) => {
  const [bare, filtered] = [empty(locale, ''), empty(locale, 'outcome=refused')]
  expect(bare).toContain(nothing)
  expect(bare).not.toContain(noMatch)
  expect(filtered).toContain(noMatch)
  expect(filtered).not.toContain(nothing)
})
