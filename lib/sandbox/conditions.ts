// Conditions in an object's status: the times move only when what they say moves.
import type { Json, JsonObject, KubeObject } from '../manifest/types.ts'
import { itemsAt } from './fields.ts'

export type Condition = { type: string; status: 'True' | 'False'; reason: string; message: string }

/** The conditions of an object after some were stated anew. `stamps` are the fields that hold when one last changed. */
export function withConditions(object: KubeObject, stated: readonly Condition[], now: string, stamps: { update?: boolean } = {}): Json[] {
  const before = itemsAt(object, 'status', 'conditions')
  const kept = before.filter(({ type }) => !stated.some((condition) => condition.type === type))
  return [...kept, ...stated.map((condition): JsonObject => {
    const old = before.find(({ type }) => type === condition.type)
    const sameStatus = old?.status === condition.status
    const same = sameStatus && (old.reason ?? '') === condition.reason && (old.message ?? '') === condition.message
    const { reason, message, ...told } = condition
    return {
      ...told, ...(reason === '' ? {} : { reason }), ...(message === '' ? {} : { message }),
      lastTransitionTime: sameStatus ? old.lastTransitionTime ?? now : now,
      ...(stamps.update ? { lastUpdateTime: same ? old.lastUpdateTime ?? now : now } : {}),
    }
  })]
}
