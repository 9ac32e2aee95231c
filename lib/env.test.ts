import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const ROOT = new URL('../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8')
/** What the launcher sets for the server that it starts, and what Kubernetes decides. */
const NOT_FOR_PEOPLE = ['GAUNTLET_LOCAL', 'GAUNTLET_SANDBOX_URL', 'GAUNTLET_SERVICE_ACCOUNT']

describe('the settings of the server', () => {
  it('are each written down for whoever runs it', () => {
    const names = [...read('lib/env.ts').matchAll(/^ {2}(GAUNTLET_\w+): /gm)].map(([, name = '']) => name)
    const documents = ['README.md', 'docs/settings.md'].map(read).join('\n')
    expect(names.length).toBeGreaterThan(10)
    expect(names.filter((name) => !NOT_FOR_PEOPLE.includes(name) && !documents.includes(`\`${name}`))).toEqual([])
  })
})
