// What next-intl uses for one request: language, messages, time zone, and the moment that ages are counted from.
import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { LOCALE_COOKIE, localeOf } from './locale.ts'
import { messagesOf } from './messages.ts'

export default getRequestConfig(async () => {
  const locale = localeOf({
    cookie: (await cookies()).get(LOCALE_COOKIE)?.value,
    acceptLanguage: (await headers()).get('accept-language'),
  })
  return { locale, messages: messagesOf(locale), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, now: new Date() }
})
