// The objects of a kind in a namespace, kept as they are in the cluster by one watch: listed once, followed from there, resumed where it broke.
import { setTimeout as pause } from 'node:timers/promises'
import { AppError, sentenceOf } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { log } from '../../log.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import type { Reading } from '../../thanos/live/observation.ts'
import { withRoleLine } from './role-line.ts'

export type Mirror = {
  /** Fresh while the watch is open: the cluster would have told of a change. */
  reading: () => Reading<readonly KubeObject[]>
  /** The account may not read it: asking again at once helps nobody. */
  isForbidden: () => boolean
  stop: () => void
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000
/** The API server ends a watch after so many seconds; one of which nothing is heard for a while longer is taken for dead. */
const WATCH_S = 120
const SILENCE_MS = (WATCH_S + 30) * 1000
/** Where the account may list and not watch. */
const LIST_EVERY_MS = 10_000

/** How RBAC calls what is watched. */
const RESOURCES: Readonly<Record<string, { group: string; resource: string }>> = {
  Pod: { group: '', resource: 'pods' }, StatefulSet: { group: 'apps', resource: 'statefulsets' }, Deployment: { group: 'apps', resource: 'deployments' },
}

/** Follows until it is stopped; `changed` is told of every change, and of every loss and return of the line. */
export function startMirror(cluster: Cluster, { apiVersion, kind, namespace }: { apiVersion: string; kind: string; namespace: string }, changed: () => void): Mirror {
  const ended = new AbortController()
  const objects = new Map<string, KubeObject>()
  const from = `${kind} in ${namespace}`
  let version: string | undefined
  let failure: { since: number; why: Text } | undefined = { since: Date.now(), why: text('It has not been asked yet.', '아직 묻지 않았습니다.') }
  let goodAt: number | undefined
  let kept: readonly KubeObject[] = []
  let failures = 0
  let isForbidden = false

  const heard = (): void => {
    const isBack = failure !== undefined
    failures = 0
    isForbidden = false
    failure = undefined
    goodAt = Date.now()
    if (isBack) changed()
  }
  const told = (): void => {
    kept = [...objects.values()].toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    changed()
  }
  const list = async (): Promise<void> => {
    const { items, resourceVersion } = await cluster.listAt(apiVersion, kind, namespace)
    objects.clear()
    for (const object of items) objects.set(object.metadata.name, object)
    version = resourceVersion
    told()
    heard()
  }
  const follow = async (): Promise<void> => {
    const line = new AbortController()
    const silence = setTimeout(() => { line.abort() }, SILENCE_MS)
    try {
      const signal = AbortSignal.any([ended.signal, line.signal])
      // Not before the API server has answered: what is only asked of it may be gone.
      for await (const event of cluster.watch(apiVersion, kind, namespace, { signal, seconds: WATCH_S, opened: heard, ...(version === undefined ? {} : { resourceVersion: version }) })) {
        silence.refresh()
        heard()
        if (event.type === 'EXPIRED') {
          version = undefined
          return
        }
        version = event.resourceVersion
        if (event.type === 'BOOKMARK') continue
        if (event.type === 'DELETED') objects.delete(event.object.metadata.name)
        else objects.set(event.object.metadata.name, event.object)
        told()
      }
    } finally {
      clearTimeout(silence)
    }
  }
  const run = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      try {
        if (version === undefined) await list()
        await follow()
      } catch (error) {
        if (ended.signal.aborted) return
        if (error instanceof AppError && error.code === 'FORBIDDEN' && version !== undefined) {
          // Listing works, watching is not allowed: look again and again instead.
          version = undefined
          await pause(LIST_EVERY_MS, undefined, { signal: ended.signal, ref: false }).catch(() => undefined)
          continue
        }
        failures += 1
        const told = withRoleLine(error, { namespace, ...(RESOURCES[kind] ?? { group: '', resource: kind }), verbs: ['list', 'watch'] })
        isForbidden = told instanceof AppError && told.code === 'FORBIDDEN'
        if (!(told instanceof AppError)) log.error({ err: told, from }, 'a watch broke')
        failure ??= { since: Date.now(), why: text('The watch broke.', 'watch가 끊어졌습니다.') }
        if (told instanceof AppError) failure = { ...failure, why: sentenceOf(told) }
        changed()
        await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1)), undefined, { signal: ended.signal, ref: false }).catch(() => undefined)
      }
    }
  }
  run().catch((error: unknown) => { log.error({ err: error, from }, 'a watch ended for good') })

  return {
    stop: () => { ended.abort() },
    isForbidden: () => isForbidden,
    reading: () => {
      if (!failure) return { state: 'fresh', from, at: Date.now(), value: kept }
      return goodAt === undefined ? { state: 'dead', from, ...failure } : { state: 'stale', from, at: goodAt, value: kept, ...failure }
    },
  }
}
