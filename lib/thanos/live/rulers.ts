// The rulers of an installation: which answer, which do not, and which labels tell their replicas apart.
import { flagValue } from '../read-args.ts'
import { isFragment } from '../check.ts'
import { type Text, text } from '../../text.ts'
import { workloads } from '../spec.ts'
import type { SeenPod, SeenRuleGroup } from './observation.ts'
import { componentOf, flagOfPod, type Look, podsOf, unseenOf, workloadOf } from './readings.ts'
import { seenObject } from './seen-object.ts'

/**
 * A ruler. What is silent may fire anything: its `groups` are the last that it told, of `at`. A workload of which no pod is seen stands here
 * by its own name.
 */
export type Ruler = { pod: string; object: string; startedAt?: number; from?: string } & (
  | { is: 'answers'; at: number; groups: readonly SeenRuleGroup[] }
  | { is: 'silent'; why: Text; since?: number; at?: number; groups: readonly SeenRuleGroup[] }
)

/** Every ruler that is seen or asked for, by name. */
export function rulersOf({ observation, spec }: Look): Ruler[] {
  const pods = podsOf(observation).filter(({ kind }) => kind === 'rule')
  const strays = Object.keys(observation.rules).filter((name) => !pods.some((pod) => pod.name === name))
  const seen = [
    ...pods.map((pod) => rulerOf({ observation, spec }, pod.name, { object: pod.object, ...(pod.startedAt === undefined ? {} : { startedAt: pod.startedAt }) })),
    ...strays.map((name) => rulerOf({ observation, spec }, name, { object: componentOf(observation, name)?.object ?? '' })),
  ]
  const why = observation.pods.state === 'fresh' ? text('No pod of it is seen.', '실행 중인 파드가 없습니다.') : observation.pods.why
  const unseen = workloads(spec)
    .filter((workload) => workload.kind === 'rule' && !isFragment(workload) && workload.managed !== false && workload.replicas !== 0 && !seen.some(({ object }) => object === seenObject(spec, workload)))
    .map((workload): Ruler => ({ pod: workload.name, object: seenObject(spec, workload), is: 'silent', why: unseenOf(observation, workload)?.why ?? why, groups: [] }))
  return [...seen, ...unseen].toSorted((a, b) => a.pod.localeCompare(b.pod))
}

function rulerOf({ observation }: Look, pod: string, of: { object: string; startedAt?: number }): Ruler {
  const reading = observation.rules[pod]
  if (reading === undefined) return { pod, ...of, is: 'silent', why: text('It was not asked yet.', '아직 묻지 않았습니다.'), groups: [] }
  switch (reading.state) {
    case 'fresh': return { pod, ...of, from: reading.from, is: 'answers', at: reading.at, groups: reading.value }
    case 'stale': return { pod, ...of, from: reading.from, is: 'silent', why: reading.why, since: reading.since, at: reading.at, groups: reading.value }
    case 'dead': return { pod, ...of, from: reading.from, is: 'silent', why: reading.why, since: reading.since, groups: [] }
  }
}

/** Workloads of which no ruler answers: what they would fire is not known. */
export function blindObjects(rulers: readonly Ruler[]): string[] {
  return [...new Set(rulers.map(({ object }) => object))].filter((object) => !rulers.some((ruler) => ruler.object === object && ruler.is === 'answers'))
}

/**
 * How the rulers of one workload label what they send. `external` is added to every alert; `hidden` are the labels that tell replicas apart or
 * are dropped, so that the same alert of two replicas is one. `isRelabelled`: Alertmanager may get other labels than these.
 */
export type Labelling = { external: Readonly<Record<string, string>>; hidden: ReadonlySet<string>; isRelabelled: boolean }

/** Source: pkg/alert/alert.go, Queue.Push: labels of --alert.label-drop go, those of --label come, then alerts are relabelled. */
export function labellingOf(look: Look, object: string): Labelling {
  const pods: Pick<SeenPod, 'name' | 'object'>[] = podsOf(look.observation).filter((pod) => pod.object === object)
  const each = (flag: string): string[][] => podsOf(look.observation).filter((pod) => pod.object === object).map((pod) => flagOfPod(look, pod, flag))
  const sets = each('label').map((values) => externalLabels(values.join(',')))
  const names = [...new Set(sets.flatMap((set) => Object.keys(set)))]
  const differs = (name: string): boolean => new Set(sets.map((set) => set[name])).size > 1 || sets.some((set) => set[name]?.includes('$(') === true || pods.some((pod) => pod.name === set[name]))
  const hidden = new Set([...each('alert.label-drop').flat(), ...names.filter(differs)])
  const workload = workloadOf(look.spec, object)
  const isRelabelled = workload !== undefined && ['alert.relabel-config', 'alert.relabel-config-file'].some((flag) => flagValue(workload.args, flag) !== undefined)
  return { external: Object.fromEntries(Object.entries(sets[0] ?? {}).filter(([name]) => !hidden.has(name))), hidden, isRelabelled }
}

/** `cluster="a",replica="0"`: values are quoted as Go does, and may hold commas. */
function externalLabels(written: string): Record<string, string> {
  const found = [...written.matchAll(/([a-zA-Z_]\w*)=("(?:[^"\\]|\\.)*"|[^,]*)/g)]
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value.replace(/^"|"$/g, '').replaceAll(/\\(["\\])/g, '$1')]))
}
