// The history of a stack, newest first.
import 'server-only'
import { z } from 'zod'
import { listRevisions } from '../../db/revisions.ts'
import { query, type Verb } from '../command.ts'
import type { Page, RevisionSummary } from '../views.ts'
import { toSummary } from './view.ts'

export const ListRevisions = z.object({
  stackId: z.string(),
  /** `next` of the page before. */
  after: z.coerce.number().int().min(1).optional(),
  limit: z.number().int().min(1).max(200).default(50),
})
export type ListRevisions = z.input<typeof ListRevisions>

export const list: Verb<ListRevisions, Page<RevisionSummary>> = query({
  permission: 'revision:read',
  input: ListRevisions,
  async run({ tx }, { stackId, after, limit }) {
    const rows = await listRevisions(tx, { stackId, limit: limit + 1, ...(after === undefined ? {} : { before: after }) })
    const items = rows.slice(0, limit).map(toSummary)
    const last = items.at(-1)
    return { items, ...(rows.length > limit && last ? { next: String(last.number) } : {}) }
  },
})
