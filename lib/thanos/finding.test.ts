// What tells one finding apart from another: it decides what blocks a plan and what an acceptance holds for.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changed, COMPACTOR, file, flag, RULES, type Case } from '../testing/check-cases/case.ts'
import { READ_CASES } from '../testing/check-cases/reads.ts'
import { RECEIVE_CASES } from '../testing/check-cases/receive.ts'
import { STACK_CASES } from '../testing/check-cases/stack.ts'
import { example } from '../testing/examples.ts'
import { acceptanceKey, acceptanceOf, byKey } from './acceptance.ts'
import { adopt } from './adopt.ts'
import { type Finding, findingKey } from './finding.ts'
import { lint } from './lint.ts'
import { splitErrors } from './new-errors.ts'
import type { StackSpec } from './spec.ts'

const CASES: readonly Case[] = [...STACK_CASES, ...RECEIVE_CASES, ...READ_CASES]
const EXAMPLES = ['corrected', 'guide', 'minimal', 'router-ingestors', 'store-shards']
const filesOf = (folder: string): [string, StackSpec][] => readdirSync(join(import.meta.dirname, folder))
  .map((name) => [name, adopt([{ name, text: readFileSync(join(import.meta.dirname, folder, name), 'utf8') }]).spec])

/** Keys that several findings share, with what these say. */
function shared(spec: StackSpec, thanos?: string): [string, string[]][] {
  const found = lint(spec, thanos === undefined ? {} : { thanos })
  return [...Map.groupBy(found, findingKey)].filter(([, alike]) => alike.length > 1).map(([key, alike]) => [key, alike.map(({ message }) => message.en)])
}

describe('a finding', () => {
  it('keeps the key under which it is stored where it stands alone in its place', () => {
    expect(findingKey({ code: 'compact/no-wait', object: 'StatefulSet/m/compact', path: 'flags.wait' })).toBe('compact/no-wait StatefulSet/m/compact flags.wait')
  })

  it.each([...EXAMPLES.map((name): [string, StackSpec] => [name, adopt(example(name)).spec]), ...filesOf('../../examples/guide/snippets'), ...filesOf('testdata/styles')])('has a key of its own in %s', (_name, spec) => {
    expect(shared(spec)).toEqual([])
  })

  it.each(CASES.map((each, index) => [`${index + 1} ${each.code} on ${each.on}`, each] as const))('has a key of its own where %s bites', (_name, { on, bad, thanos }) => {
    expect(shared(changed(on, bad), thanos)).toEqual([])
  })

  it.each([
    ['two values of one flag', changed('corrected', { edits: [flag('Deployment/monitoring/thanos-query', 'query.replica-label', '"a"', '"b"'), flag(COMPACTOR, 'label', 'x', 'y')] })],
    ['two rings', changed('router-ingestors', { edits: [file('ConfigMap/thanos/thanos-hashrings', 'hashrings.json', JSON.stringify(['a', 'b'].map((hashring) => ({ hashring, algorithm: 'best', tenants: [`${hashring}/x`], endpoints: [], more: 1 }))))] })],
    ['two rules', changed('corrected', { edits: [file(RULES, 'rules.yaml', `groups:\n- name: g\n  rules:\n${['rate(x) > 1', 'sum(up', 'rate(y', 'up{ == 0'].map((expr) => `  - { alert: Same, expr: "${expr}" }`).join('\n')}\n`)] })],
    ['two ports of a monitor', changed('corrected', { add: 'apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata: { name: thanos, namespace: monitoring }\nspec: { selector: { matchLabels: { app: thanos-query } }, podMetricsEndpoints: [{ port: a }, { port: b }] }\n' })],
    ['two compactors', changed('minimal', { add: ['a', 'b'].map((name) => `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: ${name}, namespace: thanos }\nspec: { template: { spec: { containers: [{ name: c, image: "thanos:v0.42.0", args: [compact, --delete-delay=2h, --retention.resolution-raw=3d] }] } } }\n`).join('---\n') })],
  ])('has a key of its own among %s', (_name, spec) => {
    expect(shared(spec)).toEqual([])
  })
})

describe('a second wrong member of a ring', () => {
  /** The example with some of its ring's addresses replaced. */
  const withMembers = (...changes: readonly (readonly [string, string])[]): StackSpec => adopt(example('router-ingestors').map(({ name, text }) => ({ name, text: changes.reduce((all, [from, to]) => all.replace(from, to), text) }))).spec
  const first = ['"thanos-ingest-0.thanos-ingest.thanos.svc.cluster.local:10901", "az": "a"', '"thanos-ingest-0.thanos-ingest.thanos.svc.cluster.local:19291", "az": "a"'] as const
  const second = ['"thanos-ingest-1.thanos-ingest.thanos.svc.cluster.local:10901", "az": "b"', '"thanos-ingest-9.thanos-ingest.thanos.svc.cluster.local:10901", "az": "b"'] as const
  const wrong = (spec: StackSpec): Finding[] => lint(spec).filter(({ code }) => code === 'hashring/not-a-member')
  const [known] = wrong(withMembers(first))
  const both = wrong(withMembers(first, second))

  it('blocks the plan that brings it in', () => {
    const { blockers, acknowledge } = splitErrors({ findings: both, known: known ? [known] : [], namespace: 'thanos' })
    expect(blockers.map(({ about }) => about)).toEqual(['thanos-ingest-9.thanos-ingest.thanos.svc.cluster.local:10901'])
    expect(acknowledge).toEqual([known])
  })

  it('is not accepted with the first', () => {
    if (known === undefined) throw new Error('there is a first')
    const acceptances = byKey([{ id: '1', key: acceptanceKey(known, 'thanos'), severity: 'error', reason: 'r', by: 'Ann', at: '2026-01-01T00:00:00Z', until: '2026-03-01T00:00:00Z' }])
    expect(both.map((finding) => acceptanceOf(finding, { acceptances, namespace: 'thanos', now: Date.parse('2026-02-01T00:00:00Z') })?.kind)).toEqual(['accepted', undefined])
  })
})
