// What is seen of a stack's installation now. Begins to look when nobody did, and waits a moment for the first answers.
import 'server-only'
import { z } from 'zod'
import { findStack } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import type { Observation } from '../../thanos/live/observation.ts'
import { query, type Verb } from '../command.ts'
import { view } from './hub.ts'

export const ObserveInput = z.object({ slug: z.string() })

/** NOT_FOUND when there is no such stack. A cluster that does not answer is an observation too: every reading says so. */
export const observe: Verb<z.input<typeof ObserveInput>, Observation> = query({
  permission: 'stack:read',
  input: ObserveInput,
  async run({ tx }, { slug }) {
    const stack = await findStack(tx, { slug })
    if (!stack) throw new AppError('NOT_FOUND', text(`There is no stack "${slug}".`, `스택 "${slug}"이(가) 없습니다.`))
    const viewing = view(stack, () => undefined)
    try {
      await viewing.firstLook
      return viewing.now()
    } finally {
      viewing.leave()
    }
  },
})
