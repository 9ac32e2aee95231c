// What differs between two revisions of a stack.
import 'server-only'
import { z } from 'zod'
import { findRevision } from '../../db/revisions.ts'
import { AppError } from '../../errors.ts'
import { diffSpecs } from '../../thanos/spec-diff.ts'
import { query, type Verb } from '../command.ts'
import type { CompareView } from '../views.ts'
import { RevisionNumber } from './fields.ts'
import { toView } from './view.ts'

export const CompareRevisions = z.object({ stackId: z.string(), from: RevisionNumber, to: RevisionNumber })
export type CompareRevisions = z.input<typeof CompareRevisions>

export const compare: Verb<CompareRevisions, CompareView> = query({
  permission: 'revision:read',
  input: CompareRevisions,
  async run({ tx }, { stackId, from, to }) {
    const [left, right] = await Promise.all([findRevision(tx, stackId, from), findRevision(tx, stackId, to)])
    if (!left || !right) throw new AppError('NOT_FOUND', `There is no revision ${left ? to : from}.`)
    return { from: toView(left), to: toView(right), changes: diffSpecs(left.spec, right.spec) }
  },
})
