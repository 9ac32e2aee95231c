// The history of a stack, newest first, narrowed by what is known of a revision.
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
  /** Name of who saved. */
  author: z.string().max(200).optional(),
  /** A label, or "*" for every revision that has one. */
  label: z.string().max(40).optional(),
  /** Stands somewhere in the message; "r12" and "12" mean that revision, too. */
  text: z.string().max(200).regex(/^\P{Cc}*$/u).optional(),
  /** Saved at or after this moment, and before that one. ISO. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})
export type ListRevisions = z.input<typeof ListRevisions>

export const list: Verb<ListRevisions, Page<RevisionSummary>> = query({
  permission: 'revision:read',
  input: ListRevisions,
  async run({ tx }, { stackId, after, limit, author, label, text, from, to }) {
    const rows = await listRevisions(tx, {
      stackId, limit: limit + 1, ...(after === undefined ? {} : { before: after }),
      filter: {
        ...(author === undefined ? {} : { author }), ...(text === undefined ? {} : { text }),
        ...(label === '*' ? { isLabelled: true } : {}), ...(label === undefined || label === '*' ? {} : { label }),
        ...(from === undefined ? {} : { from: new Date(from) }), ...(to === undefined ? {} : { to: new Date(to) }),
      },
    })
    const items = rows.slice(0, limit).map(toSummary)
    const last = items.at(-1)
    return { items, ...(rows.length > limit && last ? { next: String(last.number) } : {}) }
  },
})
