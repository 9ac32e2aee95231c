// Whose turn it is: which workloads a change concerns, so that a large cluster is not looked through at every change.
import type { KubeObject } from '../manifest/types.ts'
import { kindsOf } from './custom-kinds.ts'
import { itemsAt, textAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import type { Change, Store } from './store.ts'

export type Turns = {
  /** Gives those whose time has come their turn. */
  begin: (now: number) => void
  /** Whether it is the turn of a workload (by uid), of "garbage" or of "claims"; it is then over, until the next change. */
  take: (whose: string) => boolean
  wakeAt: (uid: string, ms: number) => void
  /** When the next one is due that no change wakes before. */
  next: () => number | undefined
  stop: () => void
}

const OWNERS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'Job']
const OWNED = ['Pod', 'ReplicaSet', 'ControllerRevision']

/** Follows the changes of a store; at first it is everybody's turn. */
export function createTurns(store: Store): Turns {
  const waiting = new Set<string>(['garbage', 'claims', ...workloads(store).map(uidOf)])
  const due = new Map<string, number>()
  const stop = store.onChange((change) => { for (const whose of concerned(change, store)) waiting.add(whose) })
  return {
    stop,
    begin: (now) => {
      for (const [uid, at] of due) {
        if (at > now) continue
        due.delete(uid)
        waiting.add(uid)
      }
    },
    take: (whose) => waiting.delete(whose),
    wakeAt: (uid, ms) => { due.set(uid, Math.min(due.get(uid) ?? ms, ms)) },
    next: () => (due.size === 0 ? undefined : Math.min(...due.values())),
  }
}

function concerned({ type, object, before }: Change, store: Store): string[] {
  const isGoing = type === 'DELETED' || object.metadata.deletionTimestamp !== undefined
  const hasOwners = itemsAt(object, 'metadata', 'ownerReferences').length > 0
  return [
    ...(OWNERS.includes(object.kind) ? [uidOf(object)] : []),
    ...[object, before].flatMap((version) => (version ? ownersAbove(version, store) : [])),
    // Whoever's selector it matches may take it.
    ...(OWNED.includes(object.kind) && !hasOwners ? workloads(store, object.metadata.namespace).map(uidOf) : []),
    ...(isGoing || (type === 'ADDED' && hasOwners) ? ['garbage'] : []),
    ...(['PersistentVolumeClaim', 'StorageClass'].includes(object.kind) ? ['claims'] : []),
  ]
}

/** The owners of an object and theirs: a Deployment counts the pods of its ReplicaSets. */
function ownersAbove(object: KubeObject, store: Store): string[] {
  return itemsAt(object, 'metadata', 'ownerReferences').flatMap((reference) => {
    const kind = kindsOf(store).find((info) => info.kind === reference.kind)
    const owner = kind && store.get(kind, object.metadata.namespace, textAt(reference, 'name'))
    return [String(reference.uid), ...(owner ? ownersAbove(owner, store) : [])]
  })
}

function workloads(store: Store, namespace?: string): KubeObject[] {
  return OWNERS.flatMap((kind) => store.list(kindNamed(kind), namespace))
}

function uidOf({ metadata }: KubeObject): string {
  return String(metadata.uid)
}
