import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTar, writeTar } from './tar.ts'

const at = new Date('2026-11-01T10:00:00Z')
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const textsOf = (archive: Uint8Array): unknown => readTar(archive)?.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)])

describe('writeTar and readTar', () => {
  it('give back the files, whatever is in them', () => {
    const file = fc.tuple(fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,90}$/), fc.string({ maxLength: 2000 }))
    fc.assert(fc.property(fc.array(file, { maxLength: 5 }), (files) => {
      expect(textsOf(writeTar(files.map(([name, text]) => ({ name: `folder/${name}`, bytes: bytesOf(text) })), at))).toEqual(files.map(([name, text]) => [`folder/${name}`, text]))
    }), { numRuns: 100 })
  })

  it('are understood by tar, and understand it, long names too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gauntlet-tar-'))
    try {
      writeFileSync(join(folder, 'ours.tar'), writeTar([{ name: 'a/b.yaml', bytes: bytesOf('kind: X\n') }], at))
      execFileSync('tar', ['-xf', 'ours.tar'], { cwd: folder })
      expect(readFileSync(join(folder, 'a/b.yaml'), 'utf8')).toBe('kind: X\n')
      const long = `${'long-'.repeat(40)}.yaml`
      writeFileSync(join(folder, 'a', long), 'long')
      for (const format of ['gnu', 'posix']) {
        execFileSync('tar', ['-cf', 'theirs.tar', `--format=${format}`, 'a/b.yaml', `a/${long}`], { cwd: folder })
        expect(textsOf(readFileSync(join(folder, 'theirs.tar')))).toEqual([['a/b.yaml', 'kind: X\n'], [`a/${long}`, 'long']])
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('take nothing for an archive that is none, or that was cut off', () => {
    const whole = writeTar([{ name: 'a', bytes: bytesOf('x'.repeat(700)) }], at)
    expect(readTar(whole.subarray(0, 1000))).toBeUndefined()
    expect(readTar(bytesOf('kind: X\n'.repeat(200)))).toBeUndefined()
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (noise) => { readTar(noise) }))
  })
})
