// A Thanos installation of the sandbox as its pods and their flags make it: who runs, who is reached by which address, who takes what edges write.
import type { KubeObject } from '../../manifest/types.ts'
import { adoptObjects } from '../../thanos/adopt.ts'
import { parseAddress, resolveAddress } from '../../thanos/address.ts'
import { flagValue, flagValues } from '../../thanos/read-args.ts'
import { algorithmOf, REMOTE_WRITE_PORT, replicationFactor } from '../../thanos/hashring.ts'
import type { SeenPod } from '../../thanos/live/observation.ts'
import { seenPod } from '../../thanos/live/seen-pod.ts'
import { hasRing, ringsOf } from '../../thanos/receive/mode.ts'
import { externalLabels, prometheusBeside } from '../../thanos/sidecar/prometheus-beside.ts'
import { workloads, type StackSpec, type Workload } from '../../thanos/spec.ts'
import { kindNamed } from '../kinds.ts'
import type { Store } from '../store.ts'

/** `labels` are its external labels, of its flags or of the Prometheus beside it, with the pod's own name filled in. */
export type Member = { pod: SeenPod; live: KubeObject; workload: Workload; labels: Record<string, string>; remoteWritePort?: number }
export type Installation = { namespace: string; spec: StackSpec; members: readonly Member[]; since: number }

const KINDS = ['Deployment', 'StatefulSet', 'Service', 'ConfigMap'] as const

/** The installation of a namespace; undefined when no Thanos runs there. */
export function installationIn(store: Store, namespace: string): Installation | undefined {
  const live = KINDS.flatMap((kind) => store.list(kindNamed(kind), namespace))
  const { spec } = adoptObjects(live)
  const byObject = new Map(workloads(spec).filter(({ beside }) => !beside).map((workload) => [`${workload.object}/${workload.name}`, workload]))
  const members = store.list(kindNamed('Pod'), namespace).flatMap((pod): Member[] => {
    const seen = seenPod(pod)
    const workload = seen && byObject.get(seen.object)
    return seen && workload ? [memberOf(spec, seen, pod, workload)] : []
  })
  if (members.length === 0) return undefined
  const made = live.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet').map(({ metadata }) => Date.parse(String(metadata.creationTimestamp)))
  return { namespace, spec, members, since: Math.min(...made.filter(Number.isFinite)) }
}

function memberOf(spec: StackSpec, pod: SeenPod, live: KubeObject, workload: Workload): Member {
  const ofFlags = Object.fromEntries(flagValues(workload.args, 'label').flatMap((written): [string, string][] => {
    const [, name, value] = /^([^=]+)="?([^"]*)"?$/.exec(filled(written, pod.name)) ?? []
    return name === undefined ? [] : [[name, value ?? '']]
  }))
  const labels = workload.kind === 'sidecar' ? labelsBeside(spec, workload, pod.name) : ofFlags
  const port = /:(\d+)$/.exec(flagValue(workload.args, 'remote-write.address') ?? '')?.[1]
  return { pod, live, workload, labels, ...(workload.kind === 'receive' ? { remoteWritePort: Number(port ?? REMOTE_WRITE_PORT) } : {}) }
}

function labelsBeside(spec: StackSpec, sidecar: Workload, pod: string): Record<string, string> {
  const { config } = prometheusBeside(spec, sidecar) ?? {}
  return config === undefined ? {} : Object.fromEntries(Object.entries(externalLabels(config)).map(([name, value]) => [name, filled(String(value), pod)]))
}

/** $(POD_NAME) of a command line, ${POD_NAME} of Prometheus' external labels, however the variable is called. */
function filled(written: string, pod: string): string {
  return written.replaceAll(/\$(?:\((?:POD_?NAME|NAME|HOSTNAME|POD)\)|\{(?:POD_?NAME|NAME|HOSTNAME|POD)\})/gi, pod)
}

export function isUp({ pod }: Member): boolean {
  return pod.phase === 'Running' && pod.isReady && pod.waiting === undefined && !pod.isTerminating
}

/** The members that an address of a member's flags leads to now: of a Service with an address of its own one of them, of a headless one all. */
export function membersBehind({ spec, members }: Installation, from: Member, written: string, choice: number): { members: Member[]; byName: boolean } {
  const address = parseAddress(written)
  const found = resolveAddress(spec, from.workload, address)
  if (found.status !== 'workload') return { members: [], byName: false }
  const own = members.filter((member) => member.workload === found.workload && isUp(member) && (found.port === undefined || found.port === member.pod.grpcPort || found.port === member.pod.httpPort))
  if (found.pod !== undefined) return { members: own.filter(({ pod }) => pod.name === found.pod), byName: true }
  if (address.lookup !== undefined && found.service.isHeadless) return { members: own, byName: false }
  const one = own[choice % Math.max(1, own.length)]
  return { members: one ? [one] : [], byName: address.lookup === undefined }
}

/** What becomes of what edges write. `share`: the part of all series that each ingestor has in its head; empty when nothing is taken. */
export type Intake = { takes: true; share: ReadonlyMap<string, number> } | { takes: false; code: 0 | 500 | 503; share: ReadonlyMap<string, number> }

/** Source: pkg/receive/handler.go (a write needs floor(rf/2)+1 of its replicas), cmd/thanos/receive.go (who keeps series at all). */
export function intakeOf({ spec, members }: Installation): Intake {
  const receivers = members.filter(({ pod }) => pod.kind === 'receive')
  const entry = receivers.find((member) => isUp(member) && hasRing(member.workload)) ?? receivers.find(isUp)
  if (!entry) return { takes: false, code: 0, share: new Map() }
  const ring = ringsOf(spec, entry.workload)?.find(({ tenants }) => !tenants?.length)
  if (!ring) return { takes: true, share: new Map([[entry.pod.name, 1]]) }
  const names = ring.endpoints.map(({ address }) => parseAddress(address).host.split('.')[0] ?? '')
  const factor = replicationFactor(entry.workload)
  // A router keeps nothing: with a ring, and without a local endpoint.
  const keeps = receivers.filter((member) => isUp(member) && names.includes(member.pod.name) && (!hasRing(member.workload) || flagValue(member.workload.args, 'receive.local-endpoint') !== undefined))
  const routers = receivers.filter((member) => isUp(member) && names.includes(member.pod.name) && !keeps.includes(member))
  const down = names.length - keeps.length
  const share = new Map(keeps.map(({ pod }) => [pod.name, Math.min(1, factor / names.length)]))
  if (names.length < factor && algorithmOf(ring, entry.workload) === 'ketama') return { takes: false, code: 500, share: new Map() }
  const quorum = Math.floor(factor / 2) + 1
  if (down <= factor - quorum) return { takes: true, share }
  // Routers that are told to forward to each other do so until the deadline.
  return { takes: false, code: routers.length > 0 ? 500 : 503, share: new Map() }
}
