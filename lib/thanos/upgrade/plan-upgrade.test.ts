import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { example } from '#lib/testing/examples.ts'
import { adopt } from '../adopt.ts'
import { applyEdits } from '../apply-edits.ts'
import { renderArgs } from '../read-args.ts'
import { flagsOf } from '../catalogue.ts'
import { checkContext } from '../check.ts'
import { unknownFlags } from '../checks/unknown-flags.ts'
import { KINDS, type Kind } from '../kind.ts'
import { lint } from '../lint.ts'
import { render } from '../render.ts'
import { running } from '../presets/surroundings.ts'
import { notesOf, releasesBetween } from '../releases/releases.ts'
import { specObjectId, type StackSpec, type Workload, workloads } from '../spec.ts'
import { type Release, RELEASES } from '../version.ts'
import { planUpgrade, type Upgrade } from './plan-upgrade.ts'

/** Hundreds of ways on a machine that others work on too. */
const SLOW_MS = 60_000
const guide = adopt(example('guide')).spec
const all = (spec: StackSpec): string[] => running(spec).map(specObjectId)
const go = (spec: StackSpec, to: Release, keepDefaults = false): Upgrade => planUpgrade(spec, { objects: all(spec), to, keepDefaults })
const flagFindings = (spec: StackSpec, thanos?: string): string[] => unknownFlags(checkContext(spec, thanos)).filter(({ code }) => code === 'flag/unknown').map(({ object, path }) => `${object} ${path}`)
const args = (spec: StackSpec, kind: Kind): string[] => renderArgs(workloads(spec).find((workload) => workload.kind === kind)?.args ?? [])

/** What is left without what the releases themselves ask for. */
const leftOfWorkloads = ({ left }: Upgrade): string[] => left.map(({ en }) => en).filter((en) => !/^v0\.\d+, /.test(en))

/** One workload with any flags of its kind, at any release that has them. */
function withFlags(kind: Kind, release: string, flags: readonly string[]): StackSpec {
  const name = `thanos-${kind}`
  const workload = {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name },
    spec: { template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'thanos', image: `quay.io/thanos/thanos:${release}.0`, args: [kind, ...flags] }] } } },
  }
  return adopt([{ name: 'w.json', text: JSON.stringify(workload) }]).spec
}

const value = (kind: Kind, name: string): string => {
  const flag = flagsOf(kind)[name]
  if (flag?.type === 'boolean') return `--${name}`
  return `--${name}=${flag?.default || { 'integer': '1', 'float': '1', 'duration': '1h', 'size': '1GB', 'enum': flag?.values?.[0] ?? '', 'label': 'a="b"', 'address': 'h:1', 'url': 'http://h', 'time-or-duration': '-1h' }[flag?.type as 'integer'] || '/x'}`
}

describe('the guide on its way from v0.31 to v0.42', () => {
  const upgrade = go(guide, 'v0.42')

  it('runs the last patch of the release, and no flag is unknown there', () => {
    expect(running(upgrade.spec).map(({ image }) => image)).toEqual(running(guide).map(() => 'quay.io/thanos/thanos:v0.42.4'))
    expect(flagFindings(upgrade.spec)).toEqual([])
    expect(lint(upgrade.spec).filter(({ code }) => code === 'flag/deprecated')).toEqual([])
  })

  it('moves the stores of the querier into a file at v0.38, where they went', () => {
    const step = upgrade.steps.find(({ changes }) => changes.some(({ flag }) => flag === 'store'))
    expect(step?.release).toBe('v0.38')
    expect(step?.changes.find(({ flag }) => flag === 'store')).toMatchObject({ reason: 'removed', isDone: true, blocks: true, name: 'thanos-query' })
    expect(args(upgrade.spec, 'query').join(' ')).toMatch(/--endpoint\.sd-config-file=/)
    expect(args(upgrade.spec, 'query').join(' ')).not.toMatch(/--store=/)
  })

  it('says at v0.34 that the store looks for blocks less often, and writes the old default down when asked to', () => {
    const kept = go(guide, 'v0.42', true)
    expect(upgrade.steps.find(({ release }) => release === 'v0.34')?.changes.map(({ flag, reason, isDone }) => [flag, reason, isDone])).toEqual([['sync-block-duration', 'default', false]])
    expect(args(upgrade.spec, 'store')).not.toContain('--sync-block-duration=3m')
    expect(args(kept.spec, 'store')).toContain('--sync-block-duration=3m')
  })

  it('tells what else is different, release by release, to those whom it concerns', () => {
    const notes = new Map(upgrade.steps.map(({ release, notes: met }) => [release, met]))
    expect([...notes.keys()]).toEqual(RELEASES.slice(1).filter((release) => notes.has(release)))
    expect(notes.get('v0.32')?.find(({ note }) => note.pull === 6107)?.names).toHaveLength(running(guide).length)
    const [first, ...others] = running(guide)
    const set = applyEdits(guide, [{ op: 'field.set', object: first === undefined ? '' : specObjectId(first), pointer: '/spec/template/spec/securityContext/fsGroup', value: 1001 }])
    expect(go(set, 'v0.42').steps.flatMap((step) => step.notes).find(({ note }) => note.pull === 6107)?.names).toEqual(others.map(({ name }) => name))
    expect(notes.get('v0.35')?.find(({ note }) => note.pull === 7123)?.names).toEqual(['thanos-ruler'])
    expect([...notes.values()].flat().some(({ note }) => note.pull === 8853)).toBe(false)
  })
})

