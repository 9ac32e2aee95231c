// How long each resolution is to be kept, as the newest revision says.
import 'server-only'
import { z } from 'zod'
import { query, type Verb } from '../command.ts'
import { resolve } from '../revisions/resolve.ts'
import type { RetentionView } from '../views.ts'
import { toRetention } from './view.ts'

/** NOT_FOUND when the stack has no revision yet. */
export const get: Verb<{ stackId: string }, RetentionView> = query({
  permission: 'revision:read',
  input: z.object({ stackId: z.string() }),
  async run({ tx }, { stackId }) {
    const { number, spec } = await resolve(tx, stackId, 'head')
    return { revision: number, compactors: toRetention(spec) }
  },
})
