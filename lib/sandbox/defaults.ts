// The values that Kubernetes fills in for fields left out, so that what a plan predicts is what a cluster would hold.
// Source: pkg/apis/{apps,core,policy,autoscaling,networking,rbac}/*/defaults.go of Kubernetes 1.35.
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { defaultDefinition } from './custom-kinds.ts'
import { itemsAt, mapAt, textAt, textsAt, valueAt } from './fields.ts'
import { defaultPodSpec, setDefault, touch } from './pod-defaults.ts'

/** Fills in the defaults of an object in place. */
export function applyDefaults(object: KubeObject): void {
  DEFAULTS[object.kind]?.(object)
}

const DEFAULTS: Record<string, (object: KubeObject) => void> = {
  CustomResourceDefinition: defaultDefinition,
  Deployment(object) {
    const spec = touch(object, 'spec')
    setDefault(spec, 'replicas', 1)
    setDefault(spec, 'revisionHistoryLimit', 10)
    setDefault(spec, 'progressDeadlineSeconds', 600)
    const strategy = touch(spec, 'strategy')
    setDefault(strategy, 'type', 'RollingUpdate')
    if (strategy.type === 'RollingUpdate') {
      const rolling = touch(strategy, 'rollingUpdate')
      setDefault(rolling, 'maxUnavailable', '25%')
      setDefault(rolling, 'maxSurge', '25%')
    }
    defaultPodSpec(touch(touch(spec, 'template'), 'spec'))
  },
  StatefulSet(object) {
    const spec = touch(object, 'spec')
    setDefault(spec, 'replicas', 1)
    setDefault(spec, 'revisionHistoryLimit', 10)
    setDefault(spec, 'podManagementPolicy', 'OrderedReady')
    const strategy = touch(spec, 'updateStrategy')
    if (strategy.type === undefined) {
      strategy.type = 'RollingUpdate'
      touch(strategy, 'rollingUpdate')
    }
    if (strategy.type === 'RollingUpdate' && strategy.rollingUpdate !== undefined) setDefault(touch(strategy, 'rollingUpdate'), 'partition', 0)
    const retention = touch(spec, 'persistentVolumeClaimRetentionPolicy')
    setDefault(retention, 'whenDeleted', 'Retain')
    setDefault(retention, 'whenScaled', 'Retain')
    defaultPodSpec(touch(touch(spec, 'template'), 'spec'))
    for (const claim of itemsAt(spec, 'volumeClaimTemplates')) {
      setDefault(claim, 'apiVersion', 'v1')
      setDefault(claim, 'kind', 'PersistentVolumeClaim')
      defaultClaim(claim)
    }
  },
  ReplicaSet(object) {
    const spec = touch(object, 'spec')
    setDefault(spec, 'replicas', 1)
    defaultPodSpec(touch(touch(spec, 'template'), 'spec'))
  },
  Job(object) {
    const spec = touch(object, 'spec')
    if (spec.parallelism === undefined) setDefault(spec, 'completions', 1)
    setDefault(spec, 'parallelism', 1)
    setDefault(spec, 'backoffLimit', 6)
    const labels = textsAt(spec, 'template', 'metadata', 'labels')
    if (Object.keys(labels).length > 0 && Object.keys(textsAt(object, 'metadata', 'labels')).length === 0) object.metadata.labels = labels
    setDefault(spec, 'completionMode', 'NonIndexed')
    setDefault(spec, 'suspend', false)
    setDefault(spec, 'podReplacementPolicy', spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed')
    setDefault(spec, 'manualSelector', false)
    defaultPodSpec(touch(touch(spec, 'template'), 'spec'))
  },
  DaemonSet(object) {
    const spec = touch(object, 'spec')
    setDefault(spec, 'revisionHistoryLimit', 10)
    const strategy = touch(spec, 'updateStrategy')
    setDefault(strategy, 'type', 'RollingUpdate')
    if (strategy.type === 'RollingUpdate') {
      setDefault(touch(strategy, 'rollingUpdate'), 'maxUnavailable', 1)
      setDefault(touch(strategy, 'rollingUpdate'), 'maxSurge', 0)
    }
    defaultPodSpec(touch(touch(spec, 'template'), 'spec'))
  },
  Pod(object) {
    const spec = touch(object, 'spec')
    defaultPodSpec(spec)
    setDefault(spec, 'enableServiceLinks', true)
    setDefault(spec, 'priority', 0)
    setDefault(spec, 'preemptionPolicy', 'PreemptLowerPriority')
    setDefault(touch(object, 'status'), 'phase', 'Pending')
    for (const container of itemsAt(spec, 'containers')) {
      const limits = mapAt(container, 'resources', 'limits')
      if (Object.keys(limits).length === 0) continue
      const requests = touch(touch(container, 'resources'), 'requests')
      for (const [name, limit] of Object.entries(limits)) setDefault(requests, name, limit)
    }
  },
  PersistentVolumeClaim(object) {
    defaultClaim(object)
    setDefault(object.metadata, 'finalizers', ['kubernetes.io/pvc-protection'])
  },
  Service(object) {
    const spec = touch(object, 'spec')
    setDefault(spec, 'sessionAffinity', 'None')
    setDefault(spec, 'type', 'ClusterIP')
    if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig
    else setDefault(touch(touch(spec, 'sessionAffinityConfig'), 'clientIP'), 'timeoutSeconds', 10_800)
    for (const port of itemsAt(spec, 'ports')) {
      setDefault(port, 'protocol', 'TCP')
      if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '') port.targetPort = port.port ?? 0
    }
    if (spec.type !== 'ExternalName') setDefault(spec, 'internalTrafficPolicy', 'Cluster')
    if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') setDefault(spec, 'externalTrafficPolicy', 'Cluster')
    if (spec.type === 'LoadBalancer') setDefault(spec, 'allocateLoadBalancerNodePorts', true)
  },
  Secret(object) {
    setDefault(object, 'type', 'Opaque')
  },
  Namespace(object) {
    touch(object.metadata, 'labels')['kubernetes.io/metadata.name'] = object.metadata.name
    setDefault(touch(object, 'spec'), 'finalizers', ['kubernetes'])
    setDefault(touch(object, 'status'), 'phase', 'Active')
  },
  HorizontalPodAutoscaler(object) {
    const spec = touch(object, 'spec')
    setDefault(spec, 'minReplicas', 1)
    setDefault(spec, 'metrics', [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }])
  },
  NetworkPolicy(object) {
    const spec = touch(object, 'spec')
    if (spec.policyTypes === undefined) spec.policyTypes = valueAt(spec, 'egress') === undefined ? ['Ingress'] : ['Ingress', 'Egress']
    for (const rule of [...itemsAt(spec, 'ingress'), ...itemsAt(spec, 'egress')]) {
      for (const port of itemsAt(rule, 'ports')) setDefault(port, 'protocol', 'TCP')
    }
  },
  StorageClass(object) {
    setDefault(object, 'reclaimPolicy', 'Delete')
    setDefault(object, 'volumeBindingMode', 'Immediate')
  },
  RoleBinding: defaultBinding,
  ClusterRoleBinding: defaultBinding,
}

function defaultBinding(object: KubeObject): void {
  const group = 'rbac.authorization.k8s.io'
  if (textAt(object, 'roleRef', 'apiGroup') === '') touch(object, 'roleRef').apiGroup = group
  for (const subject of itemsAt(object, 'subjects')) {
    if (subject.kind === 'User' || subject.kind === 'Group') setDefault(subject, 'apiGroup', group)
  }
}

function defaultClaim(claim: JsonObject): void {
  setDefault(touch(claim, 'spec'), 'volumeMode', 'Filesystem')
  setDefault(touch(claim, 'status'), 'phase', 'Pending')
}
