// Puts flags, placeholders and references of a domain sentence between backticks, so that they are shown as code wherever they stand.
import type { Text } from '#lib/text.ts'

const CODE = /`[^`]*`|--[a-zA-Z][\w.-]*\w(?:=(?:\$\([^)]*\)|"[^"]*"|[^\s,;:()."\p{Script=Hangul}]|[:.,](?=[\w/]))*)?|\$[{(][^})]*[})]/gu

/** The sentence in both languages; what is between backticks already stays as it is. */
export function withCode({ en, ko }: Text): Text {
  return { en: mark(en), ko: mark(ko) }
}

function mark(words: string): string {
  return words.replaceAll(CODE, (piece) => (piece.startsWith('`') ? piece : `\`${piece}\``))
}
