// Every finding has an example in which it bites and one in which it must not; every fix mends its finding and brings no other.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changed, type Case } from '../testing/check-cases/case.ts'
import { READ_CASES } from '../testing/check-cases/reads.ts'
import { RECEIVE_CASES } from '../testing/check-cases/receive.ts'
import { SELECTOR_CASES } from '../testing/check-cases/selectors.ts'
import { STACK_CASES } from '../testing/check-cases/stack.ts'
import { applyEdits } from './apply-edits.ts'
import type { Finding } from './finding.ts'
import { lint } from './lint.ts'
import { specObjectId, type StackSpec } from './spec.ts'

const CASES: readonly Case[] = [...STACK_CASES, ...SELECTOR_CASES, ...RECEIVE_CASES, ...READ_CASES]

/** Codes as the checks write them; what else has a slash between quotes is no code. */
function codesInSource(): string[] {
  const folders = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((path) => /(^|\/)checks\/.*\.ts$|^commands\.ts$/.test(path))
  const found = folders.flatMap((path) => [...readFileSync(join(import.meta.dirname, path), 'utf8').matchAll(/'([a-z][a-z-]*\/[a-z0-9-]+)'/g)].map(([, code]) => code ?? ''))
  return [...new Set(found)].filter((code) => code !== 'policy/v1').toSorted()
}

const judge = (spec: StackSpec, thanos?: string): Finding[] => lint(spec, thanos === undefined ? {} : { thanos })
const codes = (spec: StackSpec, thanos?: string): string[] => judge(spec, thanos).map(({ code }) => code)

describe('the table of examples', () => {
  it('has one for every finding that a check can make', () => {
    expect(codesInSource().length).toBeGreaterThan(150)
    expect([...new Set(CASES.map(({ code }) => code))].toSorted()).toEqual(codesInSource())
  })

  it.each(CASES.map((each, index) => [`${index + 1} ${each.code} on ${each.on}`, each] as const))('%s bites in the one and not in the other', (_name, { code, on, bad, good, thanos }) => {
    expect(codes(changed(on, good ?? {}), thanos)).not.toContain(code)
    expect(codes(changed(on, bad), thanos)).toContain(code)
  })

  it.each(CASES.flatMap((each) => (each.is ? [[each.code, each.is, each] as const] : [])))('%s is %o there', (_code, is, { code, on, bad, thanos }) => {
    const found = judge(changed(on, bad), thanos).filter((finding) => finding.code === code)
    expect(found.map(({ severity, fix }) => ({ severity, hasFix: fix !== undefined }))).toEqual([is])
  })
})

// Of a fix that moves something, what was said before may be said of its new place.
const key = ({ code, object }: Finding): string => `${code} ${object}`

describe('each fix', () => {
  it.each(CASES.map((each, index) => [`${index + 1} ${each.code} on ${each.on}`, each] as const))('%s: mends its finding and brings no other', (_name, { on, bad, thanos }) => {
    const spec = changed(on, bad)
    const before = judge(spec, thanos)
    const known = new Set(before.map(key))
    for (const finding of before) {
      if (!finding.fix) continue
      const after = judge(applyEdits(spec, finding.fix.edits), thanos)
      expect(after.filter((other) => other.code === finding.code && other.object === finding.object && other.path === finding.path && other.message.en === finding.message.en), finding.code).toEqual([])
      expect(after.filter((other) => other.severity !== 'advice' && !known.has(key(other))).map(({ code, message }) => `${finding.code} brings ${code}: ${message.en}`)).toEqual([])
    }
  })
})

/** Without what another program says or is told: that stands in quotes or brackets, or begins with its name. */
const ownWords = (ko: string): string => ko.replaceAll(/"[^"]*"|`[^`]*`|\([^)]*\)|\b(?:thanos|kubectl) [a-z -]+/g, '')

describe('each finding', () => {
  const all = CASES.flatMap(({ on, bad, thanos }) => {
    const spec = changed(on, bad)
    const ids = new Set(spec.objects.map(specObjectId))
    return judge(spec, thanos).map((finding) => ({ finding, ids }))
  })

  it('names an object that is there, a place in it and a page that says so', () => {
    for (const { finding: { code, object, path, source }, ids } of all) {
      expect(object === '' || ids.has(object), `${code} ${object}`).toBe(true)
      expect(path, code).not.toBe('')
      expect(source, code).toMatch(/^https:\/\/\S+$/)
    }
  })

  it('speaks both languages, each in its own script and manner', () => {
    for (const { finding: { code, message, reason, fix } } of all) {
      for (const sentence of [message, reason, ...(fix ? [fix.title] : [])]) {
        expect(sentence.en, code).not.toMatch(/[가-힣]/)
        expect(sentence.ko, code).toMatch(/[가-힣]/)
        expect(sentence.en, code).not.toMatch(/\b(?:please|oops|successfully)\b/i)
        expect(sentence.en.replaceAll(/!=/g, ''), code).not.toContain('!')
        // Imperatives are polite and plain: "하세요", not "하십시오" and not "해 주세요".
        expect(sentence.ko, code).not.toMatch(/십시오|주시기 바랍니다|해요[.]|해라/)
      }
      for (const { ko } of [message, reason]) {
        expect(ko, code).toMatch(/(?:다|요|세요|까)(?: ?\(.*\))?[)"]*\.$/)
        expect(ownWords(ko), code).not.toMatch(/[a-z]{2,}(?: [a-z]{2,}){2}/)
      }
    }
  })
})
