// Whatever leads to a page says that it is on its way: links are ours, which do, and not Next's.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const files = ['app', 'components'].flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`))
  .filter((path) => path.endsWith('.tsx') && path !== 'components/ui/link.tsx')
const sourceOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

it('finds the files that have links', () => {
  expect(files.filter((path) => sourceOf(path).includes("/link.tsx'")).length).toBeGreaterThan(30)
})

it('only ui/link takes the link of Next', () => {
  expect(files.filter((path) => /import \w+\b[^\n]* from 'next\/link'/.test(sourceOf(path)))).toEqual([])
})
