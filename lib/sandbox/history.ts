// The changes that a watch may still be resumed from: the newest ones, since the sandbox started.
import type { Change, Store } from './store.ts'

const KEPT = 2_000

export type History = {
  /** The changes after a version, oldest first; undefined when some of them are not known any more. */
  since: (version: number) => readonly Change[] | undefined
}

/** Remembers the newest changes of a store from now on; a kube-apiserver's watch cache starts empty as well. */
export function createHistory(store: Store, kept = KEPT): History {
  const changes: Change[] = []
  let oldest = Number(store.resourceVersion())
  store.onChange((change) => {
    changes.push(change)
    // In one go now and then, so that a busy store does not move the whole list at every change.
    if (changes.length >= kept * 2) oldest = changes.splice(0, changes.length - kept).at(-1)?.version ?? oldest
  })
  return {
    since: (version) => (version < oldest ? undefined : changes.filter((change) => change.version > version)),
  }
}
