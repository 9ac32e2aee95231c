// What Kubernetes requires of a new object, in its own words (pkg/apis/*/validation of Kubernetes 1.35, the rules that matter here).
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { definitionProblems } from './custom-kinds.ts'
import { itemsAt, mapAt, numberAt, textAt, textsAt, valueAt } from './fields.ts'
import type { FieldError } from './field-error.ts'
import { duplicate, invalidValue, notSupported, required } from './field-error.ts'
import type { KindInfo } from './kinds.ts'
import { dataKeyProblem, labelKeyProblem, labelValueProblem, nameProblem } from './names.ts'
import { matchesSelector } from './selectors.ts'
import { podSpecProblems } from './validate-pod.ts'
import { autoscalerProblems, bindingProblems, budgetProblems, ingressProblems, networkPolicyProblems, roleProblems } from './validate-policy.ts'

/** Every rule that an object with its defaults breaks; none when it may be stored. */
export function objectProblems(object: KubeObject, kind: KindInfo): FieldError[] {
  return [...metadataProblems(object, kind), ...(RULES[object.kind]?.(object) ?? [])]
}

function metadataProblems(object: KubeObject, kind: KindInfo): FieldError[] {
  const problem = nameProblem(object.metadata.name, kind.names)
  return [
    ...(problem === undefined ? [] : [invalidValue('metadata.name', object.metadata.name, problem)]),
    ...labelProblems(textsAt(object, 'metadata', 'labels'), 'metadata.labels'),
  ]
}

function labelProblems(labels: Record<string, string>, path: string): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => {
    const [keyProblem, valueProblem] = [labelKeyProblem(key), labelValueProblem(value)]
    return [
      ...(keyProblem === undefined ? [] : [invalidValue(path, key, keyProblem)]),
      ...(valueProblem === undefined ? [] : [invalidValue(path, value, valueProblem)]),
    ]
  })
}

const RULES: Record<string, (object: KubeObject) => FieldError[]> = {
  Deployment: (object) => [
    ...countProblems(object, ['replicas', 'minReadySeconds', 'revisionHistoryLimit']),
    ...workloadProblems(object, 'deployment'),
    ...strategyProblems(mapAt(object, 'spec', 'strategy')),
  ],
  StatefulSet: (object) => [
    ...podManagementProblems(object),
    ...itemsAt(object, 'spec', 'volumeClaimTemplates').flatMap((claim, index) => claimProblems(claim, `spec.volumeClaimTemplates[${index}].spec`)),
    ...countProblems(object, ['replicas', 'minReadySeconds']),
    ...workloadProblems(object, 'statefulset'),
  ],
  ReplicaSet: (object) => workloadProblems(object, 'deployment'),
  DaemonSet: (object) => workloadProblems(object, 'daemonset'),
  CustomResourceDefinition: definitionProblems,
  Job: jobProblems,
  Pod: (object) => podSpecProblems(mapAt(object, 'spec'), 'spec'),
  PersistentVolumeClaim: (object) => claimProblems(object, 'spec'),
  Service: serviceProblems,
  ConfigMap: (object) => dataProblems(object),
  Secret: (object) => dataProblems(object),
  HorizontalPodAutoscaler: autoscalerProblems,
  PodDisruptionBudget: budgetProblems,
  NetworkPolicy: networkPolicyProblems,
  Ingress: ingressProblems,
  Role: roleProblems,
  ClusterRole: roleProblems,
  RoleBinding: bindingProblems,
  ClusterRoleBinding: bindingProblems,
}

