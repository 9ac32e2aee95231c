// What differs between two revisions of a stack.
import 'server-only'
import { z } from 'zod'
import { diffSpecs } from '../../thanos/spec-diff.ts'
import { query, type Verb } from '../command.ts'
import type { CompareView } from '../views.ts'
import { RevisionRef } from './fields.ts'
import { resolve } from './resolve.ts'
import { toView } from './view.ts'

export const CompareRevisions = z.object({ stackId: z.string(), from: RevisionRef, to: RevisionRef })
export type CompareRevisions = z.input<typeof CompareRevisions>

/** Each side by its number, "head", "applied" or a label. NOT_FOUND says which of them there is not. */
export const compare: Verb<CompareRevisions, CompareView> = query({
  permission: 'revision:read',
  input: CompareRevisions,
  async run({ tx }, { stackId, from, to }) {
    const [left, right] = await Promise.all([resolve(tx, stackId, from), resolve(tx, stackId, to)])
    return { from: toView(left), to: toView(right), changes: diffSpecs(left.spec, right.spec) }
  },
})
