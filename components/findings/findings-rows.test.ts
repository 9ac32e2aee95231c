import { describe, expect, it } from 'vitest'
import { text } from '#lib/text.ts'
import { acceptanceKey, acceptanceOf, byKey } from '#lib/thanos/acceptance.ts'
import type { Finding, Severity } from '#lib/thanos/finding.ts'
import { EMPTY_SPEC } from '#lib/thanos/spec.ts'
import { entriesOf, type Entry, facetsOf, filterEntries, type FindingFilter } from './findings-filter.ts'
import { commonWords, rowsByCause, rowsByObject } from './findings-rows.ts'

const NOW = Date.parse('2026-06-01T12:00:00Z')

function finding(code: string, object: string, { severity = 'warning', safe }: { severity?: Severity; safe?: boolean } = {}): Finding {
  const name = object.slice(object.lastIndexOf('/') + 1)
  return {
    code, severity, object, path: 'resources', message: text(`${name} has no memory limit`, `${name}에 메모리 제한이 없습니다`),
    reason: text('It takes the node with it', '노드까지 함께 죽습니다'), source: 'x',
    ...(safe === undefined ? {} : { fix: { title: text('Set it', '설정'), safe, edits: [{ op: 'image.set', object, image: 'x' }] } }),
  }
}

const acceptance = (of: Finding, until: string, severity: Severity = of.severity) => ({
  id: '1', key: acceptanceKey(of, 'monitoring'), severity, reason: 'Known', by: 'Ann', at: '2026-05-01T00:00:00Z', until,
})

function entries(findings: readonly Finding[], accepted: readonly ReturnType<typeof acceptance>[] = []): Entry[] {
  const acceptances = byKey(accepted)
  return entriesOf(EMPTY_SPEC, findings, {
    keyOf: (each) => acceptanceKey(each, 'monitoring'), stateOf: (each) => acceptanceOf(each, { acceptances, namespace: 'monitoring', now: NOW }), isNew: () => false,
  })
}

const ALL: FindingFilter = { show: 'all', words: '', severity: undefined, kind: '', object: '', code: '' }
const twelve = Array.from({ length: 12 }, (_, index) => finding('pods/no-memory-limit', `Deployment/monitoring/w${index}`))

describe('an acceptance', () => {
  const known = finding('a/b', 'Deployment/monitoring/q')
  const stateOf = (of: Finding, until: string, severity?: Severity) => entries([of], [acceptance(known, until, severity)])[0]?.state?.kind

  it('holds until its end and is told to have ended after it', () => {
    expect(stateOf(known, '2026-06-01T12:00:01Z')).toBe('accepted')
    expect(stateOf(known, '2026-06-01T12:00:00Z')).toBe('ended')
  })

  it('holds whether or not the object names the namespace of the stack', () => {
    expect(stateOf(finding('a/b', 'Deployment/q'), '2027-01-01T00:00:00Z')).toBe('accepted')
    expect(stateOf(finding('a/b', 'Deployment/other/q'), '2027-01-01T00:00:00Z')).toBeUndefined()
  })

  it('does not stretch to a finding that became worse, and does to one that became milder', () => {
    expect(stateOf(finding('a/b', 'Deployment/q', { severity: 'error' }), '2027-01-01T00:00:00Z')).toBeUndefined()
    expect(stateOf(finding('a/b', 'Deployment/q', { severity: 'advice' }), '2027-01-01T00:00:00Z')).toBe('accepted')
  })
})

describe('filterEntries', () => {
  const error = finding('store/range', 'StatefulSet/monitoring/store', { severity: 'error', safe: true })
  const both = entries([error, finding('pods/no-memory-limit', 'Deployment/monitoring/q')], [acceptance(finding('pods/no-memory-limit', 'Deployment/monitoring/q'), '2027-01-01T00:00:00Z')])
  const codes = (filter: Partial<FindingFilter>): string[] => filterEntries(both, { ...ALL, ...filter }, 'en').map(({ finding: { code } }) => code)

  it('shows what is open, what is accepted, what needs a person, or all', () => {
    expect(codes({})).toEqual(['store/range', 'pods/no-memory-limit'])
    expect(codes({ show: 'open' })).toEqual(['store/range'])
    expect(codes({ show: 'accepted' })).toEqual(['pods/no-memory-limit'])
    expect(codes({ show: 'needs-you' })).toEqual([])
  })

  it('narrows by severity, kind, object, code, and by words that must all be there, in any case', () => {
    expect(codes({ severity: 'error' })).toEqual(['store/range'])
    expect(codes({ kind: 'Deployment' })).toEqual(['pods/no-memory-limit'])
    expect(codes({ object: error.object })).toEqual(['store/range'])
    expect(codes({ code: 'store/range' })).toEqual(['store/range'])
    expect(codes({ words: 'MEMORY store' })).toEqual(['store/range'])
    expect(codes({ words: 'memory nothing' })).toEqual([])
  })

  it('offers what there is to choose from', () => {
    expect(facetsOf(both)).toEqual({ kinds: ['Deployment', 'StatefulSet'], objects: ['Deployment/monitoring/q', 'StatefulSet/monitoring/store'], codes: ['pods/no-memory-limit', 'store/range'] })
  })

  it('tells two findings apart that share a key', () => {
    expect(new Set(entries([error, error]).map(({ id }) => id)).size).toBe(2)
  })
})

