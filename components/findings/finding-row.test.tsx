import { readFileSync } from 'node:fs'
import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { LOCALES } from '#lib/i18n/locale.ts'
import { example } from '#lib/testing/examples.ts'
import { adopt } from '#lib/thanos/adopt.ts'
import { lint } from '#lib/thanos/lint.ts'
import { FindingLine } from './finding-row.tsx'
import { entriesOf } from './findings-filter.ts'

// In another namespace the endpoints of the querier lead to nobody: each of the others is missed under the same flag.
const files = example('guide').map(({ name, text }) => ({ name, text: text.replaceAll('namespace: monitoring', 'namespace: other') }))
const { spec } = adopt(files)
const missed = lint(spec).filter(({ code }) => code === 'query/store-not-asked')

describe.each(LOCALES)('the rows of one cause (%s)', (locale) => {
  it('tell findings at one place apart', () => {
    const messages = { findings: JSON.parse(readFileSync(`lib/i18n/messages/${locale}/findings.json`, 'utf8')), ui: JSON.parse(readFileSync(`lib/i18n/messages/${locale}/ui.json`, 'utf8')) }
    const rows = entriesOf(spec, missed, { keyOf: () => 'key', stateOf: () => undefined, isNew: () => false }).map((entry) => renderToStaticMarkup(
      <NextIntlClientProvider locale={locale} messages={messages} timeZone="UTC" now={new Date(0)}>
        <FindingLine entry={entry} look="plain" isUnderCause place="thanos-query" onSelect={() => undefined} onOpen={() => undefined} />
      </NextIntlClientProvider>,
    ))
    expect(rows.length).toBeGreaterThan(1)
    expect(new Set(rows).size).toBe(rows.length)
  })
})
