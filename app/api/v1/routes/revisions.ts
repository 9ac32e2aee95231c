// Revisions: the history of desired state, and adding to it.
import { z } from 'zod'
import { routes } from '#lib/routes.ts'
import { said } from '#lib/said.ts'
import { edit, type EditRevision } from '#lib/services/revisions/edit.ts'
import { Message, RevisionRef } from '#lib/services/revisions/fields.ts'
import { get } from '#lib/services/revisions/get.ts'
import { list, ListRevisions } from '#lib/services/revisions/list.ts'
import { restore } from '#lib/services/revisions/restore.ts'
import { save, type SaveRevision } from '#lib/services/revisions/save.ts'
import type { Verb } from '#lib/services/command.ts'
import type { RevisionView } from '#lib/services/views.ts'
import { text } from '#lib/text.ts'
import { defineRoute, stackOf } from '../define-route.ts'
import { Cursor, EditDoc, InStack, Limit, NoQuery, page, Revision, RevisionSummary, SpecDoc } from '../schemas.ts'

const SPEC_LIMIT = 20 * 1024 * 1024
const OfRevision = InStack.extend({
  revision: z.preprocess((ref) => typeof ref === 'string' && /^\d+$/.test(ref) ? Number(ref) : ref, RevisionRef)
    .meta({ override: { type: 'string' }, description: said('A number, "head", "applied", or a label.', '번호, "head", "applied", 또는 라벨입니다.') }),
})
const { author, label, text: words, from, to } = ListRevisions.shape

export const listRevisions = defineRoute({
  method: 'GET', path: 'stacks/[stack]/revisions', name: 'listRevisions', tag: 'revisions', scope: 'read', permission: 'revision:read',
  summary: text('History, newest first', '변경 이력을 최신순으로 조회'),
  params: InStack, query: z.strictObject({ cursor: Cursor, limit: Limit, author, label, text: words, from, to }), response: page(RevisionSummary),
  verb: list, input: ({ query: { cursor, ...query }, ...asked }) => ({ ...query, stackId: stackOf(asked).id, ...(cursor === undefined ? {} : { after: cursor }) }),
  answer: (body) => ({ body, next: body.next }),
})

export const getRevision = defineRoute({
  method: 'GET', path: 'stacks/[stack]/revisions/[revision]', name: 'getRevision', tag: 'revisions', scope: 'read', permission: 'revision:read', etag: true,
  summary: text('One revision with its spec and findings', '리비전 하나를 스펙, 점검 결과와 함께 조회'),
  params: OfRevision, query: NoQuery, response: Revision,
  verb: get, input: ({ params, ...asked }) => ({ stackId: stackOf(asked).id, number: params.revision }), answer: (revision) => ({ body: toDoc(revision), etag: revision.number }),
})

/** The whole spec, or edits of it. */
const saveOrEdit: Verb<SaveRevision | EditRevision, RevisionView> = (actor, input) => 'edits' in (input ?? {})
  // Safe because only an EditRevision has edits.
  ? edit(actor, input as EditRevision)
  // Safe because whatever is no EditRevision is the other one.
  : save(actor, input as SaveRevision)

export const createRevision = defineRoute({
  method: 'POST', path: 'stacks/[stack]/revisions', name: 'createRevision', tag: 'revisions', scope: 'write', permission: 'revision:write', status: 201, ifMatch: true, etag: true,
  bodyLimit: SPEC_LIMIT,
  summary: text('Save a spec, or edits of the newest one', '스펙 전체 또는 최신 스펙의 편집을 저장'),
  description: text('Findings never stop a save. It reaches the cluster through a plan.', '점검 결과가 저장을 막지는 않습니다. 클러스터에는 계획을 거쳐 반영됩니다.'),
  params: InStack, query: NoQuery, response: Revision,
  body: z.union([z.strictObject({ message: Message, edits: z.array(EditDoc).min(1).max(1_000) }), z.strictObject({ message: Message, spec: SpecDoc })]),
  verb: saveOrEdit, input: ({ body, base, ...asked }) => ({ ...body, base, stackId: stackOf(asked).id }),
  answer: (revision, asked) => ({ body: toDoc(revision), etag: revision.number, location: addressOf(stackOf(asked).slug, revision) }),
})

export const restoreRevision = defineRoute({
  method: 'POST', path: 'stacks/[stack]/revisions/[revision]/restore', name: 'restoreRevision', tag: 'revisions', scope: 'write', permission: 'revision:write', status: 201, ifMatch: true, etag: true,
  summary: text('Save the spec of an old revision as the next one', '이전 리비전의 스펙을 다음 리비전으로 저장'),
  params: InStack.extend({ revision: z.coerce.number().int().min(1).max(2_147_483_647).describe(said('Number of the revision to go back to.', '되돌아갈 리비전 번호입니다.')) }),
  query: NoQuery, body: z.strictObject({ message: Message.optional() }), response: Revision,
  verb: restore, input: ({ body: { message }, base, params, ...asked }) => ({ stackId: stackOf(asked).id, base, number: params.revision, ...(message === undefined ? {} : { message }) }),
  answer: (revision, asked) => ({ body: toDoc(revision), etag: revision.number, location: addressOf(stackOf(asked).slug, revision) }),
})

function addressOf(slug: string, { number }: RevisionView): string {
  return routes.api.v1(`stacks/${slug}/revisions/${number}`)
}

function toDoc({ findingList, ...revision }: RevisionView): z.input<typeof Revision> {
  return { ...revision, findingList: findingList.map(({ fix, ...finding }) => ({ ...finding, hasFix: fix !== undefined })) }
}