describe('rowsByCause', () => {
  const options = { opened: new Map<string, boolean>(), selected: undefined }
  const kinds = (rows: ReturnType<typeof rowsByCause>): string[] => rows.map((row) => `${row.type} ${row.id}`)

  it('makes one closed group of what is wrong with twelve workloads, and says what they have in common', () => {
    const rows = rowsByCause(entries(twelve), options)
    expect(kinds(rows)).toEqual(['severity warning', 'cause warning pods/no-memory-limit'])
    expect(rows[1]).toMatchObject({ isOpen: false, title: { en: '… has no memory limit', ko: '… 메모리 제한이 없습니다' } })
  })

  it('opens a group by hand, for the finding that is chosen, and while it is small', () => {
    const all = entries(twelve)
    expect(rowsByCause(all, { ...options, opened: new Map([['warning pods/no-memory-limit', true]]) })).toHaveLength(14)
    expect(rowsByCause(all, { ...options, selected: all[7]?.id })).toHaveLength(14)
    expect(rowsByCause(all.slice(0, 2), options)).toHaveLength(4)
    expect(rowsByCause(all.slice(0, 2), { ...options, opened: new Map([['warning pods/no-memory-limit', false]]) })).toHaveLength(2)
  })

  it('lists errors before warnings before advice, the largest group first, and one of a kind as itself', () => {
    const rows = rowsByCause(entries([
      finding('a/advice', 'Deployment/x', { severity: 'advice' }), finding('a/alone', 'Deployment/x'), ...twelve, finding('a/error', 'Deployment/x', { severity: 'error' }),
    ]), options)
    expect(kinds(rows)).toEqual([
      'severity error', 'finding a/error Deployment/x resources', 'severity warning', 'cause warning pods/no-memory-limit', 'finding a/alone Deployment/x resources',
      'severity advice', 'finding a/advice Deployment/x resources',
    ])
  })

  it('makes 40 rows of 2,000 findings with 40 causes', () => {
    const many = entries(Array.from({ length: 2000 }, (_, index) => finding(`c/${index % 40}`, `Deployment/monitoring/w${index}`)))
    expect(rowsByCause(many, options)).toHaveLength(41)
  })
})

describe('rowsByObject', () => {
  it('lists objects by their worst finding, each with its own, worst first', () => {
    const rows = rowsByObject(EMPTY_SPEC, entries([
      finding('a/w', 'Deployment/mild'), finding('a/w', 'Deployment/bad'), finding('a/e', 'Deployment/bad', { severity: 'error' }),
    ]), { withClean: false })
    expect(rows.map((row) => row.id)).toEqual(['Deployment/bad', 'a/e Deployment/bad resources', 'a/w Deployment/bad resources', 'Deployment/mild', 'a/w Deployment/mild resources'])
  })
})

describe('commonWords', () => {
  it('keeps a sentence whole that all share', () => {
    expect(commonWords([text('The same for all', '모두 같습니다'), text('The same for all', '모두 같습니다')]).en).toBe('The same for all')
  })

  it('lets one sentence stand for all when they share next to nothing', () => {
    expect(commonWords([text('one two three four', '가'), text('five six seven four', '나')])).toEqual(text('one two three four', '가'))
  })

  it('leaves no lone backtick behind', () => {
    const { en } = commonWords([text('Flag `--a=1 b` is set on this workload', ''), text('Flag `--a=2 b` is set on this workload', '')])
    expect((en.split('`').length - 1) % 2).toBe(0)
  })
})
