// The objects that the contract suite applies, as small as Kubernetes lets them be, and what it reads in the answers.
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'

/** A ConfigMap with these files. */
export function configMap(namespace: string, data: Record<string, string>, metadata: JsonObject & { name?: string } = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'files', namespace, ...metadata }, data }
}

/** `container` and `spec` replace parts of the container and of the Deployment's spec. */
export function deployment(namespace: string, name: string, container: JsonObject = {}, spec: JsonObject = {}, labels: JsonObject = { app: name }): KubeObject {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels }, spec: { containers: [{ ...CONTAINER, ...container }] } },
      ...spec,
    },
  }
}

/** A StatefulSet with one claim, of which parts may be replaced as in deployment(). */
export function statefulSet(namespace: string, name: string, container: JsonObject = {}, spec: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name, namespace },
    spec: {
      serviceName: name,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [{ ...CONTAINER, volumeMounts: [{ name: 'data', mountPath: '/data' }], ...container }],
          // Optional, so that the pods start without it.
          volumes: [{ name: 'objstore', secret: { secretName: 'thanos-s3-config', optional: true } }],
        },
      },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }],
      ...spec,
    },
  }
}

/** The same workload with another image in its only container. */
export function withImage(workload: KubeObject, image: string): KubeObject {
  const copy = structuredClone(workload)
  const template = isJsonObject(copy.spec) && isJsonObject(copy.spec.template) ? copy.spec.template : {}
  const containers = isJsonObject(template.spec) && Array.isArray(template.spec.containers) ? template.spec.containers : []
  for (const container of containers) if (isJsonObject(container)) container.image = image
  return copy
}

/** Kubernetes' own rule for "rolled out": the controller has seen this generation, and all replicas are updated and available. */
export function isRolledOut(object: KubeObject): boolean {
  const spec: JsonObject = isJsonObject(object.spec) ? object.spec : {}
  const status: JsonObject = isJsonObject(object.status) ? object.status : {}
  return status.observedGeneration === object.metadata.generation && status.updatedReplicas === spec.replicas
    && status.replicas === spec.replicas && status.availableReplicas === spec.replicas
    && (object.kind !== 'StatefulSet' || status.currentRevision === status.updateRevision)
}

/** Whether a pod says that it is Ready. */
export function isReady(pod: KubeObject | undefined): boolean {
  const conditions = isJsonObject(pod?.status) && Array.isArray(pod.status.conditions) ? pod.status.conditions : []
  return conditions.some((condition) => isJsonObject(condition) && condition.type === 'Ready' && condition.status === 'True')
}

/** The only container of a workload's template, or of a pod. */
export function container(object: KubeObject): JsonObject {
  const spec: JsonObject = isJsonObject(object.spec) ? object.spec : {}
  const template: JsonObject = isJsonObject(spec.template) ? spec.template : { spec }
  const containers = isJsonObject(template.spec) && Array.isArray(template.spec.containers) ? template.spec.containers : []
  return isJsonObject(containers[0]) ? containers[0] : {}
}

/** The image of a pod's only container. */
export function imageOf(pod: KubeObject): string {
  return String(container(pod).image)
}

/** The managers of an object, one for each entry of its managedFields. */
export function owners(object: KubeObject): string[] {
  const entries = object.metadata.managedFields
  return (Array.isArray(entries) ? entries : []).filter(isJsonObject).map(({ manager }) => String(manager))
}

const CONTAINER: JsonObject = {
  name: 'thanos', image: 'quay.io/thanos/thanos:v0.31.0', ports: [{ containerPort: 10902 }],
}
