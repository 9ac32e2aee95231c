// The findings of a stack that are accepted, and those whose acceptance has ended by its date.
import 'server-only'
import { z } from 'zod'
import { listOpenAcceptances } from '../../db/acceptances.ts'
import type { Acceptance } from '../../thanos/acceptance.ts'
import { query, type Verb } from '../command.ts'
import { MOST_HOLDING } from './accept.ts'
import { toView } from './view.ts'

export const ListAcceptances = z.object({ stackId: z.string() })

/** All that hold (there are at most MOST_HOLDING), and as many of those that ended by their date as fit beside them, the latest first. */
export const acceptances: Verb<z.input<typeof ListAcceptances>, Acceptance[]> = query({
  permission: 'revision:read',
  input: ListAcceptances,
  run: async ({ tx }, { stackId }) => (await listOpenAcceptances(tx, { stackId, limit: MOST_HOLDING })).map(toView),
})
