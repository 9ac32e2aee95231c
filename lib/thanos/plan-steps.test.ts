import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ObjectChange } from '../manifest/change.ts'
import { isEqual } from '../manifest/equal.ts'
import type { PlanStep } from '../manifest/step.ts'
import { specOf } from '../testing/specs.ts'
import { text } from '../text.ts'
import { planSteps, type PlanOrder } from './plan-steps.ts'
import { quorum } from './hashring.ts'
import { renderObject } from './render.ts'
import { simulateSteps } from './rollout/simulate.ts'
import { specObjectId, type StackSpec } from './spec.ts'

type Receivers = { factor: number; groups: Readonly<Record<string, number>>; ring: readonly string[]; port?: number; isRouting?: boolean; isFrozen?: boolean; strategy?: string }

const address = (pod: string, port = 10901): string => `${pod}.${pod.replace(/-\d+$/, '')}.m.svc.cluster.local:${port}`

/** A router that reads the ring, and StatefulSets of ingestors; or, `isRouting`, StatefulSets that do both. */
function installation({ factor, groups, ring, port = 10901, isRouting = false, isFrozen = false, strategy = '' }: Receivers): StackSpec {
  const mount = isFrozen
    ? 'volumeMounts: [{ name: ring, mountPath: /etc/ring/hashrings.json, subPath: hashrings.json }]'
    : 'volumeMounts: [{ name: ring, mountPath: /etc/ring }]'
  const ringed = (name: string): string => `["receive", '--label=r="x"', --receive.replication-factor=${factor}, --receive.hashrings-algorithm=ketama, --receive.hashrings-file=/etc/ring/hashrings.json${name}]`
  const router = `---
apiVersion: apps/v1
kind: ${strategy === '' || strategy.startsWith('paused') ? 'Deployment' : 'StatefulSet'}
metadata: { name: router, namespace: m }
spec:
  ${strategy === '' ? '' : `replicas: 3\n  ${strategy}`}
  selector: { matchLabels: { app: router } }
  template:
    metadata: { labels: { app: router } }
    spec:
      containers: [{ name: t, image: thanos:v0.42.4, args: ${ringed('')}, ${mount} }]
      volumes: [{ name: ring, configMap: { name: ring } }]
`
  const group = (name: string, replicas: number): string => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: m }
spec: { clusterIP: None, selector: { app: ${name} }, ports: [{ name: grpc, port: ${port} }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name}, namespace: m }
spec:
  replicas: ${replicas}
  serviceName: ${name}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers: [{ name: t, image: thanos:v0.42.4, args: ${isRouting ? ringed(`, --receive.local-endpoint=$(POD_NAME).${name}.m.svc.cluster.local:${port}, --grpc-address=0.0.0.0:${port}`) : `["receive", '--label=r="x"', --grpc-address=0.0.0.0:${port}]`}, ${isRouting ? mount : ''} }]
      ${isRouting ? 'volumes: [{ name: ring, configMap: { name: ring } }]' : ''}
`
  return specOf(`apiVersion: v1
