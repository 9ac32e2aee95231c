// Defaults of a pod's spec, wherever one is embedded (pkg/apis/core/v1/defaults.go of Kubernetes 1.35).
import type { Json, JsonObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import { itemsAt, textAt, valueAt } from './fields.ts'

export function setDefault(object: JsonObject, key: string, value: Json): void {
  if (object[key] === undefined || object[key] === '') object[key] = structuredClone(value)
}

/** The map at a key, made when it is absent. */
export function touch(object: JsonObject, key: string): JsonObject {
  const found = object[key]
  if (isJsonObject(found)) return found
  const made: JsonObject = {}
  object[key] = made
  return made
}

export function defaultPodSpec(spec: JsonObject): void {
  setDefault(spec, 'dnsPolicy', 'ClusterFirst')
  setDefault(spec, 'restartPolicy', 'Always')
  touch(spec, 'securityContext')
  setDefault(spec, 'terminationGracePeriodSeconds', 30)
  setDefault(spec, 'schedulerName', 'default-scheduler')
  // The old name of the field is kept in step with the new one.
  const account = textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount')
  if (account !== '') Object.assign(spec, { serviceAccountName: account, serviceAccount: account })
  for (const container of [...itemsAt(spec, 'initContainers'), ...itemsAt(spec, 'containers')]) defaultContainer(container)
  for (const volume of itemsAt(spec, 'volumes')) defaultVolume(volume)
}

function defaultContainer(container: JsonObject): void {
  setDefault(container, 'imagePullPolicy', imageTag(textAt(container, 'image')) === 'latest' ? 'Always' : 'IfNotPresent')
  setDefault(container, 'terminationMessagePath', '/dev/termination-log')
  setDefault(container, 'terminationMessagePolicy', 'File')
  touch(container, 'resources')
  for (const port of itemsAt(container, 'ports')) setDefault(port, 'protocol', 'TCP')
  for (const variable of itemsAt(container, 'env')) {
    const reference = valueAt(variable, 'valueFrom', 'fieldRef')
    if (isJsonObject(reference)) setDefault(reference, 'apiVersion', 'v1')
  }
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = container[name]
    if (isJsonObject(probe)) defaultProbe(probe)
  }
}

function defaultProbe(probe: JsonObject): void {
  for (const [key, value] of [['timeoutSeconds', 1], ['periodSeconds', 10], ['successThreshold', 1], ['failureThreshold', 3]] as const) {
    if (probe[key] === undefined || probe[key] === 0) probe[key] = value
  }
  const httpGet = probe.httpGet
  if (isJsonObject(httpGet)) {
    setDefault(httpGet, 'path', '/')
    setDefault(httpGet, 'scheme', 'HTTP')
  }
}

function defaultVolume(volume: JsonObject): void {
  if (Object.keys(volume).every((key) => key === 'name')) volume.emptyDir = {}
  for (const source of ['secret', 'configMap', 'projected', 'downwardAPI']) {
    const found = volume[source]
    if (isJsonObject(found)) setDefault(found, 'defaultMode', 0o644)
  }
  if (isJsonObject(volume.hostPath)) volume.hostPath.type ??= ''
  for (const source of itemsAt(volume, 'projected', 'sources')) {
    if (isJsonObject(source.serviceAccountToken)) setDefault(source.serviceAccountToken, 'expirationSeconds', 3600)
  }
}

/** The tag of an image as Kubernetes reads it: "latest" when neither a tag nor a digest is written. */
function imageTag(image: string): string {
  const [name = '', digest] = image.split('@')
  const tag = /:([^:/]+)$/.exec(name)?.[1]
  return tag ?? (digest === undefined ? 'latest' : '')
}
