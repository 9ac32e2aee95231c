import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { text } from '../text.ts'
import { adopt } from './adopt.ts'
import { applyEdits } from './apply-edits.ts'
import { type Finding, findingKey, fixId, leftOut } from './finding.ts'
import { lint } from './lint.ts'
import { planFixes } from './safe-fixes.ts'
import type { StackSpec } from './spec.ts'

const GUIDE = 'examples/guide'
const names = readdirSync(GUIDE).filter((name) => /\.ya?ml$/.test(name))
const guide = (files: readonly string[] = names, namespace = 'monitoring'): StackSpec => (
  adopt(files.map((name) => ({ name, text: readFileSync(`${GUIDE}/${name}`, 'utf8').replaceAll('namespace: monitoring', `namespace: ${namespace}`) }))).spec
)
const isSafe = ({ fix }: Finding): boolean => fix?.safe === true

describe('planFixes on the guide', () => {
  const spec = guide()
  const plan = planFixes(spec)

  it('has something to do, and each line says what it changes and for which finding', () => {
    expect(plan.lines.length).toBeGreaterThan(5)
    for (const { finding, changes } of plan.lines) {
      expect(changes.length, finding.code).toBeGreaterThan(0)
      expect(finding.fix?.safe).toBe(true)
    }
  })

  it('gives edits that lead to the spec it shows, and says truly what remains there', () => {
    expect(applyEdits(spec, plan.edits)).toEqual(plan.spec)
    expect(plan.remaining).toEqual(lint(plan.spec))
  })

  it('leaves no safe fix untaken and takes no fix twice', () => {
    const taken = plan.lines.map(({ finding }) => fixId(finding))
    expect(new Set(taken).size).toBe(taken.length)
    expect(plan.remaining.filter(isSafe).filter((finding) => !taken.includes(fixId(finding)))).toEqual([])
  })

  it('mends what it takes: no finding of a line is there afterwards', () => {
    const remaining = new Set(plan.remaining.map(fixId))
    expect(plan.lines.map(({ finding }) => fixId(finding)).filter((key) => remaining.has(key))).toEqual([])
  })

  it('brings in no new error', () => {
    const before = new Set(lint(spec).map(findingKey))
    expect(plan.remaining.filter(({ severity }) => severity === 'error').map(findingKey).filter((key) => !before.has(key))).toEqual([])
  })

  it('leaves out what is unticked, and still lists its finding as remaining', () => {
    const [first] = plan.lines
    if (first === undefined) throw new Error('there is a line')
    const key = fixId(first.finding)
    const without = planFixes(spec, { skip: new Set([key]) })
    expect(without.lines.map(({ finding }) => fixId(finding))).not.toContain(key)
    expect(without.remaining.map(fixId)).toContain(key)
  })

  it('changes nothing when everything is unticked', () => {
    const none = planFixes(spec, { skip: new Set(lint(spec).map(fixId)) })
    expect(none.lines).toEqual([])
    expect(none.spec).toBe(spec)
  })

  it('has nothing left to do when it is asked again', () => {
    expect(planFixes(plan.spec).lines).toEqual([])
  })
})

describe('planFixes where two findings share a place', () => {
  it('takes both fixes, one after the other', () => {
    // In another namespace the querier's endpoints lead to nobody: each of two workloads is missed under the same flag.
    const spec = guide(['thanos-receiver.yaml', 'thanos-store.yaml', 'thanos-query.yaml'], 'other')
    const plan = planFixes(spec)
    const missed = plan.lines.filter(({ finding }) => finding.code === 'query/store-not-asked')
    expect(missed).toHaveLength(2)
    expect(new Set(missed.map(({ finding }) => `${finding.object} ${finding.path}`)).size).toBe(1)
    expect(new Set(missed.map(({ finding }) => findingKey(finding))).size).toBe(2)
    expect(plan.remaining.map(({ code }) => code)).not.toContain('query/store-not-asked')
  })
})

describe('planFixes where a fix would bring in an error', () => {
  it('leaves it out, takes the others of the same round, and keeps its finding among what remains', () => {
    const spec = guide()
    const object = 'Deployment/monitoring/thanos-query'
    const bad: Finding = {
      code: 'made/up', severity: 'advice', object, path: 'flags.made-up', message: text('m', 'm'), reason: text('r', 'r'), source: 's',
      fix: { title: text('f', 'f'), safe: true, edits: [{ op: 'flag.set', object, flag: 'no-such-flag', values: ['1'] }] },
    }
    const plan = planFixes(spec, { judge: (each) => [bad, ...lint(each)] })
    expect(plan.lines.map(({ finding }) => fixId(finding))).toEqual(planFixes(spec).lines.map(({ finding }) => fixId(finding)))
    expect(plan.remaining).toContain(bad)
    expect(leftOut(plan.remaining, new Set())).toEqual([bad])
    expect(leftOut(plan.remaining, new Set([fixId(bad)]))).toEqual([])
    expect(plan.remaining.map(({ code }) => code)).not.toContain('flag/unknown')
  })
})