describe('any way between releases', () => {
  const cases = RELEASES.flatMap((from) => RELEASES.map((to) => ({ from, to })))
  const kinds = KINDS.filter((kind) => kind !== 'sidecar')

  it('leaves no unknown flag but those that it left to a person, whatever was set', () => {
    fc.assert(fc.property(fc.constantFrom(...cases), fc.constantFrom(...kinds), fc.infiniteStream(fc.nat()), ({ from, to }, kind, numbers) => {
      const names = Object.keys(flagsOf(kind))
      const flags = Array.from({ length: 12 }, () => names[(numbers.next().value ?? 0) % names.length] ?? '')
      const spec = withFlags(kind, from, [...new Set(flags)].map((name) => value(kind, name)))
      const before = new Set(flagFindings(spec))
      const upgrade = go(spec, to)
      const open = new Set(upgrade.steps.flatMap(({ changes }) => changes.filter(({ isDone }) => !isDone).map(({ object, flag }) => `${object} flags.${flag}`)))
      // Where nothing moves, what was wrong before stays as it was.
      const wrong = flagFindings(upgrade.spec, to).filter((finding) => !open.has(finding) && !(upgrade.direction === 'same' && before.has(finding)))
      expect(wrong).toEqual([])
    }), { numRuns: 300 })
  }, SLOW_MS)

  it.each(RELEASES)('changes nothing when it goes to %s from there', (release) => {
    const { spec } = go(guide, release)
    expect(go(spec, release)).toMatchObject({ direction: 'same', edits: [], steps: [], images: [], left: [] })
  })

  it('has no unknown flag for any example at any release that it goes to, and back', () => {
    for (const name of ['guide', 'corrected', 'minimal', 'router-ingestors', 'store-shards']) {
      const start = adopt(example(name)).spec
      for (const to of RELEASES) {
        const there = go(start, to).spec
        expect(flagFindings(there)).toEqual([])
        expect(flagFindings(go(there, 'v0.31').spec)).toEqual([])
      }
    }
  }, SLOW_MS)

  it('brings endpoints back into flags on the way back, with what they were', () => {
    const corrected = adopt(example('corrected')).spec
    const there = go(corrected, 'v0.42').spec
    const back = go(there, 'v0.36')
    expect(back.direction).toBe('down')
    expect(args(back.spec, 'query').filter((arg) => arg.startsWith('--endpoint')).toSorted()).toEqual(args(corrected, 'query').filter((arg) => arg.startsWith('--endpoint')).toSorted())
    expect(back.steps.flatMap(({ notes }) => notes).every(({ note }) => note.back !== undefined)).toBe(true)
    expect(back.steps.map(({ release }) => release)).toEqual(['v0.42', 'v0.41', 'v0.40', 'v0.39', 'v0.38', 'v0.37'].filter((release) => back.steps.some((step) => step.release === release)))
  })

  it('changes only those that were asked for', () => {
    const query = running(guide).find(({ kind }) => kind === 'query')
    const { spec } = planUpgrade(guide, { objects: [specObjectId(query as Workload)], to: 'v0.42', keepDefaults: false })
    expect(running(spec).filter(({ image }) => image?.endsWith('v0.42.4') === true).map(({ kind }) => kind)).toEqual(['query'])
  })
})

