// What `kubectl logs` shows of a pod: the lines of a Thanos that runs, or those with which it ended, and the kubelet's refusals.
// Source of the refusals: pkg/registry/core/pod/strategy.go and pkg/kubelet/kubelet_pods.go of Kubernetes 1.35.
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { kindOfCommand } from '../thanos/read-args.ts'
import type { Kind } from '../thanos/kind.ts'
import { itemsAt, textAt, valueAt } from './fields.ts'
import type { PodStart } from './pod-start.ts'
import { statusOf } from './pod-status.ts'
import { badRequest } from './status-error.ts'

/** The text of a container's log (`further` is what it said since it runs), as the query asks for it: container=, previous=, tailLines=, limitBytes=. Throws the API server's 400 when there is none. */
export function podLog(pod: KubeObject, { outcome, further = [] }: { outcome: PodStart; further?: readonly string[] }, query: URLSearchParams): string {
  const container = chosen(pod, query.get('container') ?? '')
  const status = statusOf(pod, container.name)
  const name = textAt(container, 'name')
  const hasEnded = valueAt(status, 'lastState', 'terminated') !== undefined
  if (isTrue(query.get('previous'))) {
    if (!hasEnded) throw badRequest(`previous terminated container ${JSON.stringify(name)} in pod ${JSON.stringify(pod.metadata.name)} not found`)
  } else if (valueAt(status, 'state', 'running') === undefined && !hasEnded) throw waiting(pod, name, status)
  const isDown = valueAt(status, 'state', 'running') === undefined || isTrue(query.get('previous'))
  const started = textAt(status, isDown ? 'lastState' : 'state', isDown ? 'terminated' : 'running', 'startedAt')
  const last = isDown && 'log' in outcome && (outcome.container === undefined || outcome.container === name) ? outcome.log : ''
  const lines = [...(last === '' || outcome.state === 'flap' ? startLines(container, started) : []), ...(last === '' ? [] : [last]), ...(isDown ? [] : further)]
  return limited(lines.join('\n').split('\n').filter((line) => line !== ''), query)
}

function chosen(pod: KubeObject, name: string): JsonObject {
  const containers = itemsAt(pod, 'spec', 'containers')
  const [only, ...others] = containers
  if (name === '') {
    if (only && others.length === 0) return only
    throw badRequest(`a container name must be specified for pod ${pod.metadata.name}, choose one of: [${containers.map((container) => textAt(container, 'name')).join(' ')}]`)
  }
  const found = containers.find((container) => container.name === name)
  if (!found) throw badRequest(`container ${name} is not valid for pod ${pod.metadata.name}`)
  return found
}

function waiting(pod: KubeObject, container: string, status: JsonObject): Error {
  const reason = textAt(status, 'state', 'waiting', 'reason')
  const why = reason === 'ImagePullBackOff' ? 'trying and failing to pull image' : reason
  return badRequest(`container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.metadata.name)} is waiting to start${why === '' ? ' - no logs yet' : `: ${why}`}`)
}

const STARTING: Record<Kind, string> = {
  'query': 'starting query node', 'query-frontend': 'starting query frontend', 'receive': 'starting receiver', 'store': 'starting store node',
  'compact': 'starting compact node', 'rule': 'starting rule node', 'sidecar': 'starting sidecar',
}

/** What a Thanos says until it is ready; a container that is something else says nothing. */
function startLines(container: JsonObject, at: string): string[] {
  const words = ['command', 'args'].flatMap((field) => {
    const found = valueAt(container, field)
    return Array.isArray(found) ? found.map(String) : []
  })
  const kind = kindOfCommand(words)
  if (!kind) return []
  const line = (caller: string, rest: string): string => `ts=${at.replace('Z', '.000Z')} caller=${caller} level=info ${rest}`
  return [
    line('factory.go:53', 'msg="loading bucket configuration"'),
    line('intrumentation.go:75', 'msg="changing probe status" status=healthy'),
    line('http.go:73', `service=http/server component=${kind} msg="listening for requests and metrics" address=0.0.0.0:10902`),
    ...(kind === 'query-frontend' || kind === 'compact' ? [] : [line('grpc.go:131', `service=gRPC/server component=${kind} msg="listening for serving gRPC" address=0.0.0.0:10901`)]),
    line(`${kind.replace('-', '_')}.go:1`, `msg="${STARTING[kind]}"`),
    line('intrumentation.go:56', 'msg="changing probe status" status=ready'),
  ].filter((text) => !text.includes('bucket') || kind === 'store' || kind === 'compact' || words.some((word) => word.startsWith('--objstore')))
}

function limited(lines: readonly string[], query: URLSearchParams): string {
  const tail = query.get('tailLines')
  const kept = tail !== null && /^\d+$/.test(tail) ? lines.slice(Math.max(0, lines.length - Number(tail))) : lines
  const text = kept.map((line) => `${line}\n`).join('')
  const bytes = query.get('limitBytes')
  return bytes !== null && /^\d+$/.test(bytes) ? text.slice(0, Number(bytes)) : text
}

function isTrue(value: string | null): boolean {
  return value === 'true' || value === '1'
}
