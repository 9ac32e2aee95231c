// What Kubernetes requires of the objects around workloads, in its own words: budgets, autoscalers, network policies, ingresses, permissions.
// Source: pkg/apis/{policy,autoscaling,networking,rbac}/validation of Kubernetes 1.35, the rules that a Thanos manifest can break.
import type { Json, JsonObject, KubeObject } from '../manifest/types.ts'
import { itemsAt, mapAt, numberAt, textAt, valueAt } from './fields.ts'
import type { FieldError } from './field-error.ts'
import { forbidden, invalidValue, notSupported, required } from './field-error.ts'
import { nameProblem, portNameProblems } from './names.ts'

const PORT_RANGE = 'must be between 1 and 65535, inclusive'

export function budgetProblems(object: KubeObject): FieldError[] {
  const limits = ['minAvailable', 'maxUnavailable'].filter((field) => valueAt(object, 'spec', field) !== undefined)
  return [
    ...(limits.length === 2 ? [invalidValue('spec', mapAt(object, 'spec'), 'minAvailable and maxUnavailable cannot be both set')] : []),
    ...limits.flatMap((field) => shareProblems(valueAt(object, 'spec', field), `spec.${field}`)),
  ]
}

/** A count, or a percentage of at most a hundred. */
function shareProblems(value: Json | undefined, path: string): FieldError[] {
  if (typeof value === 'number') return value < 0 ? [invalidValue(path, value, 'must be greater than or equal to 0')] : []
  const percent = /^(\d+)%$/.exec(String(value))?.[1]
  if (percent === undefined) return [invalidValue(path, value, "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')")]
  return Number(percent) > 100 ? [invalidValue(path, value, 'must not be greater than 100%')] : []
}

export function autoscalerProblems(object: KubeObject): FieldError[] {
  const [least, most] = [numberAt(object, 'spec', 'minReplicas'), numberAt(object, 'spec', 'maxReplicas') ?? 0]
  return [
    ...(least !== undefined && least < 1 ? [invalidValue('spec.minReplicas', least, 'must be greater than or equal to 1')] : []),
    ...(most < 1 ? [invalidValue('spec.maxReplicas', most, 'must be greater than 0')] : []),
    ...(least !== undefined && most < least ? [invalidValue('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`')] : []),
    ...['kind', 'name'].filter((field) => textAt(object, 'spec', 'scaleTargetRef', field) === '').map((field) => required(`spec.scaleTargetRef.${field}`)),
  ]
}

const DIRECTIONS = ['Ingress', 'Egress']
const PROTOCOLS = ['TCP', 'UDP', 'SCTP']

export function networkPolicyProblems(object: KubeObject): FieldError[] {
  const types = valueAt(object, 'spec', 'policyTypes')
  const rules = [['ingress', 'from'], ['egress', 'to']].flatMap(([direction = '', peers = '']) => itemsAt(object, 'spec', direction).flatMap((rule, index) => {
    const path = `spec.${direction}[${index}]`
    return [
      ...itemsAt(rule, 'ports').flatMap((port, at) => policyPortProblems(port, `${path}.ports[${at}]`)),
      ...itemsAt(rule, peers).flatMap((peer, at) => peerProblems(peer, `${path}.${peers}[${at}]`)),
    ]
  }))
  return [...rules, ...(Array.isArray(types) ? types : []).flatMap((type, index) => (DIRECTIONS.includes(String(type)) ? [] : [notSupported(`spec.policyTypes[${index}]`, type, DIRECTIONS)]))]
}

function policyPortProblems(object: JsonObject, path: string): FieldError[] {
  const { protocol = 'TCP', port } = object
  return [
    ...(PROTOCOLS.includes(String(protocol)) ? [] : [notSupported(`${path}.protocol`, protocol, PROTOCOLS)]),
    ...(typeof port === 'number' && (port < 1 || port > 65535) ? [invalidValue(`${path}.port`, port, PORT_RANGE)] : []),
    ...(typeof port === 'string' ? portNameProblems(port).map((problem) => invalidValue(`${path}.port`, port, problem)) : []),
  ]
}

function peerProblems(peer: JsonObject, path: string): FieldError[] {
  const kinds = ['podSelector', 'namespaceSelector', 'ipBlock'].filter((field) => field in peer)
  if (kinds.length === 0) return [required(path, 'must specify a peer')]
  return [
    ...('ipBlock' in peer && textAt(peer, 'ipBlock', 'cidr') === '' ? [required(`${path}.ipBlock.cidr`)] : []),
    ...('ipBlock' in peer && kinds.length > 1 ? [forbidden(path, 'may not specify both ipBlock and another peer')] : []),
  ]
}

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix']

