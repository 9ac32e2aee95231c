// The annotation on a pod template that changes when a file changes which the pods read only at their start: it makes them start anew.
import { fieldAt, stringAt } from './fields.ts'
import { isJsonObject, type KubeObject } from './types.ts'

const CHECKSUM = 'gauntlet.dev/config-checksum'

/** The object with the checksum on its pod template; without one, as it is. */
export function withChecksum(object: KubeObject, checksum: string | undefined): KubeObject {
  const { spec } = object
  const template = fieldAt(spec, 'template')
  if (checksum === undefined || !isJsonObject(spec) || !isJsonObject(template)) return object
  const metadata = isJsonObject(template.metadata) ? template.metadata : {}
  const annotations = isJsonObject(metadata.annotations) ? metadata.annotations : {}
  return { ...object, spec: { ...spec, template: { ...template, metadata: { ...metadata, annotations: { ...annotations, [CHECKSUM]: checksum } } } } }
}

/** The checksum on the pod template of a live object. */
export function checksumOf(live: KubeObject | undefined): string | undefined {
  return stringAt(live, 'spec', 'template', 'metadata', 'annotations', CHECKSUM)
}
