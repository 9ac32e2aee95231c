// One revision with its spec and findings.
import 'server-only'
import { z } from 'zod'
import { findRevision, headRevision } from '../../db/revisions.ts'
import { AppError } from '../../errors.ts'
import { query, type Verb } from '../command.ts'
import type { RevisionView } from '../views.ts'
import { RevisionNumber } from './fields.ts'
import { toView } from './view.ts'

export const GetRevision = z.object({ stackId: z.string(), number: z.union([RevisionNumber, z.literal('head')]) })
export type GetRevision = z.input<typeof GetRevision>

/** NOT_FOUND when there is no such revision, or none yet when the head is asked for. */
export const get: Verb<GetRevision, RevisionView> = query({
  permission: 'revision:read',
  input: GetRevision,
  async run({ tx }, { stackId, number }) {
    const revision = number === 'head' ? await headRevision(tx, stackId) : await findRevision(tx, stackId, number)
    if (!revision) throw new AppError('NOT_FOUND', number === 'head' ? 'This stack has no revision yet.' : `There is no revision ${number}.`)
    return toView(revision)
  },
})