export function ingressProblems(object: KubeObject): FieldError[] {
  const rules = itemsAt(object, 'spec', 'rules')
  const backend = valueAt(object, 'spec', 'defaultBackend')
  return [
    ...(rules.length === 0 && backend === undefined ? [invalidValue('spec', null, 'either `defaultBackend` or `rules` must be specified')] : []),
    ...(backend === undefined ? [] : backendProblems(mapAt(backend), 'spec.defaultBackend')),
    ...rules.flatMap((rule, index) => ingressRuleProblems(rule, `spec.rules[${index}]`)),
  ]
}

function ingressRuleProblems(rule: JsonObject, path: string): FieldError[] {
  const host = textAt(rule, 'host')
  const problem = host === '' ? undefined : nameProblem(host.replace(/^\*\./, ''), 'subdomain')
  const paths = itemsAt(rule, 'http', 'paths')
  return [
    ...(problem === undefined ? [] : [invalidValue(`${path}.host`, host, problem)]),
    ...('http' in rule && paths.length === 0 ? [required(`${path}.http.paths`)] : []),
    ...paths.flatMap((one, index) => ingressPathProblems(one, `${path}.http.paths[${index}]`)),
  ]
}

function ingressPathProblems(one: JsonObject, path: string): FieldError[] {
  const [type, written] = [textAt(one, 'pathType'), textAt(one, 'path')]
  if (type === '') return [required(`${path}.pathType`, 'pathType must be specified')]
  const isRelative = !written.startsWith('/') && (type !== 'ImplementationSpecific' || written !== '')
  return [
    ...(PATH_TYPES.includes(type) ? [] : [notSupported(`${path}.pathType`, type, PATH_TYPES)]),
    ...(PATH_TYPES.includes(type) && isRelative ? [invalidValue(`${path}.path`, written, 'must be an absolute path')] : []),
    ...backendProblems(mapAt(one, 'backend'), `${path}.backend`),
  ]
}

function backendProblems(backend: JsonObject, path: string): FieldError[] {
  if (!('service' in backend)) return 'resource' in backend ? [] : [required(path, 'resource or service backend is required')]
  const [name, number] = [textAt(backend, 'service', 'port', 'name'), numberAt(backend, 'service', 'port', 'number') ?? 0]
  return [
    ...(textAt(backend, 'service', 'name') === '' ? [required(`${path}.service.name`)] : []),
    ...(name !== '' && number !== 0 ? [invalidValue(path, '', 'cannot set both port name & port number')] : []),
    ...(name === '' && number === 0 ? [required(path, 'port name or number is required')] : []),
    ...(number < 0 || number > 65535 ? [invalidValue(`${path}.service.port.number`, number, PORT_RANGE)] : []),
  ]
}

export function roleProblems(object: KubeObject): FieldError[] {
  return itemsAt(object, 'rules').flatMap((rule, index) => {
    const isEmpty = (field: string): boolean => !Array.isArray(rule[field]) || rule[field].length === 0
    const verbs = isEmpty('verbs') ? [required(`rules[${index}].verbs`, 'verbs must contain at least one value')] : []
    if (!isEmpty('nonResourceURLs')) {
      return [...verbs, ...(object.kind === 'Role' ? [invalidValue(`rules[${index}].nonResourceURLs`, rule.nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs')] : [])]
    }
    return [
      ...verbs,
      ...(isEmpty('apiGroups') ? [required(`rules[${index}].apiGroups`, 'resource rules must supply at least one api group')] : []),
      ...(isEmpty('resources') ? [required(`rules[${index}].resources`, 'resource rules must supply at least one resource')] : []),
    ]
  })
}

const RBAC = 'rbac.authorization.k8s.io'

export function bindingProblems(object: KubeObject): FieldError[] {
  const kinds = object.kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole']
  const { apiGroup, kind = '', name = '' } = mapAt(object, 'roleRef')
  return [
    ...(apiGroup === RBAC ? [] : [notSupported('roleRef.apiGroup', apiGroup, [RBAC])]),
    ...(kinds.includes(String(kind)) ? [] : [notSupported('roleRef.kind', kind, kinds)]),
    ...(name === '' ? [required('roleRef.name')] : []),
    ...itemsAt(object, 'subjects').flatMap((subject, index) => subjectProblems(subject, `subjects[${index}]`, object.kind)),
  ]
}

function subjectProblems(subject: JsonObject, path: string, bindingKind: string): FieldError[] {
  const [kind, name] = [textAt(subject, 'kind'), textAt(subject, 'name')]
  const unnamed = name === '' ? [required(`${path}.name`)] : []
  if (kind === 'ServiceAccount') return [...unnamed, ...(textAt(subject, 'namespace') === '' && bindingKind !== 'RoleBinding' ? [required(`${path}.namespace`)] : [])]
  return ['User', 'Group'].includes(kind) ? unnamed : [...unnamed, notSupported(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group'])]
}
