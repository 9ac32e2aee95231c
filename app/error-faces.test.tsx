// Every page has a boundary above it that catches its failure, says under which id the log has the cause, and how to go on.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { Failure } from '#components/shell/failure.tsx'
import { LOCALES } from '#lib/i18n/locale.ts'

const PAGES = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((path) => /(?:^|\/)page\.tsx$/.test(path)).map((path) => dirname(path)).toSorted()

/** The source of the error.tsx that Next shows for a page: the nearest one at or above its folder. */
function boundaryOf(folder: string): string | undefined {
  const path = join(import.meta.dirname, folder, 'error.tsx')
  if (existsSync(path)) return readFileSync(path, 'utf8')
  return folder === '.' ? undefined : boundaryOf(dirname(folder))
}

it('finds the pages', () => {
  expect(PAGES.length).toBeGreaterThan(35)
})

it.each(PAGES)('%s: what fails is shown with the id of its line in the log', (folder) => {
  // `retry` asks the server again; `reset` draws the same failure once more.
  expect(boundaryOf(folder)).toMatch(/<Failure digest=\{error\.digest\} onRetry=\{retry\} \/>/)
})

// The frame stays, so that there is a way on.
it.each(PAGES.filter((folder) => folder.startsWith('(console)')))('%s: what fails stays inside the frame', (folder) => {
  expect(boundaryOf(folder)).toMatch(/<Page\b/)
})

it.each(LOCALES)('the failure names its id, offers to try again and leads home (%s)', (locale) => {
  const written = (name: string): string => readFileSync(join(import.meta.dirname, `../lib/i18n/messages/${locale}/${name}.json`), 'utf8')
  const messages = { shell: JSON.parse(written('shell')), ui: JSON.parse(written('ui')) }
  const draw = (digest: string | undefined): string => renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} messages={messages} timeZone="UTC" now={new Date(0)}><Failure digest={digest} onRetry={() => undefined} /></NextIntlClientProvider>,
  )
  expect(draw('4711')).toMatch(/role="alert".*4711.*<button.*href="\/"/s)
  expect(draw(undefined)).not.toContain('undefined')
})
