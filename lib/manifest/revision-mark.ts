// The annotation that names the revision which last changed an object. It is never a reason of its own to change one.
import { isJsonObject, type KubeObject } from './types.ts'

const REVISION_MARK = 'gauntlet.dev/revision'

/** The object with the mark of a revision; without one, with the mark that the live object has, so that it stays. */
export function withMark(object: KubeObject, mark: string | undefined): KubeObject {
  if (mark === undefined) return object
  const { annotations } = object.metadata
  return { ...object, metadata: { ...object.metadata, annotations: { ...(isJsonObject(annotations) ? annotations : {}), [REVISION_MARK]: mark } } }
}

/** The mark of a live object. */
export function markOf(live: KubeObject | undefined): string | undefined {
  const annotations = live?.metadata.annotations
  const mark = isJsonObject(annotations) ? annotations[REVISION_MARK] : undefined
  return typeof mark === 'string' ? mark : undefined
}
