// The connection of a stack, tested with its own namespace.
import 'server-only'
import { z } from 'zod'
import { query, type Verb } from '../command.ts'
import { stackOf } from '../drafts/view.ts'
import type { ConnectionTest } from '../views.ts'
import { test } from './test.ts'

export const TestStack = z.object({ slug: z.string(), locale: z.enum(['en', 'ko']).default('en') })

/** As `test`; NOT_FOUND when there is no such stack. */
export const testStack: Verb<z.input<typeof TestStack>, ConnectionTest> = query({
  permission: 'connection:use',
  input: TestStack,
  async run({ tx, actor }, { slug, locale }) {
    const { connection, namespace } = await stackOf(tx, slug)
    return test(actor, { connection, namespace, locale })
  },
})
