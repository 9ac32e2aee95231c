// Failures of the world that concern a pod itself: its next start fails.
import type { Fate } from '../fates.ts'
import type { Active } from './failures.ts'

const PANIC = 'level=error err="opening storage failed: /var/thanos/receive/default-tenant/wal: input/output error"\npreparing receive command failed'

export function worldFates(failures: readonly Active[]): Fate[] {
  return failures.flatMap((failure): Fate[] => (failure.kind === 'receiver-dies' ? [{ pods: `Pod/${failure.namespace}/${failure.pod}`, fate: 'crash', log: PANIC }] : []))
}
