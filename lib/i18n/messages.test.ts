// Both catalogues are complete: the same keys, and the same arguments in each message.
import compile from 'icu-minify/compile'
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

/** Names of {arguments} and <tags> of an ICU message, sorted and without repeats. Throws when the message is not ICU. */
function placeholders(message: string): string[] {
  return [...new Set(namesIn(compile(message)))].sort()
}

/** A compiled message is text, or a list of text, [argument], [argument, type, branches] and [tag, ...children]. */
function namesIn(compiled: unknown): string[] {
  return Array.isArray(compiled) ? compiled.flatMap(namesOfPart) : []
}

function namesOfPart(part: unknown): string[] {
  if (!Array.isArray(part)) return []
  const [name, type, branches] = part
  const inside = typeof type === 'number' ? Object.values(branches ?? {}).flatMap(namesIn) : part.slice(1).flatMap(namesOfPart)
  return [String(name), ...inside]
}
