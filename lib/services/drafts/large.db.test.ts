// The largest import that is taken: 10 MB in 2,000 documents is kept as a draft, comes back and is saved, within every limit on its way.
import { expect, test } from 'vitest'
import { someone } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { makeStack } from '../../testing/stacks.ts'
import { adopt } from '../../thanos/adopt.ts'
import { specOf } from '../../thanos/draft.ts'
import { save } from '../revisions/save.ts'
import { discard } from './discard.ts'
import { get } from './get.ts'
import { keep } from './keep.ts'

freshDatabase()

const DOCUMENTS = 2_000
/** What the import takes, and what a server action takes: `bodySizeLimit` of next.config.mjs. */
const IMPORT_CHARACTERS = 10_000_000
const ACTION_BYTES = 20 * 1024 * 1024

/** A stream of ConfigMaps as close to the limit as whole documents come; lines, quotes and umlauts cost more as JSON. */
function stream(): string {
  const line = '    - record: "job:größe:sum"   # \\ and "quotes"\n'
  const document = (index: number, lines: number): string => `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: rules-${String(index).padStart(4, '0')}\n  namespace: monitoring\ndata:\n  rules.yaml: |\n${line.repeat(lines)}`
  const lines = Math.floor((IMPORT_CHARACTERS / DOCUMENTS - document(0, 0).length) / line.length)
  return Array.from({ length: DOCUMENTS }, (_, index) => document(index, lines)).join('')
}

test('an import of 10 MB and 2,000 objects is kept as a draft, comes back whole and is saved', { timeout: 300_000 }, async () => {
  const operator = someone('operator', 'minsu')
  const text = stream()
  expect(text.length).toBeGreaterThan(0.98 * IMPORT_CHARACTERS)
  const { spec, problems, places } = adopt([{ name: 'all.yaml', text }])
  expect([spec.objects.length, problems]).toEqual([DOCUMENTS, []])

  const { slug, id } = await makeStack()
  const step = { kind: 'import' as const, label: { en: 'Import', ko: '가져오기' }, mode: 'merge' as const, objects: spec.objects, source: { files: [{ name: 'all.yaml', text }], places, notManaged: [], readAt: '2026-01-01T00:00:00Z' } }
  const kept = await keep(operator, { slug, over: null, base: null, steps: { from: 0, items: [step] }, undone: { from: 0, items: [] }, edits: DOCUMENTS })
  expect(kept).toMatchObject({ kept: true })

  const answer = await get(operator, { slug })
  if (answer.isSame || answer.draft === null) throw new Error('there is no draft')
  expect(answer.draft.steps).toEqual([step])
  const input = { stackId: id, base: 0, spec: specOf(answer.draft), message: 'all of it' }
  expect(Buffer.byteLength(JSON.stringify(input))).toBeLessThan(ACTION_BYTES)
  expect(await save(operator, input)).toMatchObject({ number: 1, spec })
  expect(await discard(operator, { slug, over: answer.draft.mark })).toMatchObject({ kept: true, mark: null })
})
