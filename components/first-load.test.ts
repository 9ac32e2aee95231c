// What a page loads before anybody does anything: the parser is a sixth of it, and comes only to pages that read what is typed.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const IMPORT = /^(?:import|export) (?!type )(.*?) ?from '([^']+)'/gms

/** Where things are edited. One more is a decision about what its pages load. */
const READ_TYPED_INPUT = ['draft', 'edges', 'editors', 'presets', 'spec-form'].map((folder) => `components/${folder}/`)

test('the parser reaches the browser only with the parts that read what is typed', () => {
  const clients = execFileSync('git', ['grep', '-l', "^'use client'", '--', 'components', 'app'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n')
  expect(clients.length).toBeGreaterThan(100)
  const parsing = clients.flatMap((file) => pathToParser(join(ROOT, file)) ?? [])
  expect(parsing.filter((path) => !READ_TYPED_INPUT.some((folder) => path.includes(folder)))).toEqual([])
  expect(READ_TYPED_INPUT.filter((folder) => !parsing.some((path) => path.startsWith(folder)))).toEqual([])
})

/** The modules from a client part to zod, as they import each other; undefined where none does. What a server action imports stays on the server. */
function pathToParser(start: string): string | undefined {
  const waiting: string[][] = [[start]]
  const seen = new Set([start])
  for (const path of waiting) {
    const file = path.at(-1) ?? ''
    for (const name of importsOf(file)) {
      if (name === 'zod') return path.map((each) => relative(ROOT, each)).join(' > ')
      const next = name.startsWith('#') ? join(ROOT, name.slice(1)) : resolve(dirname(file), name)
      // What has neither beginning is a package: no file of that name is here.
      if (seen.has(next) || next.includes('/lib/actions/') || !existsSync(next)) continue
      seen.add(next)
      waiting.push([...path, next])
    }
  }
  return undefined
}

/** The modules that are there when it runs: not those of which only types are taken. */
function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(IMPORT)].flatMap(([, names = '', from = '']) => (/^\{(?:\s*type [^,}]+,?)+\s*\}$/.test(names) ? [] : [from]))
}
