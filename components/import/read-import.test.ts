// An import as the worker does it: what every bad file is told, and that the good ones come in beside it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { GivenFile } from '#lib/manifest/read-file.ts'
import { writeTar } from '#lib/manifest/tar.ts'
import { exportKustomize } from '#lib/thanos/export.ts'
import { lint } from '#lib/thanos/lint.ts'
import { specObjectId, type StackSpec } from '#lib/thanos/spec.ts'
import { countStates, fileRows, fileSummaries } from './file-rows.ts'
import { type ImportProgress, type ImportRead, readImport } from './read-import.ts'

const GUIDE = join(import.meta.dirname, '../../examples/guide')
const utf8 = (words: string): Uint8Array => new TextEncoder().encode(words)
const file = (name: string, content: string | Uint8Array): GivenFile => {
  const bytes = typeof content === 'string' ? utf8(content) : content
  return { name, size: bytes.length, read: () => bytes }
}
const guide = readdirSync(GUIDE).filter((name) => name.endsWith('.yaml')).map((name) => file(name, readFileSync(join(GUIDE, name))))
const readAt = '2026-12-01T00:00:00Z'
const read = (...files: GivenFile[]): Promise<ImportRead> => readImport(files, { readAt, onProgress: () => undefined })
const specOf = ({ objects }: ImportRead): StackSpec => ({ version: 1, objects: [...objects] })

