// The order in which objects are applied, so that nothing is made before what it needs.
import { objectId, type KubeObject } from './types.ts'

const STAGES: readonly (readonly string[])[] = [
  ['Namespace', 'CustomResourceDefinition'],
  ['PriorityClass', 'StorageClass', 'ResourceQuota', 'LimitRange', 'ServiceAccount', 'ClusterRole', 'Role', 'ClusterRoleBinding', 'RoleBinding'],
  ['Secret', 'ConfigMap', 'ExternalSecret', 'SealedSecret', 'SecretStore', 'ClusterSecretStore', 'Certificate'],
  ['PersistentVolume', 'PersistentVolumeClaim'],
  ['Service'],
  // Before what it protects: a rollout that begins without it may be joined by a drain.
  ['PodDisruptionBudget'],
  ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Pod'],
  [
    'HorizontalPodAutoscaler', 'VerticalPodAutoscaler', 'NetworkPolicy', 'ServiceMonitor', 'PodMonitor', 'PrometheusRule',
    'Ingress', 'HTTPRoute', 'GRPCRoute',
  ],
]
const STAGE_OF = new Map(STAGES.flatMap((kinds, stage) => kinds.map((kind): [string, number] => [kind, stage])))
const WORKLOADS = STAGE_OF.get('StatefulSet')

/**
 * The objects in the order to apply them: namespaces, accounts and roles, Secrets and configuration, claims, Services, disruption
 * budgets, workloads, then what watches or exposes these, unknown kinds last. Objects of one place keep their order.
 * @param rankOf the place of a workload among the workloads by its objectId, lowest first; those without a rank come after the others
 */
export function applyOrder<T extends KubeObject>(objects: readonly T[], rankOf: (id: string) => number | undefined): T[] {
  const placed = objects.map((object) => {
    const stage = STAGE_OF.get(object.kind) ?? STAGES.length
    return { object, stage, rank: stage === WORKLOADS ? rankOf(objectId(object)) ?? Infinity : 0 }
  })
  // Equal ranks are compared first: Infinity less Infinity is no number.
  return placed.toSorted((a, b) => a.stage - b.stage || (a.rank === b.rank ? 0 : a.rank - b.rank)).map(({ object }) => object)
}
