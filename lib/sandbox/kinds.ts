// The kinds that the sandbox itself serves, in the words of API discovery. Those that somebody adds are in custom-kinds.ts.

export type KindInfo = {
  group: string
  version: string
  kind: string
  plural: string
  namespaced: boolean
  /** The type in the merge schema; custom resources are free-form below their metadata. */
  type: string
  hasStatus: boolean
  names: 'subdomain' | 'label' | 'label1035' | 'segment'
  shortNames: readonly string[]
}

type Row = readonly [kind: string, plural: string, shortNames?: string]

function table(groupVersion: string, rows: readonly Row[]): KindInfo[] {
  const [version = '', group = ''] = groupVersion.split('/').toReversed()
  return rows.map(([kind, plural, shortNames]) => ({
    group, version, kind, plural,
    namespaced: !CLUSTER_WIDE.includes(kind),
    type: FREE_GROUPS.includes(group) ? 'Custom' : kind,
    hasStatus: !WITHOUT_STATUS.includes(kind) && group !== 'monitoring.coreos.com' && group !== 'rbac.authorization.k8s.io',
    names: nameRule(kind, group),
    shortNames: shortNames?.split(',') ?? [],
  }))
}

const CLUSTER_WIDE = ['CustomResourceDefinition', 'Namespace', 'Node', 'StorageClass', 'ClusterRole', 'ClusterRoleBinding']
const WITHOUT_STATUS = ['ConfigMap', 'Secret', 'ServiceAccount', 'Event', 'NetworkPolicy', 'Lease', 'EndpointSlice', 'ControllerRevision', 'StorageClass']

/** Groups of which the merge schema knows nothing but the metadata. */
const FREE_GROUPS = ['monitoring.coreos.com', 'apiextensions.k8s.io']

function nameRule(kind: string, group: string): KindInfo['names'] {
  if (kind === 'Service') return 'label1035'
  if (kind === 'Namespace' || kind === 'StatefulSet') return 'label'
  return group === 'rbac.authorization.k8s.io' ? 'segment' : 'subdomain'
}

export const KIND_TABLE: readonly KindInfo[] = [
  ...table('v1', [
    ['Namespace', 'namespaces', 'ns'], ['ConfigMap', 'configmaps', 'cm'], ['Secret', 'secrets'], ['Service', 'services', 'svc'],
    ['ServiceAccount', 'serviceaccounts', 'sa'], ['PersistentVolumeClaim', 'persistentvolumeclaims', 'pvc'], ['Pod', 'pods', 'po'],
    ['Event', 'events', 'ev'], ['Node', 'nodes', 'no'], ['ResourceQuota', 'resourcequotas', 'quota'],
  ]),
  ...table('apps/v1', [
    ['Deployment', 'deployments', 'deploy'], ['StatefulSet', 'statefulsets', 'sts'], ['ReplicaSet', 'replicasets', 'rs'],
    ['DaemonSet', 'daemonsets', 'ds'], ['ControllerRevision', 'controllerrevisions'],
  ]),
  ...table('batch/v1', [['Job', 'jobs']]),
  ...table('policy/v1', [['PodDisruptionBudget', 'poddisruptionbudgets', 'pdb']]),
  ...table('autoscaling/v2', [['HorizontalPodAutoscaler', 'horizontalpodautoscalers', 'hpa']]),
  ...table('networking.k8s.io/v1', [['NetworkPolicy', 'networkpolicies', 'netpol'], ['Ingress', 'ingresses', 'ing']]),
  ...table('rbac.authorization.k8s.io/v1', [
    ['Role', 'roles'], ['RoleBinding', 'rolebindings'], ['ClusterRole', 'clusterroles'], ['ClusterRoleBinding', 'clusterrolebindings'],
  ]),
  ...table('storage.k8s.io/v1', [['StorageClass', 'storageclasses', 'sc']]),
  ...table('coordination.k8s.io/v1', [['Lease', 'leases']]),
  ...table('discovery.k8s.io/v1', [['EndpointSlice', 'endpointslices']]),
  ...table('apiextensions.k8s.io/v1', [['CustomResourceDefinition', 'customresourcedefinitions', 'crd,crds']]),
  ...table('monitoring.coreos.com/v1', [['ServiceMonitor', 'servicemonitors', 'smon'], ['PodMonitor', 'podmonitors', 'pmon'], ['PrometheusRule', 'prometheusrules', 'promrule']]),
]

/** The kind of this name; names are unique in the table. Throws for a name that is not in it: a fault of the caller. */
export function kindNamed(name: string): KindInfo {
  const found = KIND_TABLE.find(({ kind }) => kind === name)
  if (!found) throw new Error(`the sandbox has no kind ${name}`)
  return found
}

export function apiVersionOf({ group, version }: KindInfo): string {
  return group === '' ? version : `${group}/${version}`
}

/** "deployments.apps", as errors name a resource. */
export function resourceName({ group, plural }: KindInfo): string {
  return group === '' ? plural : `${plural}.${group}`
}