const service = (name: string, namespace = 'monitoring'): string => `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { selector: { app: ${name} }, ports: [{ port: 10901 }] }\n`
const query = (name: string, namespace: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { template: { spec: { containers: [{ name: query, image: 'thanos:v0.40.0', args: [query] }] } } }
`
const BOMB = Array.from({ length: 12 }, (_, index) => `a${index}: &a${index} [${Array(9).fill(index === 0 ? 'lol' : `*a${index - 1}`).join(', ')}]\n`).join('')

describe('readImport', () => {
  it.each([
    ['no Kubernetes object', [file('bad.yaml', 'hello: world\n')], 'bad.yaml:1', 'no Kubernetes object', 'Bring whole manifests'],
    ['an object without a name', [file('bad.yaml', 'apiVersion: v1\nkind: Service\n')], 'bad.yaml:1', 'has no metadata.name', 'Add it'],
    ['a name that was there before', [file('bad.yaml', service('good'))], 'good.yaml:1', 'is there twice: first in bad.yaml:1', 'Keep one of them'],
    ['an anchor bomb', [file('bad.yaml', BOMB)], 'bad.yaml:', 'multiply its content', 'write the content out'],
    ['a file of 50 MB', [{ name: 'bad.yaml', size: 50_000_000, read: () => { throw new Error('was read') } }], 'bad.yaml:1', 'has 50 MB and was not read', 'Give only the manifests'],
    ['a template', [file('bad.yaml', 'apiVersion: v1\nkind: Service\nmetadata: { name: {{ .Release.Name }} }\n')], 'bad.yaml:', 'Helm template', 'helm template'],
    ['tabs', [file('bad.yaml', 'metadata:\n\tname: x\n')], 'bad.yaml:2', 'a tab is used', 'spaces'],
    ['two namespaces', [file('bad.yaml', [query('a', 'monitoring'), query('b', 'monitoring'), query('c', 'other')].join('---\n'))], 'bad.yaml:', 'two namespaces', 'a stack of their own'],
    ['a file in Windows-1252', [file('bad.yaml', Uint8Array.of(...utf8('a: 1\nb: Caf'), 0xe9, 10))], 'bad.yaml:2', 'looks like Windows-1252', 'Save it as UTF-8'],
    ['a zip', [file('bad.zip', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0))], 'bad.zip:1', 'zip archive', 'pack it as .tar.gz'],
    ['a file that has gone', [{ name: 'bad.yaml', size: 10, read: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }], 'bad.yaml:1', 'could not read', 'Choose it again'],
  ])('says of %s where, what and what to do, once, and lets the good file in', async (_what, bad, where, what, toDo) => {
    const done = await read(...bad, file('good.yaml', service('good')))
    const problems = done.source.problems ?? []
    expect(problems).toHaveLength(1)
    const [{ file: at, line, message } = { file: '', line: 0, message: { en: '', ko: '' } }] = problems
    expect(`${at}:${line}`).toContain(where)
    expect(message.en).toContain(what)
    expect(message.en).toContain(toDo)
    expect(message.ko).toMatch(/[가-힣]/)
    expect(done.objects.map(specObjectId)).toContain('Service/monitoring/good')
  })

  it.each([
    ['a byte order mark and CRLF', utf8(`\uFEFF${service('good').replaceAll('\n', '\r\n')}`)],
    ['UTF-16', Uint8Array.from(Buffer.from(`\uFEFF${service('good')}`, 'utf16le'))],
  ])('takes %s without a word', async (_what, bytes) => {
    const done = await read(file('good.yaml', bytes))
    expect(done.source.problems).toEqual([])
    expect(done.objects.map(specObjectId)).toEqual(['Service/monitoring/good'])
  })

  it('finds what lint finds, of the objects or else of the pieces', async () => {
    const whole = await read(...guide)
    expect(whole.findings).toEqual(lint(specOf(whole)))
    const piece = await read(file('pasted.yaml', 'args:\n  - store\n  - --min-time=-6h\n'))
    expect(piece.objects).toEqual([])
    expect(piece.findings.map(({ code }) => code)).toEqual(lint({ version: 1, objects: [...piece.pieces] }).map(({ code }) => code))
  })

  it('hands out no credential', async () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData:\n  objstore.yml: |\n    type: S3\n    config: { bucket: thanos, access_key: AKIACANARY, secret_key: canaryhunter2 }\n'
    expect(JSON.stringify(await read(...guide, file('s.yaml', secret)))).not.toMatch(/AKIACANARY|canaryhunter2/)
  })

  it('reads an export of its own, packed, back to the same spec', async () => {
    const spec = specOf(await read(...guide))
    const files = exportKustomize(spec, { stack: 'a', namespace: 'monitoring', revision: 1 }).map(({ name, text }) => ({ name: `a-r1/${name}`, bytes: utf8(text) }))
    const back = await read(file('a-r1.tar.gz', new Uint8Array(gzipSync(writeTar(files, new Date(0))))))
    expect(back.source.problems).toEqual([])
    const byId = ({ objects }: StackSpec): unknown => Object.fromEntries(objects.map((object) => [specObjectId(object), object]))
    expect(byId(specOf(back))).toEqual(byId(spec))
  })

  it('tells how far it is: never back, and of as many objects as come in', async () => {
    const told: ImportProgress[] = []
    const done = await readImport(guide, { readAt, onProgress: (progress) => told.push(progress) })
    expect(told.map(({ step }) => step)).toEqual(told.map(({ step }) => step).toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)))
    expect(told.every(({ share }, index) => share <= 1 && share >= (told[index - 1]?.share ?? 0))).toBe(true)
    expect(told.filter(({ step }) => step === 'opening').map(({ files }) => files)).toEqual(guide.map((_, index) => index + 1))
    expect(told.at(-1)).toMatchObject({ step: 'checking', objects: done.objects.length })
  })
})
const ORDER = ['opening', 'reading', 'checking']

describe('the summary of the files', () => {
  it('counts every object of every file once, in its state, with the reason of what is not managed; files with problems come first', async () => {
    const done = await read(
      file('a.yaml', [query('q', 'monitoring'), service('q'), 'apiVersion: v1\nkind: Namespace\nmetadata: { name: monitoring }\n', 'apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: monitoring }\n'].join('---\n')),
      file('b.yaml', 'hello: world\n'), file('c.yaml', 'args:\n  - store\n'), file('d.yaml', service('gone')),
    )
    const spec = specOf(done)
    const files = fileSummaries(done.source, { ...spec, objects: spec.objects.filter(({ name }) => name !== 'gone') })
    expect(files.map(({ name, problems }) => [name, problems.length])).toEqual([['b.yaml', 1], ['a.yaml', 0], ['c.yaml', 0], ['d.yaml', 0]])
    const of = (name: string): unknown => countStates(files.find((each) => each.name === name) ?? { name, objects: [], problems: [] })
    expect(of('a.yaml')).toEqual({ managed: 2, notManaged: 1, values: 1, piece: 0, gone: 0 })
    expect(of('c.yaml')).toMatchObject({ piece: 1 })
    expect(of('d.yaml')).toMatchObject({ gone: 1 })
    expect(files.flatMap(({ objects }) => objects).filter(({ state, why }) => state === 'notManaged' && why === undefined)).toEqual([])
  })

  it('lists problems always, and objects of the files that are opened', async () => {
    const done = await read(file('a.yaml', service('a')), file('b.yaml', 'hello: world\n'))
    const files = fileSummaries(done.source, specOf(done))
    expect(fileRows(files, new Set()).map(({ type }) => type)).toEqual(['file', 'problem', 'file'])
    expect(fileRows(files, new Set(['a.yaml'])).map(({ type }) => type)).toEqual(['file', 'problem', 'file', 'object'])
  })
})
