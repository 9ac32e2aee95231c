// A live pod that runs Thanos as it is seen: which component, where it answers, with which flags, and why it does not run.
import { fieldAt, mapsAt, numberAt, stringAt } from '../../manifest/fields.ts'
import { isPodReady } from '../../manifest/pod-progress.ts'
import { parseQuantity } from '../../manifest/quantity.ts'
import { redactText } from '../../manifest/redact.ts'
import type { JsonObject, KubeObject } from '../../manifest/types.ts'
import { parseArgs } from '../args.ts'
import { flagName, flagValues, kindOfCommand } from '../read-args.ts'
import { GRPC_PORT, HTTP_PORT } from '../hashring.ts'
import type { Kind } from '../kind.ts'
import type { Arg } from '../spec.ts'
import type { LastEnd, SeenPod } from './observation.ts'

type Found = { container: JsonObject; kind: Kind; args: Arg[] }

/** Undefined for a pod that runs no Thanos. */
export function seenPod(pod: KubeObject): SeenPod | undefined {
  const found = thanosIn(pod)
  if (!found) return undefined
  const { container, kind, args } = found
  const status = mapsAt(pod, 'status', 'containerStatuses').find(({ name }) => name === container.name) ?? {}
  const limit = fieldAt(container, 'resources', 'limits', 'memory')
  const memoryLimitBytes = typeof limit === 'string' || typeof limit === 'number' ? parseQuantity(limit) : undefined
  const prefix = flagValues(args, 'web.route-prefix').at(-1)?.replace(/\/+$/, '').replace(/^(?=[^/])/, '/')
  const waiting = waitingOf(pod, status)
  const end = lastEnd(status)
  const ip = stringAt(pod, 'status', 'podIP')
  return {
    name: pod.metadata.name, object: ownerOf(pod), kind, image: stringAt(container, 'image') ?? '', phase: stringAt(pod, 'status', 'phase') ?? 'Unknown',
    isReady: isPodReady(pod), isTerminating: pod.metadata.deletionTimestamp !== undefined, restarts: numberAt(status, 'restartCount') ?? 0,
    httpPort: portOf(args, 'http-address') ?? HTTP_PORT,
    ...(mapsAt(pod, 'spec', 'containers').length > 1 ? { container: String(container.name) } : {}),
    ...(kind === 'query-frontend' || kind === 'compact' ? {} : { grpcPort: portOf(args, 'grpc-address') ?? GRPC_PORT }),
    ...(ip === undefined ? {} : { ip }), ...time('startedAt', stringAt(status, 'state', 'running', 'startedAt')),
    ...(waiting === undefined ? {} : { waiting }), ...(end === undefined ? {} : { lastEnd: end }),
    ...(memoryLimitBytes === undefined ? {} : { memoryLimitBytes }), ...(prefix === undefined || prefix === '' ? {} : { pathPrefix: prefix }),
  }
}

/** The flags on the command line of a pod's Thanos, the values of a repeated one by ", ". A pod's command line never changes. */
export function commandLineFlags(pod: KubeObject): Readonly<Record<string, string>> {
  const args = thanosIn(pod)?.args ?? []
  const names = new Set(args.flatMap((arg) => flagName(arg) ?? []))
  return Object.fromEntries([...names].map((name) => [name, redactText(flagValues(args, name).join(', '))]))
}

function thanosIn(pod: KubeObject): Found | undefined {
  for (const container of mapsAt(pod, 'spec', 'containers')) {
    const argv = [container.command, container.args].flatMap((words) => (Array.isArray(words) ? words.map(String) : []))
    const kind = kindOfCommand(argv)
    if (kind) return { container, kind, args: parseArgs(kind, argv.slice(argv.indexOf(kind) + 1)) }
  }
  return undefined
}

/** "StatefulSet/thanos-store". A ReplicaSet is named by its Deployment and the hash of its template. */
function ownerOf(pod: KubeObject): string {
  const owner = mapsAt(pod.metadata.ownerReferences).find(({ controller }) => controller === true)
  const [kind, name] = [stringAt(owner, 'kind') ?? 'Pod', stringAt(owner, 'name') ?? pod.metadata.name]
  const hash = stringAt(pod.metadata.labels, 'pod-template-hash')
  return kind === 'ReplicaSet' && hash !== undefined && name.endsWith(`-${hash}`) ? `Deployment/${name.slice(0, -hash.length - 1)}` : `${kind}/${name}`
}

function waitingOf(pod: KubeObject, status: JsonObject): SeenPod['waiting'] {
  const reason = stringAt(status, 'state', 'waiting', 'reason')
  if (reason !== undefined) return withMessage(reason, stringAt(status, 'state', 'waiting', 'message'))
  const scheduled = mapsAt(pod, 'status', 'conditions').find(({ type }) => type === 'PodScheduled')
  return scheduled?.status === 'False' ? withMessage(stringAt(scheduled, 'reason') ?? 'Unschedulable', stringAt(scheduled, 'message')) : undefined
}

function withMessage(reason: string, message: string | undefined): { reason: string; message?: string } {
  return { reason, ...(message === undefined || message === '' ? {} : { message: redactText(message) }) }
}

function lastEnd(status: JsonObject): LastEnd | undefined {
  const ended = fieldAt(status, 'lastState', 'terminated') ?? fieldAt(status, 'state', 'terminated')
  const at = Date.parse(stringAt(ended, 'finishedAt') ?? '')
  return Number.isFinite(at) ? { reason: stringAt(ended, 'reason') ?? 'Unknown', exitCode: numberAt(ended, 'exitCode') ?? 0, at } : undefined
}

function portOf(args: readonly Arg[], flag: string): number | undefined {
  const port = /:(\d+)$/.exec(flagValues(args, flag).at(-1) ?? '')?.[1]
  return port === undefined ? undefined : Number(port)
}

function time(name: 'startedAt', written: string | undefined): { startedAt?: number } {
  const at = Date.parse(written ?? '')
  return Number.isFinite(at) ? { [name]: at } : {}
}
