// One sentence in both languages of the product. Domain knowledge (flag help, findings) speaks through it;
// page furniture speaks through the message catalogues in lib/i18n. What reads one from outside is text-schema.ts.

export type Text = { en: string; ko: string }

export type Locale = keyof Text

/** Builds a Text from its English and Korean wording. */
export function text(en: string, ko: string): Text {
  return { en, ko }
}
