// One revision with its spec and findings.
import 'server-only'
import { z } from 'zod'
import { query, type Verb } from '../command.ts'
import type { RevisionView } from '../views.ts'
import { RevisionRef } from './fields.ts'
import { resolve } from './resolve.ts'
import { toView } from './view.ts'

export const GetRevision = z.object({ stackId: z.string(), number: RevisionRef })
export type GetRevision = z.input<typeof GetRevision>

/** NOT_FOUND when there is no such revision, label, or none yet when the head is asked for. */
export const get: Verb<GetRevision, RevisionView> = query({
  permission: 'revision:read',
  input: GetRevision,
  async run({ tx }, { stackId, number }) {
    return toView(await resolve(tx, stackId, number))
  },
})
