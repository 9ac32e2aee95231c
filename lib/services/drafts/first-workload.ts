// Where editing begins: the first workload of what the asker has before them, their draft or else the newest revision.
import 'server-only'
import { z } from 'zod'
import { findDraft } from '../../db/drafts.ts'
import { findRevision, headRevision } from '../../db/revisions.ts'
import { specOf } from '../../thanos/draft.ts'
import { specObjectId, workloads } from '../../thanos/spec.ts'
import { query, type Verb } from '../command.ts'
import { stackOf } from './view.ts'

/** The objectId of the first workload; null when there is none. */
export const firstWorkload: Verb<{ slug: string }, string | null> = query({
  permission: 'revision:read',
  input: z.object({ slug: z.string() }),
  async run({ tx, actor }, { slug }) {
    const stack = await stackOf(tx, slug)
    const found = await findDraft(tx, { stackId: stack.id, personId: actor.id })
    const kept = found?.isUnreadable ? undefined : found
    const base = kept?.baseNumber === undefined ? undefined : await findRevision(tx, stack.id, kept.baseNumber)
    const head = kept === undefined ? await headRevision(tx, stack.id) : undefined
    const spec = kept === undefined ? head?.spec : specOf({ steps: kept.steps, undone: [], ...(base === undefined ? {} : { base }) })
    const [first] = spec === undefined ? [] : workloads(spec)
    return first === undefined ? null : specObjectId(first)
  },
})
