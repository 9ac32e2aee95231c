import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isManifestPath } from './manifest-path.ts'
import { type FilesRead, readFile } from './read-file.ts'
import { writeTar } from './tar.ts'

const utf8 = (words: string): Uint8Array => new TextEncoder().encode(words)
const give = (name: string, bytes: Uint8Array): Promise<FilesRead> => readFile({ name, size: bytes.length, read: () => bytes })
const packed = (...files: [name: string, words: string][]): Uint8Array => writeTar(files.map(([name, words]) => ({ name, bytes: utf8(words) })), new Date(0))
const said = ({ files, problems }: FilesRead): string[] => [...files.map(({ name, text }) => `${name}=${text}`), ...problems.map(({ file, message }) => `${file}! ${message.en}`)]

describe('readFile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-read-'))
  beforeAll(() => {
    mkdirSync(join(folder, 'thanos/.git'), { recursive: true })
    mkdirSync(join(folder, 'thanos/rules'))
    writeFileSync(join(folder, 'thanos/store.yaml'), 'a: 1\n')
    writeFileSync(join(folder, 'thanos/rules/b.yml'), 'b: 1\n')
    writeFileSync(join(folder, 'thanos/._store.yaml'), 'left behind by a Mac')
    writeFileSync(join(folder, 'thanos/.git/config.yaml'), 'hidden')
    writeFileSync(join(folder, 'thanos/README.md'), '# no manifest')
    writeFileSync(join(folder, 'thanos/old.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xe9]))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('gives the text of a file under its name', async () => {
    expect(said(await give('a.yaml', utf8('a: 1\n')))).toEqual(['a.yaml=a: 1\n'])
  })

  it.each(['gnu', 'posix', 'ustar'])('opens what tar -cz --format=%s packs: the manifests, each with its path, beside those that it cannot read', async (format) => {
    execFileSync('tar', ['-czf', 'all.tar.gz', `--format=${format}`, '-C', 'thanos', '.'], { cwd: folder })
    expect(said(await give('all.tar.gz', readFileSync(join(folder, 'all.tar.gz'))))).toEqual([
      'all.tar.gz/rules/b.yml=b: 1\n', 'all.tar.gz/store.yaml=a: 1\n', expect.stringContaining('all.tar.gz/old.yaml! this file is not UTF-8'),
    ])
  })

  it('opens a plain tar, and a single file packed with gzip', async () => {
    expect(said(await give('all.tar', packed(['x/a.yaml', 'a: 1'])))).toEqual(['all.tar/x/a.yaml=a: 1'])
    expect(said(await give('dump.yaml.gz', gzipSync(utf8('a: 1'))))).toEqual(['dump.yaml=a: 1'])
  })

  it.each([
    ['a zip', 'a.zip', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), 'pack it as .tar.gz'],
    ['an archive that was cut off', 'a.tgz', gzipSync(packed(['a.yaml', 'a: 1'.repeat(500)])).subarray(0, 60), 'ends too early'],
    ['a tar that was cut off', 'a.tar', packed(['a.yaml', 'x'.repeat(700)]).subarray(0, 1000), 'ends too early'],
    ['gzip around what is no tar', 'a.tar.gz', gzipSync(utf8('a: 1')), 'ends too early'],
    ['an archive without manifests', 'a.tar', packed(['README.md', '# hello']), 'no YAML or JSON file'],
    ['an archive that unpacks to more than fits', 'bomb.tar.gz', gzipSync(new Uint8Array(101_000_000)), 'more than 100 MB'],
    ['an archive of countless files', 'many.tar', packed(...Array.from({ length: 10_001 }, (_, index): [string, string] => [`${index}.yaml`, ''])), 'more than 10,000 files'],
    ['an archive in which a file is too large', 'a.tgz', gzipSync(packed(['a.yaml', ' '.repeat(10_000_001)])), 'at most 10 MB'],
  ])('says of %s what to do', async (_what, name, bytes, expected) => {
    const read = await give(name, bytes)
    expect(read.files).toEqual([])
    expect(read.problems).toHaveLength(1)
    expect(read.problems[0]?.message.en).toContain(expected)
    expect(read.problems[0]?.message.ko).toMatch(/(?:으세요|세요)$/)
  })

  it('refuses what is too large before it is read', async () => {
    const read = await readFile({ name: 'big.yaml', size: 50_000_000, read: () => { throw new Error('was read') } })
    expect(said(read)).toEqual([expect.stringContaining('big.yaml! this file has 50 MB')])
  })
})

describe('isManifestPath', () => {
  it.each([['a.yaml', true], ['x/a.YML', true], ['x/a.json', true], ['x/a.txt', false], ['.a.yaml', false], ['.git/a.yaml', false], ['node_modules/x/a.json', false], ['../a.yaml', false]])('takes %s for one: %s', (path, is) => {
    expect(isManifestPath(path)).toBe(is)
  })
})
