// The Korean of the sentences that zod schemas say: zod keeps one string an issue, so a schema is given the English one, and whoever
// shows an issue asks here for both.
import { text, type Text } from './text.ts'

const KNOWN = new Map<string, Text>()

/** The English sentence, for a schema; its Korean is remembered for saidText(). */
export function said(en: string, ko: string): string {
  KNOWN.set(en, text(en, ko))
  return en
}

/** Both languages of an issue's message; undefined when it is none of ours. */
export function saidText(message: string): Text | undefined {
  return KNOWN.get(message)
}
