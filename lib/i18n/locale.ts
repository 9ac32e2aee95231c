// The languages of the product, and which one a reader gets.
import type { Locale } from '../text.ts'

export const LOCALES = ['en', 'ko'] as const satisfies readonly Locale[]

export const LOCALE_COOKIE = 'locale'

/** The language of a request: the cookie when it names one, else the best of Accept-Language, else English. */
export function localeOf({ cookie, acceptLanguage }: { cookie: string | undefined; acceptLanguage: string | null }): Locale {
  return known(cookie) ?? fromHeader(acceptLanguage) ?? 'en'
}

function fromHeader(header: string | null): Locale | undefined {
  const wishes = (header ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().split(';')
    const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find((value) => value !== undefined)
    return { locale: known(tag.toLowerCase().split('-')[0]), quality: quality === undefined ? 1 : Number(quality) }
  })
  const best = wishes.filter((wish) => wish.locale !== undefined && wish.quality > 0).toSorted((a, b) => b.quality - a.quality)
  return best[0]?.locale
}

function known(word: string | undefined): Locale | undefined {
  return LOCALES.find((locale) => locale === word)
}