describe('a pod that runs Thanos in two containers', () => {
  const container = (name: string, args: readonly string[]): object => ({ name, image: 'quay.io/thanos/thanos:v0.35.0', args })
  const pod = { containers: [container('query', ['query', '--query.timeout=1m']), container('store', ['store', '--sync-block-duration=3m', '--quary=1']), container('other', ['query', '--store=a:1'])] }
  const spec = adopt([{ name: 'x', text: JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'both' }, spec: { template: { spec: pod } } }) }]).spec

  it('changes all of them over, flags too, and says which container has what is left', () => {
    const upgrade = go(spec, 'v0.42')
    const written = JSON.stringify(render(upgrade.spec))
    expect(written.match(/thanos:v[\d.]+/g)).toEqual(['thanos:v0.42.4', 'thanos:v0.42.4', 'thanos:v0.42.4'])
    expect(written).not.toContain('--store=a:1')
    expect(upgrade.images.map(({ name }) => name)).toEqual(['both', 'both:store', 'both:other'])
    expect(upgrade.left.map(({ en }) => en)).toContainEqual(expect.stringMatching(/^both:store: No release of thanos store .* --quary\./))
    expect(go(upgrade.spec, 'v0.42')).toMatchObject({ direction: 'same', edits: [] })
  })
})

describe('what only a person can do', () => {
  it('is a flag that nobody knows, named once', () => {
    const upgrade = go(withFlags('query', 'v0.31', ['--quary.timeout=2m']), 'v0.42')
    expect(leftOfWorkloads(upgrade)).toEqual(['thanos-query: No release of thanos query that is known here has --quary.timeout. Decide whether it is a slip of the keyboard.'])
  })

  it('is a list of stores in files of another format', () => {
    const upgrade = go(withFlags('query', 'v0.31', ['--store.sd-files=/etc/sd/*.yaml', '--store.sd-interval=1m']), 'v0.42')
    expect(leftOfWorkloads(upgrade)).toHaveLength(2)
    expect(args(upgrade.spec, 'query')).toContain('--store.sd-interval=1m')
  })

  it('is what a release breaks unless something is done first, of those whom it breaks', () => {
    const upgrade = go(guide, 'v0.42')
    const acts = upgrade.steps.flatMap(({ notes }) => notes.flatMap(({ note }) => (note.weight === 'breaking' ? note.act ?? [] : [])))
    expect(acts.length).toBeGreaterThan(2)
    for (const act of acts) expect(upgrade.left.filter(({ en, ko }) => en.endsWith(act.en) && ko.endsWith(act.ko)).map(({ en }) => en)).toEqual([expect.stringMatching(/^v0\.\d+, thanos-/)])
    expect(go(upgrade.spec, 'v0.31').left.filter(({ en }) => acts.some((act) => en.endsWith(act.en)))).toEqual([])
  })

  it('is an image that does not say its release, or comes from elsewhere', () => {
    const latest = adopt([{ name: 'x', text: JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'q' }, spec: { template: { spec: { containers: [{ name: 't', image: 'docker.io/bitnami/thanos:0.36.1-debian-12-r1@sha256:0', args: ['query', '--store=a:1'] }] } } } }) }]).spec
    const upgrade = go(latest, 'v0.42')
    expect(upgrade.images[0]).toMatchObject({ from: 'v0.36', image: 'docker.io/bitnami/thanos:0.42.4' })
    expect(leftOfWorkloads(upgrade)).toHaveLength(2)
  })
})

describe('the notes', () => {
  it('are there for every release after the first, in both languages, each with its pull request once', () => {
    const pulls = RELEASES.flatMap((release) => notesOf(release).map(({ pull }) => pull))
    expect(new Set(pulls).size).toBe(pulls.length)
    for (const release of RELEASES.slice(1)) {
      expect(notesOf(release).length).toBeGreaterThan(2)
      for (const { what, act, back } of notesOf(release)) {
        for (const said of [what, act, back]) expect(said === undefined || (/[가-힣]/.test(said.ko) && said.en.endsWith('.') && said.ko.endsWith('.'))).toBe(true)
      }
    }
  })

  it('lie on the way in the order in which they are met', () => {
    expect(releasesBetween('v0.36', 'v0.39').releases).toEqual(['v0.37', 'v0.38', 'v0.39'])
    expect(releasesBetween('v0.39', 'v0.37').releases).toEqual(['v0.39', 'v0.38'])
    expect(releasesBetween('v0.43', 'v0.42')).toEqual({ direction: 'down', releases: [] })
  })
})
