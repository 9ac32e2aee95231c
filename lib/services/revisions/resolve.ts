// From how a revision is chosen to the revision itself.
import { findLabel } from '../../db/revision-labels.ts'
import { findRevision, headRevision, type RevisionRow } from '../../db/revisions.ts'
import { findStack } from '../../db/stacks.ts'
import type { Tx } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import { text, type Text } from '../../text.ts'
import type { RevisionRef } from './fields.ts'

/** The revision that `ref` means at this moment. NOT_FOUND when there is none. */
export async function resolve(tx: Tx, stackId: string, ref: RevisionRef): Promise<RevisionRow> {
  const revision = await lookUp(tx, stackId, ref)
  if (!revision) throw new AppError('NOT_FOUND', missing(ref))
  return revision
}

async function lookUp(tx: Tx, stackId: string, ref: RevisionRef): Promise<RevisionRow | undefined> {
  if (ref === 'head') return headRevision(tx, stackId)
  const number = typeof ref === 'number' ? ref : await numberOf(tx, stackId, ref)
  return number === undefined ? undefined : findRevision(tx, stackId, number)
}

async function numberOf(tx: Tx, stackId: string, ref: string): Promise<number | undefined> {
  if (ref === 'applied') return (await findStack(tx, { id: stackId }))?.applied
  return (await findLabel(tx, { stackId, name: ref }))?.number
}

function missing(ref: RevisionRef): Text {
  if (ref === 'head') return text('This stack has no revision yet.', '이 스택에는 아직 리비전이 없습니다.')
  if (ref === 'applied') return text('No revision of this stack was applied yet.', '이 스택의 리비전은 아직 적용된 적이 없습니다.')
  return typeof ref === 'number'
    ? text(`There is no revision ${ref}.`, `리비전 ${ref}이(가) 없습니다.`)
    : text(`No revision is labelled ${ref}.`, `라벨이 ${ref}인 리비전이 없습니다.`)
}