kind: ConfigMap
metadata: { name: ring, namespace: m }
data: { hashrings.json: '${JSON.stringify([{ endpoints: ring.map((pod) => address(pod, port)) }])}' }
${isRouting ? '' : router}${Object.entries(groups).map(([name, replicas]) => group(name, replicas)).join('')}`)
}

function planned(before: StackSpec, after: StackSpec, unsettled: Pick<Parameters<typeof planSteps>[0], 'owed' | 'unready' | 'behind'> & { checksums?: ReadonlyMap<string, string> } = {}): PlanOrder {
  const old = new Map(before.objects.map((object) => [specObjectId(object), object]))
  const ids = new Set(after.objects.map(specObjectId))
  const change = (object: string, verdict: ObjectChange['verdict']): ObjectChange => ({ object, verdict, fields: [], conflicts: [], liveYaml: '', predictedYaml: '', restarts: 0 })
  const changes = after.objects.map((object) => {
    const was = old.get(specObjectId(object))
    if (was === undefined) return change(specObjectId(object), 'create')
    return change(specObjectId(object), isEqual(renderObject(was), renderObject(object)) && unsettled.checksums?.has(specObjectId(object)) !== true ? 'unchanged' : 'change')
  })
  const orphans = before.objects.filter((object) => !ids.has(specObjectId(object))).map((object) => change(specObjectId(object), 'orphan'))
  return planSteps({ before, after, changes: [...changes, ...orphans], ...unsettled, checksums: unsettled.checksums ?? new Map() })
}

const moving = ({ steps }: PlanOrder): string[] => steps.filter(({ gate, action }) => gate !== 'none' || action === 'delete').map(({ object, action, gate }) => `${action} ${object} ${gate}`)
const pods = (name: string, count: number): string[] => Array.from({ length: count }, (_, ordinal) => `${name}-${ordinal}`)
const codes = ({ blockers }: PlanOrder): string[] => blockers.map(({ code }) => code)
const RING = 'ConfigMap/m/ring'

describe('planSteps', () => {
  it('grows: new pods are ready before the ring names them', () => {
    const plan = planned(installation({ factor: 3, groups: { a: 3 }, ring: pods('a', 3) }), installation({ factor: 3, groups: { a: 5 }, ring: pods('a', 5) }))
    expect(moving(plan)).toEqual(['apply StatefulSet/m/a rollout', `apply ${RING} refresh`])
    expect(plan.steps.find(({ object }) => object === RING)?.reason?.en).toBe('After a: its new pods are ready before the ring names them.')
    expect(codes(plan)).toEqual([])
  })

  it('shrinks: the ring has reached every router before pods go', () => {
    const plan = planned(installation({ factor: 3, groups: { a: 5 }, ring: pods('a', 5) }), installation({ factor: 3, groups: { a: 3 }, ring: pods('a', 3) }))
    expect(moving(plan)).toEqual([`apply ${RING} refresh`, 'apply StatefulSet/m/a rollout'])
    expect(codes(plan)).toEqual([])
  })

  it('moves: the new workload, then the ring, then the old one is deleted when that is ticked', () => {
    const plan = planned(installation({ factor: 2, groups: { a: 3 }, ring: pods('a', 3) }), installation({ factor: 2, groups: { b: 3 }, ring: pods('b', 3) }))
    expect(moving(plan)).toEqual(['apply StatefulSet/m/b rollout', `apply ${RING} refresh`, 'delete StatefulSet/m/a rollout', 'delete Service/m/a none'])
    expect(plan.steps.find(({ object }) => object === 'StatefulSet/m/a')?.reason?.en).toContain('After the ring')
    expect(codes(plan)).toEqual([])
  })

  it('raises the replication factor of a router after the ring, and lowers it before', () => {
    const small = installation({ factor: 1, groups: { a: 1 }, ring: pods('a', 1) })
    const large = installation({ factor: 3, groups: { a: 3 }, ring: pods('a', 3) })
    expect(moving(planned(small, large))).toEqual(['apply StatefulSet/m/a rollout', `apply ${RING} refresh`, 'apply Deployment/m/router rollout'])
    expect(moving(planned(large, small))).toEqual(['apply Deployment/m/router rollout', `apply ${RING} refresh`, 'apply StatefulSet/m/a rollout'])
  })

  it('says that receivers which route and keep at once must not raise the factor and the ring together', () => {
    const plan = planned(installation({ factor: 1, groups: { a: 1 }, ring: pods('a', 1), isRouting: true }), installation({ factor: 3, groups: { a: 3 }, ring: pods('a', 3), isRouting: true }))
    expect(codes(plan)).toEqual(['plan/ring-below-factor'])
  })

  it('says that a port cannot change under a ring in one apply', () => {
    const plan = planned(installation({ factor: 3, groups: { a: 3 }, ring: pods('a', 3), isRouting: true }), installation({ factor: 3, groups: { a: 3 }, ring: pods('a', 3), port: 10911, isRouting: true }))
    expect(codes(plan)).toEqual(['plan/ring-in-one-step'])
    expect(plan.blockers[0]?.reason.en).toContain('add a second StatefulSet')
  })

  it('says that receivers which read their ring only at their start cannot shrink with it in one apply', () => {
    const shapes = (count: number) => installation({ factor: 3, groups: { a: count }, ring: pods('a', count), isRouting: true, isFrozen: true })
    expect(codes(planned(shapes(5), shapes(3)))).toEqual(['plan/ring-in-one-step'])
    expect(codes(planned(shapes(3), shapes(5)))).toEqual(['plan/ring-in-one-step'])
  })

  it('restarts a router that reads its ring only at its start between the two', () => {
    const shapes = (count: number) => installation({ factor: 3, groups: { a: count }, ring: pods('a', count), isFrozen: true })
    const withChecksum = (before: StackSpec, after: StackSpec): string[] => {
      const changes = after.objects.map((object): ObjectChange => ({ object: specObjectId(object), verdict: object.object === 'Service' ? 'unchanged' : 'change', fields: [], conflicts: [], liveYaml: '', predictedYaml: '', restarts: 0 }))
      return planSteps({ before, after, changes, checksums: new Map([['Deployment/m/router', 'x']]) }).steps.filter(({ object }) => !object.startsWith('Service')).map(({ object }) => object)
    }
    expect(withChecksum(shapes(3), shapes(5))).toEqual([RING, 'StatefulSet/m/a', 'Deployment/m/router'])
    expect(withChecksum(shapes(5), shapes(3))).toEqual([RING, 'Deployment/m/router', 'StatefulSet/m/a'])
  })

  it.each([
    ['OnDelete', 'updateStrategy: { type: OnDelete }', 'router-0, router-1, router-2: Its strategy is OnDelete'],
    ['a partition', 'updateStrategy: { type: RollingUpdate, rollingUpdate: { partition: 2 } }', 'router-0, router-1: Its partition is 2'],
    ['a pause', 'paused: true', '3 pods of router: Its rollout is paused'],
  ])('shrinks no ring together with its pods where %s lets routers keep the old one', (_, strategy, who) => {
    const shapes = (count: number) => installation({ factor: 3, groups: { a: count }, ring: pods('a', count), isFrozen: true, strategy })
    const checksums = new Map([[`${strategy.startsWith('paused') ? 'Deployment' : 'StatefulSet'}/m/router`, 'x']])
    const plan = planned(shapes(5), shapes(3), { checksums })
    expect(codes(plan)).toEqual(['plan/ring-in-one-step'])
    expect(plan.blockers[0]?.reason.en).toContain(`Applying alone does not reach ${who}`)
    expect(codes(planned(shapes(3), shapes(5), { checksums }))).toEqual([])
    // Who watches its file has the new ring whatever its strategy says of its pods.
    const watched = (count: number) => installation({ factor: 3, groups: { a: count }, ring: pods('a', count), strategy })
    expect(codes(planned(watched(5), watched(3)))).toEqual([])
  })

  it('lowers no factor together with the ring where pods keep the old factor: they would exit', () => {
    const shape = (factor: number, count: number) => installation({ factor, groups: { a: 3 }, ring: pods('a', count), strategy: 'updateStrategy: { type: OnDelete }' })
    const plan = planned(shape(3, 3), shape(1, 1))
    expect(codes(plan)).toEqual(['plan/ring-below-factor'])
    expect(plan.blockers[0]?.reason.en).toContain('Applying alone does not reach router-0')
    expect(codes(planned(shape(3, 3), shape(1, 3)))).toEqual([])
  })

  it('takes no endpoint away while pods still run with an older ring than their own template has', () => {
    const shape = (count: number) => installation({ factor: 1, groups: { a: count }, ring: pods('a', count) })
    const behind = new Map([['Deployment/m/router', { count: 1, names: ['router-x'], why: text('It is paused.', '일시 중지되어 있습니다.') }]])
    expect(codes(planned(shape(3), shape(2), { behind }))).toEqual(['plan/ring-kept'])
    expect(codes(planned(shape(2), shape(3), { behind }))).toEqual([])
  })

  it('grows still where the pods were asked for before and are not ready: the ring waits for them', () => {
    const [before, after] = [installation({ factor: 3, groups: { a: 5 }, ring: pods('a', 3) }), installation({ factor: 3, groups: { a: 5 }, ring: pods('a', 5) })]
    expect(moving(planned(before, after))).toEqual([`apply ${RING} refresh`])
    for (const unsettled of [{ unready: new Set(['StatefulSet/m/a']) }, { owed: new Set(['StatefulSet/m/a']) }]) {
      expect(moving(planned(before, after, unsettled))).toEqual(['apply StatefulSet/m/a rollout', `apply ${RING} refresh`])
    }
  })

  it('waits for no pods that wait for the ring: with one that is too small they exit', () => {
    const [before, after] = [installation({ factor: 3, groups: { a: 3 }, ring: pods('a', 2), isRouting: true }), installation({ factor: 3, groups: { a: 3 }, ring: pods('a', 3), isRouting: true })]
    expect(moving(planned(before, after, { unready: new Set(['StatefulSet/m/a']) }))).toEqual([`apply ${RING} refresh`])
  })

  it('shrinks still where the ring was applied and not seen taken in: pods go after it', () => {
    const [before, after] = [installation({ factor: 3, groups: { a: 5 }, ring: pods('a', 3) }), installation({ factor: 3, groups: { a: 3 }, ring: pods('a', 3) })]
    expect(moving(planned(before, after))).toEqual(['apply StatefulSet/m/a rollout'])
    expect(moving(planned(before, after, { owed: new Set([RING]) }))).toEqual([`apply ${RING} refresh`, 'apply StatefulSet/m/a rollout'])
  })

  it('lowers and raises the factor still after what was applied and not seen taken in', () => {
    const shape = (factor: number, count: number) => installation({ factor, groups: { a: 3 }, ring: pods('a', count) })
    expect(moving(planned(shape(1, 3), shape(3, 3), { owed: new Set([RING]) }))).toEqual([`apply ${RING} refresh`, 'apply Deployment/m/router rollout'])
    expect(moving(planned(shape(1, 3), shape(1, 1), { owed: new Set(['Deployment/m/router']) }))).toEqual(['apply Deployment/m/router rollout', `apply ${RING} refresh`])
  })

  it('keeps the usual order where nothing is written to yet', () => {
    const plan = planned(specOf('apiVersion: v1\nkind: Service\nmetadata: { name: x }\nspec: {}\n'), installation({ factor: 3, groups: { a: 3 }, ring: pods('a', 3) }))
    expect(plan.steps.filter(({ action }) => action === 'apply').map(({ object }) => object)).toEqual([RING, 'Service/m/a', 'Deployment/m/router', 'StatefulSet/m/a'])
    expect(codes(plan)).toEqual([])
  })

  it('moves nothing and waits for nothing when nothing changes', () => {
    const same = installation({ factor: 3, groups: { a: 3, b: 2 }, ring: pods('a', 3) })
    expect(moving(planned(same, same))).toEqual([])
  })

  it('never lets the ring name a pod that is not ready, whatever grows, shrinks, comes and goes', () => {
    const shape = fc.record({ a: fc.integer({ min: 0, max: 4 }), b: fc.integer({ min: 0, max: 4 }), c: fc.integer({ min: 0, max: 4 }) }).filter((groups) => Object.values(groups).some((count) => count > 0))
    const side = fc.tuple(shape, fc.boolean()).map(([groups, isRouting]) => ({ groups: Object.fromEntries(Object.entries(groups).filter(([, count]) => count > 0)), isRouting }))
    fc.assert(fc.property(side, side, fc.integer({ min: 1, max: 3 }), fc.boolean(), (from, to, factor, isRouting) => {
      const ringOf = (groups: Record<string, number>): string[] => Object.entries(groups).flatMap(([name, count]) => pods(name, count))
      fc.pre(ringOf(from.groups).length >= factor && ringOf(to.groups).length >= factor)
      const [before, after] = [from, to].map(({ groups }) => installation({ factor, groups, ring: ringOf(groups), isRouting }))
      if (!before || !after) return
      const plan = planned(before, after)
      expect(codes(plan)).toEqual([])
      expect(simulateSteps(before, after, plan.steps)).toEqual([])
      expect(play(plan.steps, { from: from.groups, to: to.groups, ring: { from: ringOf(from.groups), to: ringOf(to.groups) }, factor })).toEqual([])
    }), { numRuns: 60 })
  }, 60_000)
})

/** The same claim, counted without a line of the code above: pods by name, and the ring as text. */
function play(steps: readonly PlanStep[], { from, to, ring, factor }: {
  from: Readonly<Record<string, number>>; to: Readonly<Record<string, number>>; ring: { from: string[]; to: string[] }; factor: number
}): string[] {
  const ready = new Map(Object.entries(from))
  let known = [ring.from]
  const wrong: string[] = []
  const look = (at: string): void => {
    const up = new Set([...ready].flatMap(([name, count]) => pods(name, count)))
    for (const names of known) {
      const down = names.filter((pod) => !up.has(pod))
      if (down.length > 0) wrong.push(`${at}: ${down.join(', ')}${down.length > factor - quorum(factor) ? ', quorum lost' : ''}`)
    }
  }
  for (const { object, action } of steps) {
    const name = object.split('/').at(-1) ?? ''
    if (object === RING) {
      known = [ring.from, ring.to]
      look(`while ${object}`)
      known = [ring.to]
    } else if (object.startsWith('StatefulSet/')) {
      const wanted = action === 'delete' ? 0 : to[name] ?? 0
      ready.set(name, Math.min(ready.get(name) ?? 0, wanted))
      look(`while ${object}`)
      ready.set(name, wanted)
    }
    look(`after ${object}`)
  }
  return wrong
}

describe('simulateSteps', () => {
  const three = installation({ factor: 3, groups: { a: 3 }, ring: pods('a', 3) })
  const five = installation({ factor: 3, groups: { a: 5 }, ring: pods('a', 5) })
  const steps = (...objects: string[]): PlanStep[] => objects.map((object) => ({ object, action: 'apply', gate: 'rollout' }))

  it('finds the ring that names pods too early, and pods that go too early', () => {
    expect(simulateSteps(three, five, steps(RING, 'StatefulSet/m/a'))).toMatchObject([
      { kind: 'absent', step: 0, reader: 'Deployment/m/router', addresses: [address('a-3'), address('a-4')], losesQuorum: true },
      { kind: 'absent', step: 1 },
    ])
    expect(simulateSteps(five, three, steps('StatefulSet/m/a', RING))).toMatchObject([{ kind: 'absent', step: 0 }, { kind: 'absent', step: 1 }])
    expect(simulateSteps(three, five, steps('StatefulSet/m/a', RING))).toEqual([])
  })

  it('does not blame the steps for what was amiss before', () => {
    const broken = installation({ factor: 3, groups: { a: 2 }, ring: pods('a', 3) })
    expect(simulateSteps(broken, installation({ factor: 3, groups: { a: 2, b: 1 }, ring: pods('a', 3) }), steps('StatefulSet/m/b'))).toEqual([])
  })
})
