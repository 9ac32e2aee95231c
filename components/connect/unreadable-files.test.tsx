// What a page with clusters says of kubeconfig files that cannot be read.
import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { messagesOf } from '#lib/i18n/messages.ts'
import type { Locale } from '#lib/text.ts'
import type { UnreadableFile } from '#lib/services/views.ts'
import { UnreadableFiles } from './unreadable-files.tsx'

const why = { en: 'It is gone: /etc/kubeconfig', ko: '없음: /etc/kubeconfig' }
const draw = (locale: Locale, files: readonly UnreadableFile[]): string => renderToStaticMarkup(
  <NextIntlClientProvider locale={locale} messages={messagesOf(locale)} timeZone="UTC"><UnreadableFiles files={files} /></NextIntlClientProvider>,
)

it.each([
  ['en', 'missing', 'Put the file there and load this page again'], ['ko', 'missing', '파일을 그 자리에 두고'],
  ['en', 'listed', 'Mend the file or its permissions'], ['ko', 'listed', '파일이나 그 권한을 고치고'],
  ['en', 'in-folder', 'Mend it in the Secret or folder'], ['ko', 'in-folder', 'Secret이나 폴더에서 고치세요'],
] as const)('says in %s of a file that is %s which it is, what is wrong and what to do', (locale, is, todo) => {
  const drawn = draw(locale, [{ file: '/etc/kubeconfig', is, why }])
  expect(drawn).toContain(why[locale])
  expect(drawn).toContain(todo)
})

it('says nothing when all can be read', () => {
  expect(draw('en', [])).toBe('')
})
