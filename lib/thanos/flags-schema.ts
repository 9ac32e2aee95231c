// The flags of a kind as a schema: the same table as the catalogue, for what reads flags by name from outside.
import { z } from 'zod'
import { flagsOf, type TABLES } from './catalogue.ts'
import type { Flag } from './flag.ts'
import type { Kind } from './kind.ts'
import { valueProblem } from './value-problem.ts'

/** The flags of a kind with the values that its schema accepts: a list where a flag may be repeated, a boolean, else text. */
export type FlagValues<K extends Kind> = {
  [N in keyof (typeof TABLES)[K]]?: (typeof TABLES)[K][N] extends { repeatable: true } ? string[]
    : (typeof TABLES)[K][N] extends { type: 'boolean' } ? boolean : string
}

/** A schema for a kind's flags by name; unknown names are refused, values are judged as valueProblem() does (its English text). */
export function flagsSchema<K extends Kind>(kind: K): z.ZodType<FlagValues<K>> {
  const fields = Object.entries(flagsOf(kind)).map(([name, flag]) => [name, valueSchema(flag).optional()] as const)
  // The shape is made from the table at run time, where TypeScript can't follow; FlagValues says the same of the same table.
  return z.strictObject(Object.fromEntries(fields)) as unknown as z.ZodType<FlagValues<K>>
}

function valueSchema(flag: Flag): z.ZodType {
  if (flag.type === 'boolean') return z.boolean()
  const one = z.string().superRefine((value, context) => {
    const problem = valueProblem(flag, value)
    if (problem) context.addIssue({ code: 'custom', message: problem.en, params: { text: problem } })
  })
  return flag.repeatable ? z.array(one) : one
}
