// An Alertmanager of the world: of its API version 2 the alerts and the silences. It has what the rulers fire that are given its address; it sends to nobody.
// Source: Alertmanager's api/v2/openapi.yaml.
import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { KubeObject } from '../../manifest/types.ts'
import { alertmanagerBase, alertmanagerPlace } from '../../thanos/live/alertmanager-address.ts'
import { flagValues } from '../../thanos/read-args.ts'
import { itemsAt, textAt, textsAt } from '../fields.ts'
import { kindNamed } from '../kinds.ts'
import type { Store } from '../store.ts'
import type { Page } from './pages.ts'
import { rulesOf, type FiredAlert } from './rules.ts'
import { isUp } from './installation.ts'
import type { World } from './world.ts'

const Silence = z.object({
  id: z.string().optional(),
  matchers: z.array(z.object({ name: z.string().min(1), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean().default(true) })).min(1),
  startsAt: z.iso.datetime({ offset: true }), endsAt: z.iso.datetime({ offset: true }), createdBy: z.string(), comment: z.string(),
})
export type Silence = z.infer<typeof Silence> & { id: string; updatedAt: string }

const PORT = 9093

/** The port on which a pod's Alertmanager listens; undefined for a pod that runs none. */
export function alertmanagerPort(pod: KubeObject): number | undefined {
  const container = itemsAt(pod, 'spec', 'containers').find((one) => /(?:^|\/)alertmanager[:@]/.test(textAt(one, 'image')))
  if (container === undefined) return undefined
  const args = Array.isArray(container.args) ? container.args.map(String) : []
  return Number(args.flatMap((arg) => /^--web\.listen-address=.*:(\d+)$/.exec(arg)?.[1] ?? [])[0] ?? PORT)
}

type Asked = { method: string; path: string; body: string }

/** What it answers. */
export function alertmanagerPage({ world, store }: { world: World; store: Store }, pod: KubeObject, { method, path, body }: Asked): Page {
  const namespace = pod.metadata.namespace ?? ''
  const silences = world.silences(namespace)
  if (path === '/-/healthy' || path === '/-/ready') return { code: 200, body: 'OK', type: 'text/plain' }
  if (path === '/api/v2/alerts' && method === 'GET') return json(alertsOf({ world, store }, pod, silences))
  if (path === '/api/v2/silences' && method === 'GET') return json(silences.map((silence) => ({ ...silence, status: { state: stateOf(silence, world.now()) } })))
  if (path === '/api/v2/silences' && method === 'POST') return keep(silences, body, world.now())
  const ended = /^\/api\/v2\/silence\/([^/]+)$/.exec(path)?.[1]
  if (ended !== undefined && method === 'DELETE') return end(silences, ended, world.now())
  return { code: 404, body: JSON.stringify({ code: 404, message: `path ${path} was not found` }), type: 'application/json' }
}

function alertsOf({ world, store }: { world: World; store: Store }, pod: KubeObject, silences: readonly Silence[]): unknown[] {
  const now = world.now()
  const found = new Map<string, FiredAlert>()
  for (const namespace of new Set(store.list(kindNamed('Pod')).map(({ metadata }) => metadata.namespace ?? ''))) {
    const scene = world.scene(namespace)
    for (const { pod: { kind }, labels: external, workload, ...member } of scene?.members.filter(isUp) ?? []) {
      const isSentHere = kind === 'rule' && flagValues(workload.args, 'alertmanagers.url').some((written) => leadsTo(store, pod, written, member.live.metadata.namespace ?? ''))
      if (!isSentHere || scene === undefined) continue
      const dropped = flagValues(workload.args, 'alert.label-drop')
      for (const alert of rulesOf(world, scene).flatMap(({ rules }) => rules.flatMap((rule) => ('alerts' in rule ? rule.alerts : [])))) {
        if (alert.state !== 'firing') continue
        const labels = Object.fromEntries(Object.entries({ ...alert.labels, ...external }).filter(([name]) => !dropped.includes(name)).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        found.set(JSON.stringify(labels), { ...alert, labels })
      }
    }
  }
  return [...found].map(([key, { labels, annotations, activeAt }]) => {
    const silencedBy = silences.filter((silence) => stateOf(silence, now) === 'active' && silence.matchers.every((matcher) => matches(matcher, labels[matcher.name] ?? ''))).map(({ id }) => id)
    return {
      labels, annotations, startsAt: activeAt, endsAt: new Date(now + 240_000).toISOString(), updatedAt: new Date(now).toISOString(), generatorURL: '', receivers: [{ name: 'nobody' }],
      fingerprint: createHash('sha256').update(key).digest('hex').slice(0, 16), status: { state: silencedBy.length > 0 ? 'suppressed' : 'active', silencedBy, inhibitedBy: [], mutedBy: [] },
    }
  })
}

/** Whether an address in a ruler's flags leads to a Service of this pod, or to the pod itself. */
function leadsTo(store: Store, pod: KubeObject, written: string, from: string): boolean {
  const base = alertmanagerBase(written)
  const place = base === undefined ? undefined : alertmanagerPlace(base, from)
  if (place === undefined || place.namespace !== pod.metadata.namespace || (place.pod !== undefined && place.pod !== pod.metadata.name)) return false
  const selector = Object.entries(textsAt(store.get(kindNamed('Service'), place.namespace, place.service), 'spec', 'selector'))
  return selector.length > 0 && selector.every(([name, value]) => textsAt(pod, 'metadata', 'labels')[name] === value)
}

function matches({ value, isRegex, isEqual }: Silence['matchers'][number], seen: string): boolean {
  const is = isRegex ? new RegExp(`^(?:${value})$`).test(seen) : value === seen
  return is === isEqual
}

function stateOf({ startsAt, endsAt }: Pick<Silence, 'startsAt' | 'endsAt'>, now: number): 'pending' | 'active' | 'expired' {
  if (now < Date.parse(startsAt)) return 'pending'
  return now < Date.parse(endsAt) ? 'active' : 'expired'
}

function keep(silences: Silence[], body: string, now: number): Page {
  const read = Silence.safeParse(parsed(body))
  if (!read.success || !read.data.matchers.every(({ value, isRegex }) => !isRegex || isPattern(value))) return { code: 400, body: JSON.stringify(read.success ? 'bad matchers' : z.prettifyError(read.error)), type: 'application/json' }
  const id = randomUUID()
  silences.push({ ...read.data, id, updatedAt: new Date(now).toISOString() })
  return json({ silenceID: id })
}

function end(silences: Silence[], id: string, now: number): Page {
  const found = silences.find((silence) => silence.id === id)
  if (!found) return { code: 404, body: '', type: 'application/json' }
  found.endsAt = new Date(now).toISOString()
  return json('')
}

function json(value: unknown): Page {
  return { code: 200, body: JSON.stringify(value), type: 'application/json' }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined // told as a body that is none
  }
}

function isPattern(value: string): boolean {
  try {
    return new RegExp(value) instanceof RegExp
  } catch {
    return false
  }
}
