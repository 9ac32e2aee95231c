// Why an object is not managed that can be told from the object alone: what it is, who owns it, what it runs.
import { mapsAt } from '../manifest/fields.ts'
import { getAt } from '../manifest/pointer.ts'
import { isJsonObject, type Json } from '../manifest/types.ts'
import { text, type Text } from '../text.ts'
import type { SpecObject } from './spec.ts'

/** Kinds that may belong to an installation and are applied with it, with their API groups ("" is the core). */
export const MANAGED_GROUPS: Readonly<Record<string, readonly string[]>> = {
  Service: [''], ConfigMap: [''], ServiceAccount: [''],
  Role: ['rbac.authorization.k8s.io'], RoleBinding: ['rbac.authorization.k8s.io'],
  PodDisruptionBudget: ['policy'], HorizontalPodAutoscaler: ['autoscaling'],
  NetworkPolicy: ['networking.k8s.io'], Ingress: ['networking.k8s.io', 'extensions'],
  ServiceMonitor: ['monitoring.coreos.com'], PodMonitor: ['monitoring.coreos.com'], PrometheusRule: ['monitoring.coreos.com'],
}

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'Namespace', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition', 'PersistentVolume', 'StorageClass', 'VolumeSnapshotClass', 'PriorityClass', 'IngressClass', 'GatewayClass', 'RuntimeClass', 'PodSecurityPolicy',
  'SecurityContextConstraints', 'APIService', 'ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'ClusterIssuer', 'ClusterSecretStore', 'ClusterPolicy', 'Node', 'CSIDriver',
])

/** A controller that makes the object and would undo each change. */
export function ownerReason(object: SpecObject): Text | undefined {
  const metadata = object.type === 'reference' ? undefined : getAt(object.type === 'object' ? object.manifest : object.rest, '/metadata')
  const owner = mapsAt(metadata, 'ownerReferences').find(({ controller }) => controller === true)
  if (owner) {
    const name = `${String(owner.kind)} ${String(owner.name)}`
    return text(`${name} makes it and would undo each change; change ${name} instead.`, `${name}이(가) 만들고 변경을 되돌립니다. ${name}을(를) 바꾸세요.`)
  }
  if (object.object !== 'ConfigMap' || !/^(?:kube-root-ca|openshift-service-ca)\.crt$/.test(object.name)) return undefined
  return text('Kubernetes puts it into every namespace.', 'Kubernetes가 모든 네임스페이스에 두는 오브젝트입니다.')
}

/** What an operator turns into Thanos: read here, run there. */
export function operatorReason(object: SpecObject): Text | undefined {
  if (object.type !== 'object') return undefined
  const group = apiGroup(object.manifest.apiVersion)
  if (group === 'monitoring.thanos.io') {
    return text(`thanos-operator makes the workloads of this ${object.object}. Change it there.`, `이 ${object.object}의 워크로드는 thanos-operator가 만듭니다. 그곳에서 바꾸세요.`)
  }
  if (group !== 'monitoring.coreos.com') return undefined
  if (object.object === 'ThanosRuler') {
    return text('prometheus-operator makes a ruler of it. Read here, and left to the operator.', 'prometheus-operator가 이것으로 ruler를 만듭니다. 읽기만 하고 operator에 맡깁니다.')
  }
  if (object.object !== 'Prometheus') return undefined
  return isJsonObject(getAt(object.manifest, '/spec/thanos'))
    ? text('prometheus-operator runs it, with a Thanos sidecar. Read here, and left to the operator.', 'prometheus-operator가 Thanos sidecar와 함께 실행합니다. 읽기만 하고 operator에 맡깁니다.')
    : text('prometheus-operator runs it, without a Thanos sidecar.', 'prometheus-operator가 Thanos sidecar 없이 실행합니다.')
}

/** What makes pods that are not managed. */
export function workloadReason(object: SpecObject): Text | undefined {
  if (object.type === 'workload') {
    return object.kind === 'sidecar'
      ? text('A sidecar lives with its Prometheus, which is not managed here. Read, and not applied.', 'sidecar는 여기서 관리하지 않는 Prometheus와 함께 삽니다. 읽기만 하고 적용하지 않습니다.')
      : undefined
  }
  const template = object.type === 'object' ? getAt(object.manifest, '/spec/template/spec') : undefined
  if (!isJsonObject(template)) return undefined
  const containers = mapsAt(template, 'containers')
  const tool = containers.map(toolOf).find((words) => words !== undefined)
  if (tool === undefined && containers.some(({ image }) => typeof image === 'string' && /(?:^|\/)thanos(?:[:@]|$)/.test(image))) {
    return object.object === 'Deployment' || object.object === 'StatefulSet'
      ? text('Its image is Thanos, and its args name no component in a way that Kubernetes and Thanos read: each word must be a text of its own, numbers in quotes, the component first.', '이미지는 Thanos이지만 args에서 구성 요소를 읽을 수 없습니다. 단어마다 따로 문자열로 쓰고, 숫자는 따옴표로 감싸고, 구성 요소를 맨 앞에 두세요.')
      : text(`Its image is Thanos, and of what runs pods only Deployments and StatefulSets are managed, no ${object.object}.`, `이미지는 Thanos이지만 Deployment와 StatefulSet만 관리하며 ${object.object}은(는) 관리하지 않습니다.`)
  }
  return tool === undefined
    ? text('It runs no Thanos component.', 'Thanos 구성 요소를 실행하지 않습니다.')
    : text(`It runs thanos ${tool}, which is none of the components that are managed.`, `관리하는 구성 요소가 아닌 thanos ${tool}을(를) 실행합니다.`)
}

/** Kinds that are never managed. */
export function kindReason(object: SpecObject): Text | undefined {
  if (object.type !== 'object') return undefined
  if (CLUSTER_SCOPED.has(object.object)) {
    return text('It holds for the whole cluster, and a stack is one namespace. Apply it with the rights of a cluster administrator.', '클러스터 전체에 적용되는데 스택은 네임스페이스 하나입니다. 클러스터 관리자 권한으로 적용하세요.')
  }
  if (object.object === 'PersistentVolumeClaim') return text('It holds data; claims are never changed from here.', '데이터를 담고 있습니다. 여기서는 클레임을 바꾸지 않습니다.')
  if (MANAGED_GROUPS[object.object]?.includes(apiGroup(object.manifest.apiVersion)) === true) return undefined
  return text(`Objects of kind ${object.object} are not managed here.`, `여기서는 ${object.object} 종류의 오브젝트를 관리하지 않습니다.`)
}

function apiGroup(apiVersion: Json | undefined): string {
  return typeof apiVersion === 'string' && apiVersion.includes('/') ? apiVersion.split('/')[0] ?? '' : ''
}

/** "tools bucket web" of a container that runs it. */
function toolOf({ command, args }: { command?: Json; args?: Json }): string | undefined {
  const words = [command, args].flatMap((part) => (Array.isArray(part) ? part : [])).filter((word) => typeof word === 'string')
  const at = words.indexOf('tools')
  if (at < 0 || !words.slice(0, at).every((word) => /(?:^|\/)thanos$/.test(word))) return undefined
  const rest = words.slice(at)
  const end = rest.findIndex((word) => word.startsWith('-'))
  return rest.slice(0, end < 0 ? 3 : Math.min(end, 3)).join(' ')
}
