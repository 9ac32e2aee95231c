// One installation as it is observed: watches on its pods and workloads, and everything that its Thanos pods are asked again and again.
import { setTimeout as pause } from 'node:timers/promises'
import type { Cluster } from '../../kube/cluster.ts'
import { log } from '../../log.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { alertmanagerBase } from '../../thanos/live/alertmanager-address.ts'
import { splitTold, valueOf } from '../../thanos/live/readings.ts'
import { seenName } from '../../thanos/live/seen-object.ts'
import { commandLineFlags, seenPod } from '../../thanos/live/seen-pod.ts'
import { seenWorkload } from '../../thanos/live/seen-workload.ts'
import type { Observation, Reading, SeenComponent, SeenPod, SeenTargets, SeenWorkload } from '../../thanos/live/observation.ts'
import { startAlertmanagers, type Addressed } from './alertmanagers.ts'
import { componentSources, isRunning, pageOf, versionFrom, type ComponentSources } from './component-questions.ts'
import type { Declared } from './declared.ts'
import { edgeReader } from './edges.ts'
import { startPlaces } from './places.ts'
import { startRounds } from './rounds.ts'
import { createSource, type Source } from './source.ts'

export type Observer = {
  observation: () => Observation
  /** Resolves when everything has been asked once, or after the time that a reader waits for that at most. */
  firstLook: Promise<void>
  /** Asks everything at once whose last answer did not come, however long its breaker would wait; resolves when all of it was asked, or after as long as a first look may take. */
  lookAnew: () => Promise<void>
  /** Called some time after a change, once for all that came together. */
  onChange: (listener: () => void) => () => void
  stop: () => void
}

/** Requests under way at a time towards one API server. */
const AT_ONCE = 8
const DEBOUNCE_MS = 300
/** Watched things are as old as the look: it is composed anew after so long, whether or not anything changed. */
const KEPT_MS = 1_000
const FIRST_LOOK_MS = 4_000
const ASKED_AGAIN_MS = 50

type Component = { uid: unknown; pod: SeenPod; live: KubeObject; seenAt: number; sources: ComponentSources }

