// Following the objects of a kind as they change, event by event: what the API server calls a watch.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
import { AppError } from '../errors.ts'
import { isJsonObject, isKubeObject, type KubeObject } from '../manifest/types.ts'
import { text } from '../text.ts'
import { readAnswer } from './errors.ts'
import type { Transport } from './transport.ts'
import type { KubeRequest } from './wire.ts'

/** BOOKMARK only says how far the watch has come. EXPIRED: it cannot be resumed from there; list again and watch from the list's version. */
export type WatchEvent =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: KubeObject; resourceVersion: string }
  | { type: 'BOOKMARK'; resourceVersion: string }
  | { type: 'EXPIRED' }

export type WatchOptions = {
  signal: AbortSignal
  /** The version of a list or of an earlier event; without it, whatever is there comes first, as ADDED. */
  resourceVersion?: string
  labelSelector?: string
  fieldSelector?: string
  /** Called when the API server has answered that it watches: until something changes, nothing else shows that it is there. */
  opened?: () => void
  /** After how many seconds the API server ends the watch, which is then to be resumed. */
  seconds?: number
}

const GONE = 410
const DEFAULT_SECONDS = 300

/** The events of a list's path until the API server or `signal` ends them. Throws as the requests of Cluster do. */
export async function* watchEvents(transport: Transport, path: string, options: WatchOptions): AsyncGenerator<WatchEvent> {
  const { signal, resourceVersion, labelSelector, fieldSelector, opened, seconds = DEFAULT_SECONDS } = options
  const query = Object.fromEntries(Object.entries({
    watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: String(seconds), resourceVersion, labelSelector, fieldSelector,
  }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
  const request: KubeRequest = { method: 'GET', path, query }
  try {
    const answer = await transport.open(request, signal)
    if (answer.status === GONE) {
      yield { type: 'EXPIRED' }
      return
    }
    if (!('lines' in answer)) {
      readAnswer(answer, request, transport.host)
      return
    }
    opened?.()
    for await (const line of answer.lines) {
      const event = readEvent(line, transport.host)
      yield event
      if (event.type === 'EXPIRED') return
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

function readEvent(line: string, host: string): WatchEvent {
  const event = parsed(line)
  const { type, object } = isJsonObject(event) ? event : {}
  if (type === 'ERROR' && isJsonObject(object)) {
    if (object.code === GONE) return { type: 'EXPIRED' }
    throw new AppError('UPSTREAM', text(`The API server ${host} ended the watch: ${String(object.message)}`, `API 서버 ${host}이(가) watch를 끝냈습니다: ${String(object.message)}`))
  }
  const resourceVersion = isJsonObject(object) && isJsonObject(object.metadata) ? object.metadata.resourceVersion : undefined
  if (type === 'BOOKMARK' && typeof resourceVersion === 'string') return { type, resourceVersion }
  if ((type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') && isKubeObject(object) && typeof resourceVersion === 'string') return { type, object, resourceVersion }
  throw new AppError('UPSTREAM', text(`${host} sent an event that is none of a Kubernetes watch.`, `${host}이(가) Kubernetes watch의 이벤트가 아닌 것을 보냈습니다.`))
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // cut off, or no JSON: none of a watch's events either way
  }
}
