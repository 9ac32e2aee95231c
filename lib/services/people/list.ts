// Everyone who can sign in, and whom a link waits for.
import 'server-only'
import { z } from 'zod'
import { listOpenInvites } from '../../db/invitations.ts'
import { listPeople } from '../../db/people.ts'
import { query, type Verb } from '../command.ts'
import type { InviteView, PersonView } from '../views.ts'
import { toPersonView } from './view.ts'

/** People by name, with their roles. */
export const list: Verb<Record<string, never>, PersonView[]> = query({
  permission: 'people:read',
  input: z.object({}),
  run: async ({ tx, now }) => (await listPeople(tx, now)).map(toPersonView),
})

/** Invitations that are open, the newest first. */
export const listInvites: Verb<Record<string, never>, InviteView[]> = query({
  permission: 'people:read',
  input: z.object({}),
  run: async ({ tx, now }) => (await listOpenInvites(tx, now)).map(({ createdAt, expiresAt, ...invite }) => (
    { ...invite, createdAt: createdAt.toISOString(), ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }) }
  )),
})