/** `declared` gives what the stack's newest revision says at the time. */
export function startObserver({ cluster, namespace, paceMs, declared }: { cluster: Cluster; namespace: string; paceMs: number; declared: () => Promise<Declared> }): Observer {
  const components = new Map<string, Component>()
  const listeners = new Set<() => void>()
  let debounce: NodeJS.Timeout | undefined
  let settle: () => void = () => undefined
  let isTold = false
  /** Workloads that their namespace alone tells apart, as the newest revision has them. */
  let twice: ReadonlySet<string> = new Set()
  const firstLook = new Promise<void>((resolve) => { settle = resolve })
  const patience = setTimeout(() => { settle() }, FIRST_LOOK_MS)

  /** What was composed last: many read at once, and little changes between two of them. */
  let last: Observation | undefined
  const changed = (): void => {
    last = undefined
    if (isSettled()) settle()
    debounce ??= setTimeout(() => {
      debounce = undefined
      for (const listener of listeners) listener()
    }, DEBOUNCE_MS)
  }
  const guarded = (work: () => void) => (): void => {
    try {
      work()
    } catch (error) {
      // A pod that cannot be read must not end the watch of the others.
      log.error({ err: error, namespace }, 'what is seen of a cluster could not be taken in')
    }
  }
  const places = startPlaces(cluster, { podsChanged: guarded(() => { reconcile() }), changed })

  const readEdges = edgeReader()
  const alertmanagers = startAlertmanagers({ cluster, namespace, paceMs })
  const edges = createSource({
    from: 'query/api/v1/query', everyMs: paceMs,
    ask: async (signal) => {
      const { namespaces, edges: declaredEdges, alertmanagers: configured, twice: named } = await declared()
      twice = named
      places.follow([namespace, ...namespaces])
      alertmanagers.follow([...configured, ...ofRulers()])
      const query = [...components.values()].find(({ pod }) => pod.kind === 'query' && isRunning(pod) && pod.isReady)
      return readEdges(query && pageOf({ cluster, namespace, pod: () => query.pod }, signal), { tenantLabel: tenantLabel(), declared: declaredEdges })
    },
  })
  /** Those of the command lines that run, for installations that nobody has imported. */
  const ofRulers = (): Addressed[] => [...components.values()].flatMap(({ live, pod }) => (pod.kind !== 'rule' ? [] : splitTold(commandLineFlags(live)['alertmanagers.url'] ?? '').flatMap((written) => {
    const address = alertmanagerBase(written)
    return address === undefined ? [] : [{ address, ...(pod.namespace === undefined ? {} : { namespace: pod.namespace }) }]
  })))
  const tenantLabel = (): string | undefined => [...components.values()].flatMap(({ live, pod }) => (pod.kind === 'receive' ? commandLineFlags(live)['receive.tenant-label-name'] ?? [] : []))[0]

  const ownSources = (): Source<unknown>[] => [...[...components.values()].flatMap(({ sources: own }) => Object.values(own)), edges]
  const sources = (): Source<unknown>[] => [...ownSources(), ...alertmanagers.sources()]
  const rounds = startRounds({ sources, atOnce: AT_ONCE, asked: changed })
  const isSettled = (): boolean => isTold && places.isSettled() && ownSources().every(isAsked)

  /** Has a component for every Thanos pod: new ones are asked at once, those that changed their state too. */
  function reconcile(): void {
    const reading = places.pods()
    const seen = new Set<string>()
    for (const live of reading.state === 'dead' ? [] : reading.value) {
      const found = seenPod(live)
      if (!found) continue
      const place = live.metadata.namespace ?? namespace
      const pod: SeenPod = place === namespace ? found : { ...found, namespace: place }
      const key = `${place}/${found.name}`
      seen.add(key)
      const known = components.get(key)
      if (known && known.uid === live.metadata.uid) {
        const isOther = isRunning(known.pod) !== isRunning(pod) || known.pod.isReady !== pod.isReady || known.pod.startedAt !== pod.startedAt
        Object.assign(known, { pod, live })
        if (isOther) for (const source of Object.values(known.sources)) source.hurry()
      } else {
        for (const source of Object.values(known?.sources ?? {})) source.stop()
        const made: Component = { uid: live.metadata.uid, pod, live, seenAt: Date.now(), sources: componentSources(pod, { cluster, namespace, paceMs, pod: () => components.get(key)?.pod }) }
        components.set(key, made)
        if (pod.kind === 'query') edges.hurry()
      }
    }
    for (const [key, { sources: own }] of components) {
      if (seen.has(key)) continue
      for (const source of Object.values(own)) source.stop()
      components.delete(key)
    }
    rounds.wake()
    changed()
  }

  async function lookAnew(): Promise<void> {
    const failing = sources().filter((source) => source.reading().state !== 'fresh')
    for (const source of failing) source.hurry()
    rounds.wake()
    const patient = AbortSignal.timeout(FIRST_LOOK_MS)
    while (!failing.every(isAsked) && !patient.aborted) await pause(ASKED_AGAIN_MS)
  }

  const observation = (): Observation => {
    if (last && Date.now() - last.at < KEPT_MS) return last
    last = compose()
    return last
  }
  const compose = (): Observation => {
    const bare = [...components.values()]
    const all = bare.map((component) => ({ ...component, pod: toldApart(component.pod) })).toSorted((a, b) => (a.pod.name < b.pod.name ? -1 : 1))
    const seenPods = all.map(({ pod }) => pod)
    const ofPods = <Key extends keyof ComponentSources>(key: Key): [string, NonNullable<ComponentSources[Key]>][] => all.flatMap(({ pod, sources: own }) => {
      const source = own[key]
      return source ? [[pod.name, source]] : []
    })
    const readings = <T>(entries: readonly [string, Source<T>][]): Record<string, Reading<T>> => Object.fromEntries(entries.map(([name, source]) => [name, source.reading()]))
    const podsIn = (place = namespace): SeenPod[] => bare.map(({ pod }) => pod).filter((pod) => (pod.namespace ?? namespace) === place)
    const [unseen, stores] = [places.unseen(), readings(ofPods('stores'))]
    return {
      at: Date.now(), ...(unseen.length === 0 ? {} : { unseen }),
      pods: steady('pods', mapped(places.pods(), () => seenPods)),
      workloads: steady('workloads', mapped(places.workloads(), (live) => live.flatMap((object) => workloadSeen(object, podsIn(object.metadata.namespace))))),
      components: all.map((component): SeenComponent => componentOf(component)),
      stores, targets: ofSidecars(readings(ofPods('targets')), stores), rules: readings(ofPods('rules')), blocks: readings(ofPods('blocks')), edges: edges.reading(), alertmanagers: alertmanagers.readings(),
    }
  }
  const objectIn = (object: string, place: string): string => {
    const [kind = '', name = ''] = object.split('/')
    return seenName({ object: kind, name, namespace: place }, twice)
  }
  function toldApart(pod: SeenPod): SeenPod {
    const place = pod.namespace ?? namespace
    const object = objectIn(pod.object, place)
    return object === pod.object ? pod : { ...pod, object, name: `${place}/${pod.name}` }
  }
  function workloadSeen(live: KubeObject, pods: readonly SeenPod[]): SeenWorkload[] {
    const seen = seenWorkload(live, pods)
    return seen === undefined ? [] : [{ ...seen, object: objectIn(seen.object, live.metadata.namespace ?? namespace) }]
  }
  /** What says the same as last time keeps its identity: observationPatch() tells changes by that. */
  const before = new Map<string, Reading<unknown>>()
  function steady<T>(key: string, reading: Reading<T>): Reading<T> {
    const last = before.get(key)
    const same = last !== undefined && last.state !== 'dead' && reading.state !== 'dead' && JSON.stringify(last.value) === JSON.stringify(reading.value)
    // Safe because it is the reading of the same key, and says the same.
    const kept = same ? { ...reading, value: last.value as T } : reading
    before.set(key, kept)
    return kept
  }
  function componentOf({ pod, live, seenAt, sources: { metrics, flags } }: Component): SeenComponent {
    const read = metrics.reading()
    return {
      pod: pod.name, kind: pod.kind, object: pod.object, metrics: read, version: steady(`version/${pod.name}`, versionFrom(read)),
      flags: flags?.reading() ?? steady(`flags/${pod.name}`, { state: 'fresh', from: `${pod.name} (command line)`, at: seenAt, value: commandLineFlags(live) }),
    }
  }

  // What the newest revision names is looked into from the beginning; where it cannot be read, the edges ask for it again.
  places.follow([namespace])
  declared().then(({ namespaces, twice: named }) => {
    twice = named
    places.follow([namespace, ...namespaces])
  }, (error: unknown) => { log.error({ err: error, namespace }, 'what a stack declares could not be read') }).finally(() => {
    isTold = true
    changed()
  }).catch(() => undefined)

  return {
    observation, firstLook, lookAnew,
    onChange: (listener) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
    stop: () => {
      clearTimeout(debounce)
      clearTimeout(patience)
      settle()
      rounds.stop()
      for (const source of sources()) source.stop()
      places.stop()
    },
  }
}

/** Asked since it was made or hurried, and answered or not. */
function isAsked(source: Source<unknown>): boolean {
  return Number.isFinite(source.dueAt()) && source.dueAt() > 0
}

/** Of the queries that list a sidecar; of others there is nothing to tell. */
function ofSidecars(targets: Readonly<Record<string, Reading<SeenTargets | undefined>>>, stores: Observation['stores']): Observation['targets'] {
  return Object.fromEntries(Object.entries(targets).flatMap(([query, reading]): [string, Reading<SeenTargets>][] => {
    if (!(valueOf(stores[query]) ?? []).some(({ type }) => type === 'sidecar')) return []
    if (reading.state === 'dead') return [[query, reading]]
    return reading.value === undefined ? [] : [[query, { ...reading, value: reading.value }]]
  }))
}

function mapped<A, B>(reading: Reading<A>, map: (value: A) => B): Reading<B> {
  return reading.state === 'dead' ? reading : { ...reading, value: map(reading.value) }
}
