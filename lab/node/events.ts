// Knows how a node tells what it did: Kubernetes Events, the same one again as a higher count.
import { randomBytes } from 'node:crypto'
import type { Api } from '../api.ts'

export type EventTarget = { readonly kind: 'Pod' | 'Node' | 'PersistentVolumeClaim'; readonly namespace: string; readonly name: string; readonly uid: string; readonly fieldPath?: string }

export type EventWords = { readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string; readonly component?: string }

export type Recorder = (target: EventTarget, words: EventWords) => void

/** A recorder that writes one event after the other and never fails: who looks for an event that is not there finds out by itself. */
export function createRecorder(api: Api): Recorder {
  const known = new Map<string, { path: string; count: number }>()
  let last: Promise<void> = Promise.resolve()
  const write = async (target: EventTarget, { type, reason, message, component = 'kubelet' }: EventWords): Promise<void> => {
    const now = new Date().toISOString()
    const namespace = target.namespace || 'default'
    const key = [target.uid, target.fieldPath, reason, message].join('\n')
    const before = known.get(key)
    if (before) {
      before.count += 1
      await api.call('PATCH', before.path, { count: before.count, lastTimestamp: now }, 'application/merge-patch+json')
      return
    }
    const name = `${target.name}.${randomBytes(8).toString('hex')}`
    known.set(key, { path: `/api/v1/namespaces/${namespace}/events/${name}`, count: 1 })
    await api.call('POST', `/api/v1/namespaces/${namespace}/events`, {
      apiVersion: 'v1', kind: 'Event', metadata: { name, namespace }, involvedObject: { apiVersion: 'v1', ...target }, type, reason, message,
      source: { component }, reportingComponent: component, firstTimestamp: now, lastTimestamp: now, count: 1,
    })
  }
  return (target, words) => { last = last.then(() => write(target, words)).catch((error: unknown) => { console.error(`event ${words.reason}: ${String(error)}`) }) }
}
