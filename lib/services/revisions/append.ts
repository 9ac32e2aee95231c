// Adding a revision on top of the one that its author started from. Both saving and restoring end here.
import { appendRevision, findRevision, headRevision, type RevisionRow } from '../../db/revisions.ts'
import { findStack, lockStack } from '../../db/stacks.ts'
import type { Tx } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import { findCredentials } from '../../manifest/credentials.ts'
import { text } from '../../text.ts'
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
  if (!stack) throw new AppError('NOT_FOUND', text('There is no such stack.', '그런 스택이 없습니다.'))
  const head = await headRevision(tx, stackId)
  if ((head?.number ?? 0) !== base) throw await lostRace(tx, stackId, base, head)
  refuseTooLarge(spec)
  refuseCredentials(spec)
  const before = head?.spec ?? EMPTY_SPEC
  if (head && JSON.stringify(before) === JSON.stringify(spec)) {
    throw new AppError('INVALID', text(`Nothing differs from revision ${head.number}, so there is nothing to save.`, `리비전 ${head.number}과(와) 다른 점이 없어 저장할 것이 없습니다.`))
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
  if (!head || head.number < base) return new AppError('INVALID', text(`This stack has no revision ${base} to build on.`, `이 스택에는 바탕이 될 리비전 ${base}이(가) 없습니다.`))
  const started = base === 0 ? EMPTY_SPEC : (await findRevision(tx, stackId, base))?.spec ?? EMPTY_SPEC
  const details: SaveConflict = { head: toSummary(head), spec: head.spec, theirs: diffSpecs(started, head.spec) }
  return new AppError('CONFLICT', text(`${head.author.name} saved revision ${head.number} after you opened revision ${base}.`, `리비전 ${base}을(를) 연 뒤에 ${head.author.name} 님이 리비전 ${head.number}을(를) 저장했습니다.`), { details })
}

function refuseTooLarge(spec: StackSpec): void {
  if (spec.objects.length > MOST_OBJECTS) {
    throw new AppError('INVALID', text(`A stack has at most ${MOST_OBJECTS} objects, and these are ${spec.objects.length}. Divide them into several stacks.`, `스택 하나의 오브젝트는 최대 ${MOST_OBJECTS}개인데 ${spec.objects.length}개입니다. 여러 스택으로 나누세요.`))
  }
  const characters = JSON.stringify(spec).length
  if (characters > MOST_CHARACTERS) {
    throw new AppError('INVALID', text(`A revision holds at most ${MOST_CHARACTERS / 1e6} MB, and this one has ${(characters / 1e6).toFixed(1)} MB. Divide it into several stacks.`, `리비전 하나는 최대 ${MOST_CHARACTERS / 1e6} MB인데 ${(characters / 1e6).toFixed(1)} MB입니다. 여러 스택으로 나누세요.`))
  }
}

/** A form or a bot may send anything: what carries credentials may only be referred to. */
function refuseCredentials(spec: StackSpec): void {
  const secret = spec.objects.find((object) => object.type !== 'reference' && object.object === 'Secret')
  const name = secret ? specObjectId(secret) : render(spec).find((object) => object.kind === 'Secret' || findCredentials(object).length > 0)?.metadata.name
  if (name === undefined) return
  throw new AppError('INVALID', text(`${name} holds credentials, which a revision never keeps. Refer to a Secret in the cluster instead.`, `${name}에 자격 증명이 담겨 있으며, 리비전은 이를 보관하지 않습니다. 대신 클러스터의 Secret을 참조하세요.`), { details: { object: name } })
}
