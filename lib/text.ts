// One sentence in both languages of the product. Domain knowledge (flag help, findings) speaks through it;
// page furniture speaks through the message catalogues in lib/i18n.
import { z } from 'zod'

export const Text = z.object({ en: z.string(), ko: z.string() })
export type Text = z.infer<typeof Text>

export type Locale = keyof Text

/** Builds a Text from its English and Korean wording. */
export function text(en: string, ko: string): Text {
  return { en, ko }
}
