// The Kubernetes objects of a preset: one way to write a workload, its Services and its disruption budget, for all parts.
import type { Json, JsonObject } from '../../manifest/types.ts'
import { GRPC_PORT, HTTP_PORT, REMOTE_WRITE_PORT } from '../hashring.ts'
import type { Sizing } from '../sizing/figure.ts'
import type { Surroundings } from './surroundings.ts'

/** A directory of the container and where its files come from. */
export type Mount = { readonly name: string; readonly path: string; readonly from: { readonly secret: string } | { readonly config: string } | 'claim' | 'scratch' }

export type WorkloadPlan = {
  readonly name: string
  readonly object: 'Deployment' | 'StatefulSet'
  /** The headless Service of a StatefulSet. */
  readonly serviceName?: string
  readonly args: readonly string[]
  readonly sizing: Sizing
  readonly mounts: readonly Mount[]
  readonly ports: readonly PortName[]
  /** Seconds that a pod may take to stop: receivers flush and upload before they go. */
  readonly graceSeconds?: number
  /** Seconds that a pod may take to come up: a store reads the bucket, a receiver its log. */
  readonly startSeconds: number
  readonly needsPodName?: boolean
}

export type PortName = 'grpc' | 'http' | 'remote-write'
const PORT: Readonly<Record<PortName, number>> = { 'grpc': GRPC_PORT, 'http': HTTP_PORT, 'remote-write': REMOTE_WRITE_PORT }

/** User and group of the image since v0.32; older images may run as them too. */
const USER_ID = 1001
const NAME_LABEL = 'app.kubernetes.io/name'

/** The workload. */
export function workloadManifest(around: Surroundings, plan: WorkloadPlan): JsonObject {
  const { name, object, sizing, mounts } = plan
  const labels = labelsOf(name)
  const claims = mounts.filter(({ from }) => from === 'claim')
  const volumes = mounts.flatMap((mount): JsonObject[] => volumeOf(mount))
  const podSpec: JsonObject = {
    ...(plan.graceSeconds === undefined ? {} : { terminationGracePeriodSeconds: plan.graceSeconds }),
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: USER_ID, runAsGroup: USER_ID, fsGroup: USER_ID },
    ...(sizing.replicas < 2 ? {} : {
      topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
        maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { [NAME_LABEL]: name } },
      })),
    }),
    containers: [container(around, plan)],
    ...(volumes.length === 0 ? {} : { volumes }),
  }
  const isStateful = object === 'StatefulSet'
  return {
    apiVersion: 'apps/v1', kind: object, metadata: metadata(around, name),
    spec: {
      ...(isStateful ? { serviceName: plan.serviceName ?? name } : {}),
      replicas: sizing.replicas,
      ...(isStateful && sizing.replicas > 1 ? { podManagementPolicy: 'Parallel' } : {}),
      selector: { matchLabels: { [NAME_LABEL]: name } },
      template: { metadata: { labels }, spec: podSpec },
      ...(claims.length === 0 ? {} : {
        volumeClaimTemplates: claims.map((claim) => ({
          metadata: { name: claim.name },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: sizing.disk ?? '10Gi' } } },
        })),
      }),
    },
  }
}

/** A Service to the pods of a workload; headless where each pod must be found by itself, also while it is not ready. */
export function serviceManifest(around: Surroundings, service: { name: string; to: string; ports: readonly PortName[]; headless?: boolean; unready?: boolean }): JsonObject {
  return {
    apiVersion: 'v1', kind: 'Service', metadata: metadata(around, service.name, service.to),
    spec: {
      ...(service.headless === true ? { clusterIP: 'None' } : {}),
      ...(service.unready === true ? { publishNotReadyAddresses: true } : {}),
      selector: { [NAME_LABEL]: service.to },
      ports: service.ports.map((port) => ({ name: port, port: PORT[port], targetPort: port })),
    },
  }
}

/** At most one pod is taken away at a time when nodes are drained. */
export function budgetManifest(around: Surroundings, name: string): JsonObject {
  return {
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: metadata(around, name),
    spec: { maxUnavailable: 1, selector: { matchLabels: { [NAME_LABEL]: name } } },
  }
}

/** A ConfigMap with one file. */
export function configManifest(around: Surroundings, name: string, files: Readonly<Record<string, string>>): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(around, name), data: { ...files } }
}

function container(around: Surroundings, plan: WorkloadPlan): JsonObject {
  const { sizing, mounts, args, ports } = plan
  const env: JsonObject[] = [
    ...(plan.needsPodName === true ? [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] : []),
    ...(mounts.some(({ name }) => name === 'objstore') ? around.bucket.env ?? [] : []),
  ]
  const probe = (path: string): JsonObject => ({ httpGet: { path, port: 'http' } })
  return {
    name: 'thanos',
    image: around.image,
    args: [...args],
    ...(env.length === 0 ? {} : { env }),
    ports: ports.map((name) => ({ name, containerPort: PORT[name] })),
    startupProbe: { ...probe('/-/ready'), periodSeconds: 10, failureThreshold: Math.ceil(plan.startSeconds / 10) },
    readinessProbe: { ...probe('/-/ready'), periodSeconds: 10 },
    livenessProbe: { ...probe('/-/healthy'), periodSeconds: 30, failureThreshold: 4 },
    resources: { requests: { ...sizing.requests }, limits: { ...sizing.limits } },
    ...(mounts.length === 0 ? {} : { volumeMounts: mounts.map(({ name, path, from }): Json => ({ name, mountPath: path, ...(typeof from === 'object' ? { readOnly: true } : {}) })) }),
  }
}

function volumeOf({ name, from }: Mount): JsonObject[] {
  if (from === 'claim') return []
  if (from === 'scratch') return [{ name, emptyDir: {} }]
  return ['secret' in from ? { name, secret: { secretName: from.secret } } : { name, configMap: { name: from.config } }]
}

function metadata({ namespace }: Surroundings, name: string, label = name): JsonObject & { name: string } {
  return { name, ...(namespace === undefined ? {} : { namespace }), labels: labelsOf(label) }
}

function labelsOf(name: string): JsonObject {
  return { [NAME_LABEL]: name, 'app.kubernetes.io/part-of': 'thanos' }
}
