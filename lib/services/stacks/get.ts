// One stack by its address.
import 'server-only'
import { z } from 'zod'
import { findStack } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { query, type Verb } from '../command.ts'
import type { StackView } from '../views.ts'

export const GetStack = z.object({ slug: z.string() })

/** NOT_FOUND when there is none. */
export const get: Verb<z.input<typeof GetStack>, StackView> = query({
  permission: 'stack:read',
  input: GetStack,
  async run({ tx }, { slug }) {
    const stack = await findStack(tx, { slug })
    if (!stack) throw new AppError('NOT_FOUND', text(`There is no stack "${slug}".`, `스택 "${slug}"이(가) 없습니다.`))
    return stack
  },
})
