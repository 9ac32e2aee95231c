// What a pod says of itself over HTTP, asked through the API server's proxy: a kubeconfig is all that it takes.
import { AppError } from '../errors.ts'
import type { KubeObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import { redactText } from '../manifest/redact.ts'
import { text } from '../text.ts'
import { readAnswer } from './errors.ts'
import type { Transport } from './transport.ts'
import type { KubeRequest } from './wire.ts'

/** One page of a pod, or of one of the pods behind a Service. With `form` it is posted. */
export type PodRequest = ({ pod: string } | { service: string }) & {
  namespace: string
  port: number
  isTls?: boolean
  path: string
  query?: Readonly<Record<string, string>>
  form?: Readonly<Record<string, string>>
  timeoutMs?: number
  limitBytes?: number
  signal?: AbortSignal
}
/** What the pod answered, whatever its status is. */
export type PodAnswer = { status: number; body: string }

/** Far more than a page of metrics with a thousand tenants has. */
const LARGEST_BYTES = 32_000_000

/**
 * Asks a pod once. Throws UPSTREAM when nobody answers there, FORBIDDEN when the account may not use the proxy, NOT_FOUND when there is no such pod:
 * the API server's own refusals are objects of kind Status, which no Thanos sends.
 */
export async function askPod(transport: Transport, { namespace, port, isTls = false, path, query = {}, form, timeoutMs, limitBytes = LARGEST_BYTES, signal, ...whom }: PodRequest): Promise<PodAnswer> {
  const [plural, name] = 'pod' in whom ? ['pods', whom.pod] : ['services', whom.service]
  const request: KubeRequest = {
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/${plural}/${isTls ? 'https:' : ''}${encodeURIComponent(name)}:${port}/proxy${path}`, query: { ...query },
    // Whoever polls asks again soon enough.
    patienceMs: 0, limitBytes,
    ...(form === undefined ? { method: 'GET' } : { method: 'POST', body: new URLSearchParams(form).toString(), contentType: 'application/x-www-form-urlencoded' }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(signal === undefined ? {} : { signal }),
  }
  const { status, body } = await transport.send(request)
  if (status >= 400 && isStatus(body)) {
    const unreachable = /error trying to reach service: ([^"]*)/.exec(body)?.[1]
    if (unreachable !== undefined) throw nobodyAnswers(`${name}:${port}`, redactText(unreachable))
    readAnswer({ status, body }, request, transport.host)
  }
  return { status, body }
}

/** The text of a page of a pod; undefined when the pod does not answer, the proxy is not allowed, or nothing is there. */
export async function podPage(transport: Transport, { metadata: { name, namespace = 'default' } }: KubeObject, page: { port: number; path: string; timeoutMs?: number }): Promise<string | undefined> {
  const answer = await askPod(transport, { namespace, pod: name, ...page }).catch(() => undefined)
  return answer?.status === 200 ? answer.body : undefined
}

function nobodyAnswers(place: string, words: string): AppError {
  return new AppError('UPSTREAM', text(`Nobody answers at ${place}: ${words}`, `${place}에서 응답하지 않습니다: ${words}`))
}

function isStatus(body: string): boolean {
  if (!body.startsWith('{')) return false
  try {
    const value: unknown = JSON.parse(body)
    return isJsonObject(value) && value.kind === 'Status'
  } catch {
    return false // no JSON, so it is the pod's own
  }
}
