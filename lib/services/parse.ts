// The input of a verb against its shape; what is wrong with it is said in both languages.
import type { z } from 'zod'
import { ko } from 'zod/locales'
import { AppError } from '../errors.ts'
import { saidText } from '../said.ts'
import { text } from '../text.ts'
import { Text } from '../text-schema.ts'

const KOREAN = ko().localeError
type Issue = { path: string; words: Text }

/** The parsed input. INVALID when it has the wrong shape; `details.issues` are the paths and English messages. */
export function parse<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const issues = issuesOf(schema, given, parsed.error.issues)
  const sentence = (locale: keyof Text): string => issues.map(({ path, words }) => path === '' ? words[locale] : `${path}: ${words[locale]}`).join('; ')
  throw new AppError('INVALID', text(sentence('en'), sentence('ko')), { details: { issues: issues.map(({ path, words }) => ({ path, message: words.en })) } })
}

/** What a schema says of its own stays English in zod's Korean, so that our sentences are looked up. */
function issuesOf(schema: z.ZodType, given: unknown, english: readonly z.core.$ZodIssue[]): Issue[] {
  const korean = schema.safeParse(given, { error: KOREAN }).error?.issues ?? []
  return english.map((issue, index) => {
    const own = issue.code === 'custom' ? Text.safeParse(issue.params?.text).data : undefined
    const words = own ?? saidText(issue.message) ?? text(issue.message, korean[index]?.message ?? issue.message)
    return { path: issue.path.map(String).join('.'), words }
  })
}
