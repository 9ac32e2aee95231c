// The tokens of the API: one's own, and for admins everybody's.
import 'server-only'
import { z } from 'zod'
import { listApiTokens } from '../../db/api-tokens.ts'
import { query, type Verb } from '../command.ts'
import type { TokenView } from '../views.ts'
import { toViews } from './view.ts'

/** My own, the newest first. */
export const listMine: Verb<Record<string, never>, TokenView[]> = query({
  permission: 'token:own',
  input: z.object({}),
  run: async ({ tx, actor, now }) => toViews(tx, await listApiTokens(tx, actor.id), { actor, now }),
})

/** Everybody's, the newest first. */
export const listAll: Verb<Record<string, never>, TokenView[]> = query({
  permission: 'people:read',
  input: z.object({}),
  run: async ({ tx, actor, now }) => toViews(tx, await listApiTokens(tx), { actor, now }),
})
