// Lists are narrowed by words that stand in the address, so that a narrowed list can be linked, reloaded and gone back to.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const COMPONENTS = join(import.meta.dirname, '..')
const filters = readdirSync(COMPONENTS, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.tsx') && readFileSync(join(COMPONENTS, path), 'utf8').includes('<FilterInput'))

it('finds the lists that have a filter', () => {
  expect(filters.length).toBeGreaterThan(10)
})

it.each(filters)('%s keeps what is typed in no state of its own: it is given it, or reads the address', (path) => {
  const source = readFileSync(join(COMPONENTS, path), 'utf8')
  const value = /<FilterInput[^>]*?value=\{(\w+)/s.exec(source)?.[1] ?? ''
  expect(value).not.toBe('')
  expect(source).not.toMatch(new RegExp(`\\[${value}, \\w+\\] = useState\\(''\\)`))
})
