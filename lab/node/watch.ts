// Knows how to keep a copy of all objects of one resource up to date: a list, then a watch, and both again whenever the watch ends.
import { request } from 'node:https'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Named } from './spec.ts'

const RETRY_MS = 200

export type Store<T> = {
  readonly all: () => readonly T[]
  readonly get: (namespace: string, name: string) => T | undefined
  /** Calls the listener after each change, with the object as it is now, or as it was last when it is gone. */
  readonly onChange: (listener: (object: T, isGone: boolean) => void) => void
}

export type WatchOptions<T> = { api: Api; access: { url: string; token: string; ca: string }; path: string; schema: z.ZodType<T> }

const List = z.object({ metadata: z.object({ resourceVersion: z.string() }), items: z.array(z.unknown()) })
const Change = z.object({ type: z.string(), object: z.unknown() })

/** A store of everything under `path` (all namespaces); returns when the first list is in. It lives as long as this process. */
export async function watchStore<T extends Named>({ api, access, path, schema }: WatchOptions<T>): Promise<Store<T>> {
  const objects = new Map<string, T>()
  const listeners: ((object: T, isGone: boolean) => void)[] = []
  const key = (namespace: string, name: string): string => `${namespace}/${name}`
  const keyOf = ({ metadata }: T): string => key(metadata.namespace, metadata.name)
  const put = (object: T): void => {
    const known = objects.get(keyOf(object))
    if (known?.metadata.resourceVersion === object.metadata.resourceVersion) return
    objects.set(keyOf(object), object)
    for (const listener of listeners) listener(object, false)
  }
  const remove = (object: T): void => {
    if (!objects.delete(keyOf(object))) return
    for (const listener of listeners) listener(object, true)
  }

  const list = async (): Promise<string> => {
    const { metadata, items } = List.parse(await api.must('GET', path))
    const found = items.map((item) => schema.parse(item))
    const kept = new Set(found.map(keyOf))
    for (const gone of [...objects.values()].filter((object) => !kept.has(keyOf(object)))) remove(gone)
    for (const object of found) put(object)
    return metadata.resourceVersion
  }
  const follow = (version: string): Promise<void> => new Promise((resolve, reject) => {
    const url = new URL(`${path}?watch=true&allowWatchBookmarks=false&timeoutSeconds=600&resourceVersion=${version}`, access.url)
    const sent = request(url, { headers: { authorization: `Bearer ${access.token}` }, ca: access.ca, agent: false }, (answer) => {
      answer.on('error', reject).once('close', () => { resolve() })
      createInterface({ input: answer }).on('error', reject).on('line', (line) => {
        const { type, object } = Change.parse(JSON.parse(line))
        // An ERROR (the version is too old) ends the watch by itself; the next list puts things right.
        if (type === 'DELETED') remove(schema.parse(object))
        else if (type === 'ADDED' || type === 'MODIFIED') put(schema.parse(object))
      })
    })
    sent.on('error', reject).end()
  })

  let version = await list()
  void (async () => {
    for (;;) {
      try {
        await follow(version)
        version = await list()
      } catch (error) {
        console.error(`watch of ${path}: ${error instanceof Error ? error.message : String(error)}`)
        await sleep(RETRY_MS)
        version = await list().catch(() => version)
      }
    }
  })()

  return {
    all: () => [...objects.values()],
    get: (namespace, name) => objects.get(key(namespace, name)),
    onChange: (listener) => { listeners.push(listener) },
  }
}
