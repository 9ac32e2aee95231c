import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { db } from '../../db/client.ts'
import { listEvents } from '../../db/events.ts'
import type { Edit } from '../../thanos/edit.ts'
import type { Step } from '../../thanos/draft.ts'
import { someone, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { querySpec } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import { save } from '../revisions/save.ts'
import { discard } from './discard.ts'
import { get } from './get.ts'
import { keep, type KeepDraft } from './keep.ts'
import { pending } from './pending.ts'

freshDatabase()

const QUERY = 'Deployment/monitoring/thanos-query'
const minsu = someone('operator', 'minsu')
const jihye = someone('operator', 'jihye')

function step(...edits: Edit[]): Step {
  return { kind: 'edits', label: { en: 'x', ko: 'x' }, edits }
}
const timeout = (value: string): Step => step({ op: 'flag.set', object: QUERY, flag: 'query.timeout', values: [value] })

async function stackWithRevision(): Promise<{ slug: string; stackId: string }> {
  const { slug, id } = await makeStack()
  await save(minsu, { stackId: id, base: 0, spec: querySpec(), message: 'first' })
  return { slug, stackId: id }
}

function draft(slug: string, over: string | null, from: number, ...items: Step[]): KeepDraft {
  return { slug, over, base: 1, steps: { from, items }, undone: { from: 0, items: [] }, edits: from + items.length }
}

async function kept(actor: typeof minsu, input: KeepDraft): Promise<string> {
  const answer = await keep(actor, input)
  if (!answer.kept || answer.mark === null) throw new Error('not kept')
  return answer.mark
}

describe('a draft', () => {
  test('comes back whole, with the spec that it began from, also after a newer revision was saved', async () => {
    const { slug, stackId } = await stackWithRevision()
    const mark = await kept(minsu, draft(slug, null, 0, timeout('2m')))
    await save(jihye, { stackId, base: 1, spec: querySpec({ replicas: 3 }), message: 'more' })
    expect(await get(minsu, { slug })).toMatchObject({ head: 2, isSame: false, draft: { mark, base: { number: 1, spec: querySpec() }, steps: [timeout('2m')], undone: [] } })
    expect(await get(minsu, { slug, mark })).toEqual({ head: 2, isSame: true })
  })

  test('grows by what is new alone, and undo moves its steps without sending them again', async () => {
    const { slug } = await stackWithRevision()
    const first = await kept(minsu, draft(slug, null, 0, timeout('2m'), timeout('3m')))
    const second = await kept(minsu, draft(slug, first, 1, timeout('4m')))
    await kept(minsu, { ...draft(slug, second, 1), undone: { from: 0, items: [timeout('4m')] } })
    expect(await get(minsu, { slug })).toMatchObject({ draft: { steps: [timeout('2m')], undone: [timeout('4m')] } })
  })

  test('is seen by nobody else', async () => {
    const { slug } = await stackWithRevision()
    await kept(minsu, draft(slug, null, 0, timeout('2m')))
    expect(await get(jihye, { slug })).toMatchObject({ isSame: false, draft: null })
    expect((await pending(jihye, {})).length).toBe(0)
    await kept(jihye, draft(slug, null, 0, timeout('9m')))
    expect(await get(minsu, { slug })).toMatchObject({ draft: { steps: [timeout('2m')] } })
  })

  test('is refused to a viewer, for writing, reading and discarding', async () => {
    const { slug } = await stackWithRevision()
    for (const attempt of [keep(viewer, draft(slug, null, 0, timeout('2m'))), get(viewer, { slug }), discard(viewer, { slug, over: null })]) {
      await expect(attempt).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
  })

  test('that moved in another tab is not overwritten: the answer is what it is now', async () => {
    const { slug } = await stackWithRevision()
    const mark = await kept(minsu, draft(slug, null, 0, timeout('2m')))
    const newer = await kept(minsu, draft(slug, mark, 1, timeout('3m')))
    for (const answer of [await keep(minsu, draft(slug, mark, 1, timeout('4m'))), await discard(minsu, { slug, over: mark })]) {
      expect(answer).toMatchObject({ kept: false, now: { draft: { mark: newer, steps: [timeout('2m'), timeout('3m')] } } })
    }
  })

  test('of two tabs that keep their first step at once, one is kept and the other is told of it', async () => {
    const { slug } = await stackWithRevision()
    const answers = await Promise.all(['1m', '2m', '3m'].map((value) => keep(minsu, draft(slug, null, 0, timeout(value)))))
    expect(answers.filter((answer) => answer.kept)).toHaveLength(1)
  })

  test('is gone once it is discarded, or has neither steps nor undone ones', async () => {
    const { slug } = await stackWithRevision()
    const mark = await kept(minsu, draft(slug, null, 0, timeout('2m')))
    expect(await pending(minsu, {})).toContainEqual(expect.objectContaining({ edits: 1, isImport: false }))
    expect(await discard(minsu, { slug, over: mark })).toMatchObject({ kept: true, mark: null })
    expect(await get(minsu, { slug })).toMatchObject({ draft: null })
    const again = await kept(minsu, draft(slug, null, 0, timeout('2m')))
    expect(await keep(minsu, draft(slug, again, 0))).toMatchObject({ kept: true, mark: null })
  })

  test('never holds a credential, neither in what it makes of the spec nor in a step that changes nothing nor in what was undone', async () => {
    const { slug } = await stackWithRevision()
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'objstore', namespace: 'monitoring' }, stringData: { 'a.yaml': 'canary-hunter2' } }
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'monitoring' }, data: { 'a.yaml': 'type: S3\nconfig:\n  secret_key: canaryhunter2canaryhunter2\n' } }
    const inline = step({ op: 'flag.set', object: QUERY, flag: 'objstore.config', values: ['{type: S3, config: {secret_key: canaryhunter2canaryhunter2}}'] })
    const nowhere = step({ op: 'object.replace', object: 'Secret/none', manifest: secret })
    for (const bad of [step({ op: 'object.add', manifest: secret }), step({ op: 'object.add', manifest: config }), inline, nowhere]) {
      await expect(keep(minsu, draft(slug, null, 0, bad))).rejects.toMatchObject({ code: 'INVALID', message: expect.not.stringContaining('canary') })
      await expect(keep(minsu, { ...draft(slug, null, 0), undone: { from: 0, items: [bad] } })).rejects.toMatchObject({ code: 'INVALID' })
    }
    const source = { files: [{ name: 'a.yaml', text: '# secret_key: canaryhunter2canaryhunter2' }], places: {}, notManaged: [], readAt: '' }
    await expect(keep(minsu, draft(slug, null, 0, { kind: 'import', label: { en: '', ko: '' }, mode: 'merge', objects: [], source }))).rejects.toMatchObject({ code: 'INVALID' })
    expect(await get(minsu, { slug })).toMatchObject({ draft: null })
  })

  test('that this version cannot read is told of, and stays as it is until its owner throws it away: a new one is kept then', async () => {
    const { slug, stackId } = await stackWithRevision()
    const mark = await kept(minsu, draft(slug, null, 0, timeout('2m')))
    const content = { steps: [{ ...timeout('2m'), edits: [{ op: 'flag.foretell', object: QUERY }] }], undone: [] }
    const where = { stackId_personId: { stackId, personId: minsu.id } }
    await db().draft.update({ where, data: { content } })
    expect(await get(minsu, { slug })).toMatchObject({ isSame: false, draft: null, unreadable: { mark } })
    for (const [over, from] of [[null, 0], [mark, 1]] as const) {
      await expect(keep(minsu, draft(slug, over, from, timeout('3m')))).rejects.toMatchObject({ code: 'INVALID', message: expect.stringContaining('Throw that one away') })
    }
    expect(await discard(minsu, { slug, over: null })).toMatchObject({ kept: false, now: { unreadable: { mark } } })
    expect((await db().draft.findUniqueOrThrow({ where })).content).toEqual(content)
    expect(await discard(minsu, { slug, over: mark })).toMatchObject({ kept: true, mark: null })
    await kept(minsu, draft(slug, null, 0, timeout('3m')))
    expect(await get(minsu, { slug })).toMatchObject({ draft: { steps: [timeout('3m')] } })
  })

  test('has a size limit that says what to do', async () => {
    const { slug } = await stackWithRevision()
    const huge = step({ op: 'file.set', object: 'ConfigMap/none', key: 'k', text: 'x'.repeat(41 * 1024 * 1024) })
    await expect(keep(minsu, draft(slug, null, 0, huge))).rejects.toMatchObject({ code: 'INVALID', message: expect.stringMatching(/MiB.*Save it as a revision/) })
  })

  test('that claims to build on more than there is, or on a revision that is none, is refused', async () => {
    const { slug } = await stackWithRevision()
    await expect(keep(minsu, draft(slug, null, 5, timeout('2m')))).rejects.toMatchObject({ code: 'INVALID' })
    await expect(keep(minsu, { ...draft(slug, null, 0, timeout('2m')), base: 7 })).rejects.toMatchObject({ code: 'INVALID' })
  })

  test('leaves no trace in the audit, and nothing else than a draft is written that way', async () => {
    const { slug, stackId } = await stackWithRevision()
    const mark = await kept(minsu, draft(slug, null, 0, timeout('2m')))
    await discard(minsu, { slug, over: mark })
    expect((await listEvents(db(), { filter: { stackId }, limit: 50 })).map(({ action }) => action)).toEqual(['revision.save'])
    const users = globSync('lib/services/**/*.ts').filter((file) => !file.endsWith('.test.ts') && readFileSync(file, 'utf8').includes('privateWrite(') && !file.endsWith('command.ts'))
    expect(users.toSorted()).toEqual(['lib/services/drafts/discard.ts', 'lib/services/drafts/keep.ts'])
  })
})
