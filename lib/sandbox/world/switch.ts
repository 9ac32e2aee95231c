// Switching failures of the world on and off: counters are settled at the rates of before, and a pod that is to die, or may live again, is started anew.
import type { Fate } from '../fates.ts'
import { failureKey } from '../../thanos/live/failure-choices.ts'
import type { SandboxFailure } from '../../thanos/live/sandbox-failure.ts'
import { kindNamed } from '../kinds.ts'
import type { Store } from '../store.ts'
import { metricsPage } from './metrics.ts'
import type { Active, World } from './world.ts'

export function switchFailures({ world, store }: { world: World; store: Store }, failures: readonly SandboxFailure[]): void {
  const before = world.failures()
  settle(world, store)
  world.setFailures(failures)
  settle(world, store)
  const keys = (list: readonly SandboxFailure[]): Set<string> => new Set(list.map(failureKey))
  const [old, now] = [keys(before), keys(failures)]
  for (const failure of [...before, ...failures]) {
    if (!endsPod(failure) || (old.has(failureKey(failure)) && now.has(failureKey(failure)))) continue
    const pod = store.get(kindNamed('Pod'), failure.namespace, failure.pod)
    if (pod) store.remove(pod)
  }
}

/** Reads every counter, so that what has happened until now is in it. */
function settle(world: World, store: Store): void {
  for (const namespace of new Set(store.list(kindNamed('Pod')).map(({ metadata }) => metadata.namespace ?? ''))) {
    const scene = world.scene(namespace)
    for (const member of scene?.members ?? []) if (scene) metricsPage(world, scene, member)
  }
}

const BROKEN = 'level=error err="opening storage failed: /var/thanos/receive/default-tenant/wal: input/output error\\npreparing receive command failed"'

function endsPod(failure: SandboxFailure): failure is Extract<SandboxFailure, { kind: 'receiver-dies' | 'out-of-memory' }> {
  return failure.kind === 'receiver-dies' || failure.kind === 'out-of-memory'
}

/** What becomes of pods that failures name. */
export function worldFates(failures: readonly Active[]): Fate[] {
  return failures.flatMap((failure): Fate[] => {
    const pods = endsPod(failure) ? `Pod/${failure.namespace}/${failure.pod}` : undefined
    if (pods === undefined) return []
    return [failure.kind === 'receiver-dies' ? { pods, fate: 'crash', log: BROKEN } : { pods, fate: 'out-of-memory' }]
  })
}
