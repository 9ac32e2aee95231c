// Both catalogues are complete: the same keys, and the same arguments in each message.
import { describe, expect, it } from 'vitest'
import { messagesOf, type Namespace } from './messages.ts'

const NAMESPACES = Object.keys(messagesOf('en')) as Namespace[]

describe.each(NAMESPACES)('messages of %s', (namespace) => {
  const en = flatten(messagesOf('en')[namespace])
  const ko = flatten(messagesOf('ko')[namespace])

  it('have the same keys in both languages', () => {
    expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort())
  })

  it('use the same arguments and tags in both languages', () => {
    for (const [key, message] of Object.entries(en)) expect(placeholders(ko[key] ?? ''), key).toEqual(placeholders(message))
  })

  it('are never empty and never beg, cheer or shout', () => {
    for (const [key, message] of Object.entries(en)) {
      expect(message.trim(), key).not.toBe('')
      expect(message, key).not.toMatch(/\b(please|oops|successfully)\b|!/i)
    }
  })
})

function flatten(value: unknown, path = ''): Record<string, string> {
  if (typeof value === 'string') return { [path]: value }
  if (typeof value !== 'object' || value === null) return {}
  return Object.assign({}, ...Object.entries(value).map(([key, child]) => flatten(child, path === '' ? key : `${path}.${key}`)))
}

/** Names of {arguments} and <tags> of an ICU message, sorted and without repeats. */
function placeholders(message: string): string[] {
  const names = [...message.matchAll(/\{\s*(\w+)\s*[,}]|<(\w+)>/g)].map((match) => match[1] ?? match[2] ?? '')
  // Words inside plural and select branches look like arguments only when they stand alone in braces.
  return [...new Set(names)].sort()
}
