// Adding a revision on top of the one that its author started from. Both saving and restoring end here.
import { appendRevision, findRevision, headRevision, type RevisionRow } from '../../db/revisions.ts'
import { findStack, lockStack } from '../../db/stacks.ts'
import type { Tx } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import { findCredentials } from '../../manifest/credentials.ts'
import { lint } from '../../thanos/lint.ts'
import { render } from '../../thanos/render.ts'
import { EMPTY_SPEC, specObjectId, type StackSpec } from '../../thanos/spec.ts'
import { diffSpecs } from '../../thanos/spec-diff.ts'
import type { EventContent } from '../command.ts'
import type { SaveConflict } from '../views.ts'
import { toSummary } from './view.ts'

type Draft = { stackId: string; base: number; spec: StackSpec; message: string; restoredFrom?: number; author: { id: string; name: string }; at: Date }

/** How many changes an event tells one by one; the revisions hold all of them. */
const TOLD_CHANGES = 50

/** What a spec may be at most. The largest installations have some hundred objects; import takes 10 MB of YAML. */
const MOST_OBJECTS = 2_000
const MOST_CHARACTERS = 16_000_000

/**
 * Appends revision base + 1 with the findings of its spec, which never stop it: what exists may be broken.
 * CONFLICT with SaveConflict as details when the head is not `base` any more; INVALID when the spec is too large, holds credentials or changes nothing.
 */
export async function append(tx: Tx, { stackId, base, spec, message, restoredFrom, author, at }: Draft): Promise<{ value: RevisionRow; event: EventContent }> {
  await lockStack(tx, stackId)
  const stack = await findStack(tx, { id: stackId })
  if (!stack) throw new AppError('NOT_FOUND', 'There is no such stack.')
  const head = await headRevision(tx, stackId)
  if ((head?.number ?? 0) !== base) throw await lostRace(tx, stackId, base, head)
  refuseTooLarge(spec)
  refuseCredentials(spec)
  const before = head?.spec ?? EMPTY_SPEC
  if (head && JSON.stringify(before) === JSON.stringify(spec)) {
    throw new AppError('INVALID', `Nothing differs from revision ${head.number}, so there is nothing to save.`)
  }
  const revision = await appendRevision(tx, {
    stackId, number: base + 1, spec, findings: lint(spec), message, author, createdAt: at, ...(restoredFrom === undefined ? {} : { restoredFrom }),
  })
  const changes = diffSpecs(before, spec)
  const event: EventContent = {
    subject: `revision ${revision.number}`, stackId,
    ...(head ? { before: { revision: head.number } } : {}),
    after: {
      revision: revision.number, message, ...(restoredFrom === undefined ? {} : { restoredFrom }),
      changes: changes.slice(0, TOLD_CHANGES), ...(changes.length > TOLD_CHANGES ? { moreChanges: changes.length - TOLD_CHANGES } : {}),
    },
  }
  return { value: revision, event }
}

async function lostRace(tx: Tx, stackId: string, base: number, head: RevisionRow | undefined): Promise<AppError> {
  if (!head || head.number < base) return new AppError('INVALID', `This stack has no revision ${base} to build on.`)
  const started = base === 0 ? EMPTY_SPEC : (await findRevision(tx, stackId, base))?.spec ?? EMPTY_SPEC
  const details: SaveConflict = { head: toSummary(head), spec: head.spec, theirs: diffSpecs(started, head.spec) }
  return new AppError('CONFLICT', `${head.author.name} saved revision ${head.number} after you opened revision ${base}.`, { details })
}

function refuseTooLarge(spec: StackSpec): void {
  if (spec.objects.length > MOST_OBJECTS) {
    throw new AppError('INVALID', `A stack has at most ${MOST_OBJECTS} objects, and these are ${spec.objects.length}. Divide them into several stacks.`)
  }
  const characters = JSON.stringify(spec).length
  if (characters > MOST_CHARACTERS) {
    throw new AppError('INVALID', `A revision holds at most ${MOST_CHARACTERS / 1e6} MB, and this one has ${(characters / 1e6).toFixed(1)} MB. Divide it into several stacks.`)
  }
}

/** A form or a bot may send anything: what carries credentials may only be referred to. */
function refuseCredentials(spec: StackSpec): void {
  const secret = spec.objects.find((object) => object.type !== 'reference' && object.object === 'Secret')
  const name = secret ? specObjectId(secret) : render(spec).find((object) => object.kind === 'Secret' || findCredentials(object).length > 0)?.metadata.name
  if (name === undefined) return
  throw new AppError('INVALID', `${name} holds credentials, which a revision never keeps. Refer to a Secret in the cluster instead.`, { details: { object: name } })
}
