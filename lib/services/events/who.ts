// Everybody whom the audit speaks of, also those who have no account any more.
import 'server-only'
import { z } from 'zod'
import { listEventActors } from '../../db/events.ts'
import { query, type Verb } from '../command.ts'

/** By name. */
export const who: Verb<Record<string, never>, { id: string; name: string }[]> = query({
  permission: 'event:read',
  input: z.object({}),
  run: ({ tx }) => listEventActors(tx),
})
