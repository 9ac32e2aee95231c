// By what the history of a stack can be narrowed, and which revisions have names.
import 'server-only'
import { z } from 'zod'
import { listLabels } from '../../db/revision-labels.ts'
import { headRevisionNumber, revisionAuthors } from '../../db/revisions.ts'
import { query, type Verb } from '../command.ts'
import type { HistoryFacets } from '../views.ts'

export const GetFacets = z.object({ stackId: z.string() })
export type GetFacets = z.input<typeof GetFacets>

export const facets: Verb<GetFacets, HistoryFacets> = query({
  permission: 'revision:read',
  input: GetFacets,
  async run({ tx }, { stackId }) {
    const [authors, labels, total] = await Promise.all([revisionAuthors(tx, stackId), listLabels(tx, stackId), headRevisionNumber(tx, stackId)])
    return { authors, labels: labels.map(({ name, number, author, setAt }) => ({ name, number, author: author.name, setAt: setAt.toISOString() })), total }
  },
})
