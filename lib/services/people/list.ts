// Everyone who can sign in.
import 'server-only'
import { z } from 'zod'
import { listPeople } from '../../db/people.ts'
import { query, type Verb } from '../command.ts'
import type { Person } from '../views.ts'

/** People by name, with their roles. */
export const list: Verb<Record<string, never>, Person[]> = query({
  permission: 'people:read',
  input: z.object({}),
  run: ({ tx }) => listPeople(tx),
})
