// A watch: the changes of one kind, one JSON line each, as https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
// describes them; with bookmarks, and with the refusal to resume from a version that is not remembered any more.
import type { ServerResponse } from 'node:http'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { textsAt } from './fields.ts'
import type { History } from './history.ts'
import { apiVersionOf, type KindInfo } from './kinds.ts'
import { parseFieldSelector, parseLabelSelector } from './selectors.ts'
import { badRequest, StatusError } from './status-error.ts'
import type { Change, Store } from './store.ts'

const BOOKMARK_MS = 60_000
/** A watch that ends by its own time gets a last bookmark this long before. */
const LAST_BOOKMARK_MS = 2_000
const LONGEST_S = 3_600

/** `expired`: whatever it asks for, its history is gone. */
type Watched = { kind: KindInfo; namespace: string | undefined; query: URLSearchParams; expired?: boolean }

/**
 * Answers a watch and keeps the response open until its time is over or the caller leaves. Throws a 400 for options that it cannot read;
 * a version that is too old is told as an event, as the API server does. `expire` tells the watcher so in the middle of it.
 */
export function watch({ store, history }: { store: Store; history: History }, { kind, namespace, query, expired: isOver }: Watched, response: ServerResponse): { expire: () => void } {
  const hasLabels = parseLabelSelector(query.get('labelSelector') ?? '')
  const hasFields = parseFieldSelector(query.get('fieldSelector') ?? '')
  const matches = (object: KubeObject): boolean => (
    (namespace === undefined || object.metadata.namespace === namespace) && hasLabels(textsAt(object, 'metadata', 'labels')) && hasFields(object)
  )
  const from = versionOf(query.get('resourceVersion') ?? '')
  const seconds = secondsOf(query.get('timeoutSeconds')) ?? LONGEST_S
  const wantsBookmarks = query.get('allowWatchBookmarks') === 'true' || query.get('allowWatchBookmarks') === '1'

  response.writeHead(200, { 'content-type': 'application/json' })
  response.flushHeaders()
  /** The last version that the watcher knows of, and the last one of the kind: a bookmark is for when the second is ahead. */
  let told = from ?? Number(store.resourceVersion())
  let reached = told
  const send = (type: string, object: JsonObject): void => { response.write(`${JSON.stringify({ type, object })}\n`) }
  const tell = (change: Change): void => {
    if (change.object.kind !== kind.kind || change.object.apiVersion !== apiVersionOf(kind)) return
    reached = change.version
    const event = eventOf(change, matches)
    if (!event) return
    told = change.version
    send(event, change.object)
  }
  const expire = (): void => {
    send('ERROR', expired(from))
    response.end()
  }
  const missed = from === undefined ? [] : history.since(from)
  if (!missed || (isOver && from !== undefined)) {
    expire()
    return { expire: () => {} }
  }
  if (from === undefined) for (const object of store.list(kind, namespace).filter(matches)) send('ADDED', object)
  for (const change of missed) tell(change)
  told = reached
  // Who lists by watching is told when he has seen all.
  if (from === undefined && query.get('sendInitialEvents') === 'true') {
    send('BOOKMARK', { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata: { resourceVersion: store.resourceVersion(), creationTimestamp: null, annotations: { 'k8s.io/initial-events-end': 'true' } } })
  }

  const bookmark = (): void => {
    if (reached <= told) return
    told = reached
    send('BOOKMARK', { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata: { resourceVersion: String(reached), creationTimestamp: null } })
  }
  const timers = [setTimeout(() => { response.end() }, seconds * 1_000)]
  const ticking = wantsBookmarks ? setInterval(bookmark, BOOKMARK_MS) : undefined
  if (wantsBookmarks && seconds * 1_000 > LAST_BOOKMARK_MS) timers.push(setTimeout(bookmark, seconds * 1_000 - LAST_BOOKMARK_MS))
  const stop = store.onChange(tell)
  response.once('close', () => {
    stop()
    clearInterval(ticking)
    for (const timer of timers) clearTimeout(timer)
  })
  return { expire }
}

/** What a change is to somebody who sees only what matches: an object that stops matching is deleted for him, one that starts is added. */
function eventOf({ type, object, before }: Change, matches: (object: KubeObject) => boolean): Change['type'] | undefined {
  const was = before !== undefined && matches(before)
  const is = type !== 'DELETED' && matches(object)
  if (was && is) return 'MODIFIED'
  if (is) return 'ADDED'
  return was ? 'DELETED' : undefined
}

/** Undefined for "" and "0": whatever is there now, then what changes. */
function versionOf(text: string): number | undefined {
  if (text === '' || text === '0') return undefined
  if (!/^\d+$/.test(text)) throw badRequest(`resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`)
  return Number(text)
}

function secondsOf(text: string | null): number | undefined {
  if (text === null || !/^\d+$/.test(text) || Number(text) === 0) return undefined
  return Math.min(Number(text), LONGEST_S)
}

function expired(version: number | undefined): JsonObject {
  return new StatusError({ code: 410, reason: 'Expired', message: `too old resource version: ${version ?? 0}` }).status
}
