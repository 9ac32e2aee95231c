// What Gauntlet's account needs in the namespace of a stack, verb by verb, with what does not work without it. deploy/role.yaml is this table
// as a manifest (a test holds them together), and the connection test asks the cluster for each line.
import type { Permission } from '../../manifest/role.ts'
import { text, type Text } from '../../text.ts'

/** A permission with what breaks without it. */
export type Need = Permission & { readonly breaks: Text }

type Row = { readonly group: string; readonly resources: readonly string[]; readonly verbs: Readonly<Record<string, Text>> }

const COMPARE = text('Status, plans and drift cannot read it.', '상태, 계획, 드리프트가 읽지 못합니다.')
const DISCOVER = text('Discovering cannot find it.', '탐색이 찾지 못합니다.')
const CREATE = text('A run cannot make a new one.', '실행이 새로 만들지 못합니다.')
const CHANGE = text('Plans (dry runs) and runs cannot apply it.', '계획(dry run)과 실행이 적용하지 못합니다.')
const REMOVE = text('A run cannot delete one that was ticked as no longer needed.', '더는 필요 없다고 선택한 것을 실행이 삭제하지 못합니다.')
/** Server-side apply is PATCH, and "create" as well where the object is new. */
const APPLIED = { get: COMPARE, list: DISCOVER, create: CREATE, patch: CHANGE, delete: REMOVE }
const PROXIED = {
  get: text('Thanos cannot be asked what it sees.', 'Thanos가 보는 것을 물어볼 수 없습니다.'),
  create: text('Thanos cannot be told to reload its rules.', 'Thanos에 rule 다시 읽기를 요청할 수 없습니다.'),
}

const TABLE: readonly Row[] = [
  { group: '', resources: ['configmaps', 'services', 'serviceaccounts'], verbs: APPLIED },
  {
    group: 'apps', resources: ['deployments', 'statefulsets'],
    verbs: { get: COMPARE, list: DISCOVER, watch: text('A run cannot follow how it rolls out.', '실행이 롤아웃을 따라가지 못합니다.'), create: CREATE, patch: CHANGE, delete: REMOVE },
  },
  { group: 'policy', resources: ['poddisruptionbudgets'], verbs: APPLIED },
  { group: 'autoscaling', resources: ['horizontalpodautoscalers'], verbs: APPLIED },
  { group: 'networking.k8s.io', resources: ['networkpolicies', 'ingresses'], verbs: APPLIED },
  { group: 'rbac.authorization.k8s.io', resources: ['roles', 'rolebindings'], verbs: APPLIED },
  { group: 'monitoring.coreos.com', resources: ['servicemonitors', 'podmonitors', 'prometheusrules'], verbs: APPLIED },
  {
    group: '', resources: ['secrets'], verbs: {
      get: text('Plans cannot tell whether the Secrets that the workloads name are there.', '워크로드가 참조하는 Secret이 있는지 계획이 알 수 없습니다.'),
      create: text('Credentials cannot be written into a new Secret.', '자격 증명을 새 Secret에 쓸 수 없습니다.'),
      patch: text('Credentials cannot be written.', '자격 증명을 쓸 수 없습니다.'),
    },
  },
  {
    group: '', resources: ['pods'], verbs: {
      list: text('Health cannot be told: it is that of the pods.', '상태를 알 수 없습니다. 상태는 파드로 판단합니다.'),
      watch: text('Pages cannot follow pods as they come and go.', '화면이 파드의 변화를 따라가지 못합니다.'),
      delete: text('A pod that is stuck on a bad revision cannot be removed.', '잘못된 리비전에 멈춘 파드를 삭제하지 못합니다.'),
    },
  },
  { group: '', resources: ['pods/log'], verbs: { get: text('A run cannot say why a container crashes.', '컨테이너가 왜 죽는지 실행이 알려 주지 못합니다.') } },
  { group: 'apps', resources: ['replicasets'], verbs: { list: text('A run cannot tell the old pods of a Deployment from its new ones.', '실행이 Deployment의 이전 파드와 새 파드를 구별하지 못합니다.') } },
  { group: '', resources: ['pods/proxy'], verbs: PROXIED },
  { group: '', resources: ['services/proxy'], verbs: { get: text('An Alertmanager cannot be asked what it did with an alert.', 'Alertmanager가 알림을 어떻게 처리했는지 물어볼 수 없습니다.') } },
  { group: '', resources: ['events'], verbs: { list: text('A run cannot say why a pod does not start.', '파드가 왜 시작하지 않는지 실행이 알려 주지 못합니다.') } },
  {
    group: '', resources: ['persistentvolumeclaims'],
    verbs: { get: text('A run cannot say that a pod waits for its volume.', '파드가 볼륨을 기다린다는 것을 실행이 알려 주지 못합니다.') },
  },
  { group: '', resources: ['namespaces'], verbs: { get: text('Whether the namespace is there cannot be told.', '네임스페이스가 있는지 알 수 없습니다.') } },
]

/** Every permission that Gauntlet needs in a namespace, in the order of deploy/role.yaml. */
export const NEEDS: readonly Need[] = TABLE.flatMap(({ group, resources, verbs }) =>
  resources.flatMap((resource) => Object.entries(verbs).map(([verb, breaks]) => ({ group, resource, verb, breaks }))))
