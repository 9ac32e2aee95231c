// What "safe" promises: whoever takes all safe fixes loses nothing, moves no series and decides nothing that only a person can decide.
import { describe, expect, it } from 'vitest'
import { changed, type Case } from '../testing/check-cases/case.ts'
import { READ_CASES } from '../testing/check-cases/reads.ts'
import { RECEIVE_CASES } from '../testing/check-cases/receive.ts'
import { STACK_CASES } from '../testing/check-cases/stack.ts'
import { example } from '../testing/examples.ts'
import { adopt } from './adopt.ts'
import { applyEdits } from './apply-edits.ts'
import { lint } from './lint.ts'
import { flagValues } from './read-args.ts'
import { ringFiles } from './receive/ring-files.ts'
import { specObjectId, type StackSpec, workloads } from './spec.ts'

const CASES: readonly Case[] = [...STACK_CASES, ...RECEIVE_CASES, ...READ_CASES]
/** What says how long data is kept, how many copies of it, and for which stream. */
const KEPT = /^(?:receive\.replication-factor|tsdb\.retention.*|retention\.resolution-.*|label)$/

/** What must not change without a person, each with what it is now. */
function kept(spec: StackSpec): Map<string, string> {
  const rings = ringFiles(spec).flatMap(({ object, path, parsed }): [string, string][] => ('rings' in parsed
    ? [[`ring ${object} ${path}`, JSON.stringify(parsed.rings.map(({ endpoints }) => endpoints))]] : []))
  const flags = workloads(spec).flatMap((workload) => [...new Set(workload.args.flatMap((arg) => ('flag' in arg && KEPT.test(arg.flag) ? [arg.flag] : [])))]
    .map((flag): [string, string] => [`${specObjectId(workload)} --${flag}`, flagValues(workload.args, flag).join(' ')]))
  const running = workloads(spec).map((workload): [string, string] => [`${specObjectId(workload)} replicas`, workload.replicas === 0 ? 'none' : 'some'])
  return new Map([...spec.objects.map((object): [string, string] => [specObjectId(object), 'there']), ...rings, ...flags, ...running])
}

/** What safe fixes would change of that, each taken alone. */
function broken(spec: StackSpec, thanos?: string): string[] {
  const before = kept(spec)
  return lint(spec, thanos === undefined ? {} : { thanos }).flatMap(({ code, fix }) => {
    if (fix?.safe !== true) return []
    const after = kept(applyEdits(spec, fix.edits))
    return [...before].filter(([what, value]) => after.get(what) !== value).map(([what, value]) => `${code}: ${what} ${value} → ${after.get(what) ?? 'gone'}`)
  })
}

describe('a safe fix removes no object, stops no workload and changes no external label, replication factor, ring or retention', () => {
  it.each(['guide', 'corrected', 'minimal', 'router-ingestors', 'store-shards'])('in %s', (name) => {
    expect(broken(adopt(example(name)).spec)).toEqual([])
  })

  it.each(CASES.map((each, index) => [`${index + 1} ${each.code} on ${each.on}`, each] as const))('%s', (_name, { on, bad, thanos }) => {
    expect(broken(changed(on, bad), thanos)).toEqual([])
  })
})

describe('a fix that throws one of two configurations away', () => {
  it.each(['flag/exclusive', 'flag/repeated', 'rule/query-and-config', 'compact/halts-on-late-samples', 'compact/two-compactors'])('is for a person to choose (%s)', (code) => {
    const safe = CASES.filter((each) => each.code === code).flatMap(({ on, bad, thanos }) => lint(changed(on, bad), thanos === undefined ? {} : { thanos }))
      .filter((finding) => finding.code === code).map(({ fix }) => fix?.safe)
    expect(new Set(safe)).toEqual(new Set([false]))
  })
})

describe('routers that differ in their replication factor', () => {
  it('are offered the larger one, whichever is read first', () => {
    const files = example('router-ingestors')
    const routers = files.find(({ name }) => name === 'routers.yaml')?.text ?? ''
    const few = routers.replace('replication-factor=3', 'replication-factor=1')
    const more = routers.replaceAll('thanos-router', 'thanos-router2')
    for (const text of [`${few}\n---\n${more}`, `${more}\n---\n${few}`]) {
      const { spec } = adopt([...files.filter(({ name }) => name !== 'routers.yaml'), { name: 'routers.yaml', text }])
      const differing = lint(spec).filter(({ code }) => code === 'receive/factors-differ')
      expect(differing.map(({ object, fix }) => [object, fix?.safe, fix?.edits])).toEqual([
        ['Deployment/thanos/thanos-router', false, [{ op: 'flag.set', object: 'Deployment/thanos/thanos-router', flag: 'receive.replication-factor', values: ['3'] }]],
      ])
    }
  })
})
