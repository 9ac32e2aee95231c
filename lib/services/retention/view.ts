// The retention of a spec, compactor by compactor.
import { compactorsOf, retentionOf } from '../../thanos/compact/retention.ts'
import { specObjectId, type StackSpec } from '../../thanos/spec.ts'
import type { CompactorRetention } from '../views.ts'

export function toRetention(spec: StackSpec): CompactorRetention[] {
  return compactorsOf(spec).map((compactor) => ({
    object: specObjectId(compactor), raw: retentionOf(compactor, 'raw'), '5m': retentionOf(compactor, '5m'), '1h': retentionOf(compactor, '1h'),
  }))
}
