// Tells next-intl our languages and keys, so that an unknown key or language does not compile. Types only.
import type { Locale } from '../text.ts'
import type { Messages as AllMessages } from './messages.ts'

declare module 'next-intl' {
  // Merging into next-intl's own declaration takes an interface.
  interface AppConfig {
    Locale: Locale
    Messages: AllMessages
  }
}