function jobProblems(object: KubeObject): FieldError[] {
  const [labels, restart] = [textsAt(object, 'spec', 'template', 'metadata', 'labels'), textAt(object, 'spec', 'template', 'spec', 'restartPolicy')]
  const path = 'spec.template.spec.restartPolicy'
  return [
    ...countProblems(object, ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished']),
    ...labelProblems(labels, 'spec.template.labels'),
    ...podSpecProblems(mapAt(object, 'spec', 'template', 'spec'), 'spec.template.spec', []),
    ...(restart === 'Always' ? [required(path, 'valid values: "OnFailure", "Never"')] : []),
    ...(['Always', 'OnFailure', 'Never'].includes(restart) ? [] : [notSupported(path, restart, ['OnFailure', 'Never'])]),
    ...(matchesSelector(valueAt(object, 'spec', 'selector'), labels) ? [] : [invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')]),
  ]
}

function workloadProblems(object: KubeObject, word: string): FieldError[] {
  const selector = valueAt(object, 'spec', 'selector')
  const labels = textsAt(object, 'spec', 'template', 'metadata', 'labels')
  const claims = itemsAt(object, 'spec', 'volumeClaimTemplates').map((claim) => textAt(claim, 'metadata', 'name'))
  const isEmpty = Object.keys(mapAt(selector, 'matchLabels')).length + itemsAt(selector, 'matchExpressions').length === 0
  const restart = textAt(object, 'spec', 'template', 'spec', 'restartPolicy')
  return [
    ...(selector === undefined ? [required('spec.selector')] : []),
    ...(selector !== undefined && isEmpty ? [invalidValue('spec.selector', selector, `empty selector is invalid for ${word}`)] : []),
    ...((selector !== undefined && isEmpty) || (!isEmpty && matchesSelector(selector, labels)) ? []
      : [invalidValue('spec.template.metadata.labels', valueAt(object, 'spec', 'template', 'metadata', 'labels'), '`selector` does not match template `labels`')]),
    ...labelProblems(labels, 'spec.template.labels'),
    ...podSpecProblems(mapAt(object, 'spec', 'template', 'spec'), 'spec.template.spec', claims),
    ...(restart === 'Always' ? [] : [notSupported('spec.template.spec.restartPolicy', restart, ['Always'])]),
  ]
}

function countProblems(object: KubeObject, fields: readonly string[]): FieldError[] {
  return fields.flatMap((field) => {
    const count = numberAt(object, 'spec', field)
    return count !== undefined && count < 0 ? [invalidValue(`spec.${field}`, count, 'must be greater than or equal to 0')] : []
  })
}

function strategyProblems(strategy: JsonObject): FieldError[] {
  if (strategy.type === 'Recreate' || strategy.type === 'RollingUpdate') return []
  return [notSupported('spec.strategy', { Type: strategy.type ?? '', RollingUpdate: strategy.rollingUpdate ?? null }, ['Recreate', 'RollingUpdate'])]
}

function podManagementProblems(object: KubeObject): FieldError[] {
  const policy = textAt(object, 'spec', 'podManagementPolicy')
  return policy === 'OrderedReady' || policy === 'Parallel' ? []
    : [invalidValue('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'")]
}

function claimProblems(claim: JsonObject, path: string): FieldError[] {
  const modes = valueAt(claim, 'spec', 'accessModes')
  return [
    ...(Array.isArray(modes) && modes.length > 0 ? [] : [required(`${path}.accessModes`, 'at least 1 access mode is required')]),
    ...(valueAt(claim, 'spec', 'resources', 'requests', 'storage') === undefined ? [required(`${path}.resources[storage]`)] : []),
  ]
}

function dataProblems(object: KubeObject): FieldError[] {
  return Object.keys(mapAt(object, 'data')).flatMap((key) => {
    const problem = dataKeyProblem(key)
    return problem === undefined ? [] : [invalidValue(`data[${key}]`, key, problem)]
  })
}

const SERVICE_TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']

function serviceProblems(object: KubeObject): FieldError[] {
  const type = textAt(object, 'spec', 'type')
  return [...servicePortProblems(object), ...(SERVICE_TYPES.includes(type) ? [] : [notSupported('spec.type', type, SERVICE_TYPES)])]
}

function servicePortProblems(object: KubeObject): FieldError[] {
  const ports = itemsAt(object, 'spec', 'ports')
  const isOpen = textAt(object, 'spec', 'clusterIP') === 'None' || textAt(object, 'spec', 'type') === 'ExternalName'
  if (ports.length === 0) return isOpen ? [] : [required('spec.ports')]
  const names = new Set<string>()
  return ports.flatMap((port, index) => {
    const [name, number, path] = [textAt(port, 'name'), numberAt(port, 'port'), `spec.ports[${index}]`]
    const errors: FieldError[] = []
    const problem = nameProblem(name, 'label')
    if (name === '') {
      if (ports.length > 1) errors.push(required(`${path}.name`))
    } else if (problem !== undefined) errors.push(invalidValue(`${path}.name`, name, problem))
    else if (names.has(name)) errors.push(duplicate(`${path}.name`, name))
    names.add(name)
    const target = valueAt(port, 'targetPort')
    for (const [field, value] of [['port', number ?? 0], ['targetPort', typeof target === 'number' ? target : 1]] as const) {
      if (value < 1 || value > 65535) errors.push(invalidValue(`${path}.${field}`, value, 'must be between 1 and 65535, inclusive'))
    }
    return errors
  })
}
