// Adopting what was found: its objects become the caller's draft of a stack, new or there already, and go the way of every import from there.
import 'server-only'
import { z } from 'zod'
import { permits } from '../../auth/permissions.ts'
import { Connection } from '../../connection.ts'
import { findDraft } from '../../db/drafts.ts'
import { findStack, type StackRow } from '../../db/stacks.ts'
import type { Tx } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import { toYaml } from '../../manifest/yaml.ts'
import { text } from '../../text.ts'
import type { Adoption } from '../../thanos/adopt.ts'
import type { ImportSource } from '../../thanos/draft.ts'
import { renderObject } from '../../thanos/render.ts'
import { specObjectId } from '../../thanos/spec.ts'
import { operation, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import { keep } from '../drafts/keep.ts'
import { create } from '../stacks/create.ts'
import { Namespace, Slug, StackName } from '../stacks/fields.ts'
import { gather } from './gather.ts'

export const AdoptFound = z.object({
  connection: Connection,
  namespace: Namespace,
  /** objectIds of the workloads. */
  workloads: z.array(z.string().min(1)).min(1).max(2000),
  /** A stack that is there, by its slug; or the name and slug of a new one. */
  into: z.discriminatedUnion('kind', [z.object({ kind: z.literal('stack'), slug: z.string() }), z.object({ kind: z.literal('new'), name: StackName, slug: Slug })]),
})
export type AdoptFound = z.input<typeof AdoptFound>
export type Adopted = { slug: string; objects: number; unread: string[] }

/** CONFLICT when the caller has a draft on the stack already, INVALID when the stack is elsewhere, NOT_FOUND when a workload is gone. */
export const adopt: Verb<AdoptFound, Adopted> = operation({
  name: 'stack.adopt',
  permission: 'revision:write',
  input: AdoptFound,
  about: ({ into }) => ({ subject: into.slug }),
  async run({ reader, actor, now }, { connection, namespace, workloads, into }) {
    const existing = into.kind === 'stack' ? await stackAt(reader, { slug: into.slug, connection, namespace }) : undefined
    if (existing && await findDraft(reader, { stackId: existing.id, personId: actor.id })) {
      throw new AppError('CONFLICT', text(`You have a draft on ${existing.name} already. Save or discard it first.`, `${existing.name}에 이미 초안이 있습니다. 먼저 저장하거나 버리세요.`))
    }
    // Before the cluster is asked: whoever may make no stack may not look around there either.
    if (!existing && !permits(actor, 'stack:create')) throw new AppError('FORBIDDEN', text('Only an admin may make a new stack. Choose one that is there.', '새 스택은 관리자만 만들 수 있습니다. 이미 있는 스택을 고르세요.'))
    const { adoption, unread } = await gather(clusterOf(existing?.connection ?? connection), namespace, workloads)
    const { objects } = adoption.spec
    const stack = existing ?? await create(actor, { name: into.kind === 'new' ? into.name : '', slug: into.slug, namespace, connection })
    const step = {
      kind: 'import' as const, label: text(`Adopt ${workloads.length} from ${namespace}`, `${namespace}에서 ${workloads.length}개 가져오기`),
      mode: 'merge' as const, objects, source: sourceOf(adoption, namespace, now),
    }
    const kept = await keep(actor, { slug: stack.slug, over: null, base: stack.head ?? null, steps: { from: 0, items: [step] }, undone: { from: 0, items: [] }, edits: objects.length })
    if (!kept.kept) throw new AppError('CONFLICT', text('A draft was begun on this stack meanwhile. Open it.', '그사이 이 스택에서 초안이 시작되었습니다. 여세요.'))
    return { slug: stack.slug, objects: objects.length, unread }
  },
})

async function stackAt(reader: Tx, { slug, connection, namespace }: { slug: string; connection: Connection; namespace: string }): Promise<StackRow> {
  const stack = await findStack(reader, { slug })
  if (!stack) throw new AppError('NOT_FOUND', text('There is no such stack.', '그런 스택이 없습니다.'))
  if (JSON.stringify(stack.connection) === JSON.stringify(connection) && stack.namespace === namespace) return stack
  throw new AppError('INVALID', text(`${stack.name} is another cluster or namespace than what was found. Choose a stack of ${namespace} there, or make a new one.`, `${stack.name}은(는) 찾은 곳과 클러스터나 네임스페이스가 다릅니다. 그곳 ${namespace}의 스택을 고르거나 새로 만드세요.`))
}

/** What was read, as text: findings point at its lines. Objects with credentials are none of it. */
function sourceOf({ spec, notManaged }: Adoption, namespace: string, now: Date): ImportSource {
  const file = `${namespace} (cluster)`
  let line = 1
  const parts = spec.objects.filter(({ type }) => type !== 'reference').map((object) => {
    const yaml = `---\n${toYaml(renderObject(object))}`
    const place = [specObjectId(object), { file, line: line + 1 }] as const
    line += yaml.split('\n').length - 1
    return { yaml, place }
  })
  return { files: [{ name: file, text: parts.map(({ yaml }) => yaml).join('') }], places: Object.fromEntries(parts.map(({ place }) => place)), notManaged, readAt: now.toISOString() }
}
