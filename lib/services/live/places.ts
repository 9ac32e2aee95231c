// The namespaces of an installation, each with watches on its pods and workloads: what is seen of them together, and which nobody may look into.
import type { Cluster } from '../../kube/cluster.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import type { Reading, UnseenNamespace } from '../../thanos/live/observation.ts'
import { startMirror, type Mirror } from './mirror.ts'

export type Places = {
  /** Looks into these from now on, and into no others; the first is the stack's own. */
  follow: (namespaces: Iterable<string>) => void
  pods: () => Reading<readonly KubeObject[]>
  workloads: () => Reading<readonly KubeObject[]>
  /** Those of several that cannot be looked into. Of a single one the readings say so. */
  unseen: () => UnseenNamespace[]
  /** Whether each has answered, or has said that the account may not ask. */
  isSettled: () => boolean
  stop: () => void
}

type Place = { pods: Mirror; sets: Mirror; deployments: Mirror }

/** `podsChanged` and `changed` are told of every change of pods, and of workloads. */
export function startPlaces(cluster: Cluster, { podsChanged, changed }: { podsChanged: () => void; changed: () => void }): Places {
  const places = new Map<string, Place>()
  const open = (namespace: string): Place => ({
    pods: startMirror(cluster, { apiVersion: 'v1', kind: 'Pod', namespace }, podsChanged),
    sets: startMirror(cluster, { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace }, changed),
    deployments: startMirror(cluster, { apiVersion: 'apps/v1', kind: 'Deployment', namespace }, changed),
  })
  const close = (place: Place): void => { for (const mirror of mirrorsOf(place)) mirror.stop() }
  const of = (key: keyof Place): Reading<readonly KubeObject[]>[] => [...places.values()].map((place) => place[key].reading())

  return {
    follow: (namespaces) => {
      const wanted = new Set(namespaces)
      const gone = [...places].filter(([namespace]) => !wanted.has(namespace))
      for (const [namespace, place] of gone) {
        close(place)
        places.delete(namespace)
      }
      for (const namespace of wanted) if (!places.has(namespace)) places.set(namespace, open(namespace))
      if (gone.length > 0) podsChanged()
    },
    pods: () => together(of('pods')),
    workloads: () => whole(together(of('sets')), together(of('deployments'))),
    unseen: () => (places.size < 2 ? [] : [...places].flatMap(([namespace, place], index): UnseenNamespace[] => {
      const dead = mirrorsOf(place).map((mirror) => mirror.reading()).find(({ state }) => state === 'dead')
      return dead?.state === 'dead' ? [{ namespace, isHome: index === 0, since: dead.since, why: dead.why }] : []
    })),
    isSettled: () => [...places.values()].flatMap(mirrorsOf).every((mirror) => mirror.reading().state === 'fresh' || mirror.isForbidden()),
    stop: () => { for (const place of places.values()) close(place) },
  }
}

function mirrorsOf({ pods, sets, deployments }: Place): Mirror[] {
  return [pods, sets, deployments]
}

type Lists = Reading<readonly KubeObject[]>

/** The same of several namespaces: what cannot be read is left out as long as one can, and the rest is as good as the worst of it. */
function together(lists: readonly Lists[]): Lists {
  const [first, ...more] = lists.filter(({ state }) => state !== 'dead')
  const [dead] = lists
  if (first !== undefined) return more.reduce(whole, first)
  return dead ?? { state: 'dead', from: '', since: Date.now(), why: text('No namespace is looked into.', '살펴보는 네임스페이스가 없습니다.') }
}

/** Two lists as one, as good as the worse of them. */
function whole(a: Lists, b: Lists): Lists {
  if (a.state === 'dead') return a
  if (b.state === 'dead') return b
  return { ...(a.state === 'stale' ? a : b), from: a.from === b.from ? a.from : `${a.from}, ${b.from}`, value: [...a.value, ...b.value] }
}
