// Deleting one object, and only the very one that was seen. Some kinds are never deleted, whoever asks: what they hold cannot be made anew.
import { AppError } from '../errors.ts'
import { text } from '../text.ts'
import type { JsonObject } from '../manifest/types.ts'
import type { KubeRequest } from './wire.ts'
import type { ObjectRef, Sending } from './cluster.ts'

/** A claim holds data, a namespace holds everything in it, and a definition every object of its kind. */
const NEVER = new Set(['PersistentVolumeClaim', 'PersistentVolume', 'Namespace', 'CustomResourceDefinition'])

/** `uid` is a precondition: an object of the same name that somebody made anew is left alone. */
export type RemoveOptions = Sending & { uid: string }

type Means = { ask: (request: KubeRequest) => Promise<JsonObject>; path: (ref: ObjectRef, sending?: Sending) => Promise<string> }

/**
 * Deletes an object; what it owns goes in the background. True when it is gone or going, false when it was gone before. INVALID for a kind
 * that is never deleted, CONFLICT when the uid is another one by now.
 */
export async function removeObject({ ask, path }: Means, ref: ObjectRef, { uid, ...sending }: RemoveOptions): Promise<boolean> {
  if (NEVER.has(ref.kind)) {
    throw new AppError('INVALID', text(`Gauntlet never deletes a ${ref.kind}: ${ref.name} stays.`, `Gauntlet은 ${ref.kind}을(를) 삭제하지 않습니다. ${ref.name}은(는) 그대로 둡니다.`))
  }
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', preconditions: { uid } })
  try {
    await ask({ method: 'DELETE', path: await path(ref, sending), body, ...sending })
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return false
    throw error
  }
}
