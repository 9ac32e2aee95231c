// What workloads say of their own pods: the selector by which they know them, and the labels by which these are spread over nodes.
import { formatPointer, getAt } from '../../manifest/pointer.ts'
import { isJsonObject, type Json } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { chosenFix, isFragment, report, type Check } from '../check.ts'
import type { Finding, Fix } from '../finding.ts'
import { fits } from '../label-selector.ts'
import { objects, podLabels, stringsAt } from '../pod.ts'
import { specObjectId, workloads, type Workload } from '../spec.ts'

const SOURCE = 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector'

export const workloadSelectors: Check = ({ spec }) => {
  const all = workloads(spec).filter((workload) => !isFragment(workload))
  return [...all.flatMap(misfit), ...shared(all), ...all.flatMap((workload) => spread(workload, all))]
}

/** Without a selector nothing is said: Kubernetes asks for one, and pieces of manifests often leave it out. */
function selectorOf(workload: Workload): Json | undefined {
  const selector = getAt(workload.rest, '/spec/selector')
  return isJsonObject(selector) && (Object.keys(stringsAt(selector, '/matchLabels')).length > 0 || objects(selector.matchExpressions).length > 0) ? selector : undefined
}

function misfit(workload: Workload): Finding[] {
  const selector = selectorOf(workload)
  const labels = podLabels(workload)
  if (selector === undefined || fits(selector, labels)) return []
  const missing = Object.entries(stringsAt(selector, '/matchLabels')).filter(([key, value]) => labels[key] !== value)
  const shown = missing.map(([key, value]) => `${key}: ${value}`).join(', ')
  return [report({ object: specObjectId(workload), path: 'spec.selector', source: SOURCE }, 'workload/selector-misfit', 'error',
    shown === ''
      ? text(`The selector of ${workload.name} does not fit the labels of its own pods.`, `${workload.name}의 셀렉터가 자신의 파드 라벨과 맞지 않습니다.`)
      : text(`The selector of ${workload.name} asks for ${shown}, which its pods do not carry.`, `${workload.name}의 셀렉터에 자신의 파드에 없는 라벨 ${shown}이(가) 있습니다.`),
    text('The API server refuses the workload: "selector" does not match template "labels".', 'API 서버가 워크로드를 거부합니다("selector" does not match template "labels").'),
    selectPods(workload, missing.map(([key]) => key)))]
}

/** Services and budgets know the pods by their labels, so it is the selector that follows them. */
function selectPods(workload: Workload, keys: readonly string[]): Fix | undefined {
  const labels = podLabels(workload)
  if (keys.length === 0 || keys.some((key) => labels[key] === undefined)) return undefined
  const shown = keys.map((key) => `${key}: ${labels[key] ?? ''}`).join(', ')
  return chosenFix(text(`Select ${shown}`, `${shown} 선택`), ...keys.map((key) => (
    { op: 'field.set' as const, object: specObjectId(workload), pointer: `/spec/selector/matchLabels${formatPointer([key])}`, value: labels[key] ?? null })))
}

/** Each knows its pods by its selector, and so do the autoscaler and whatever counts them. */
function shared(all: readonly Workload[]): Finding[] {
  const known = all.flatMap((workload) => {
    const selector = selectorOf(workload)
    return selector === undefined ? [] : [{ workload, selector }]
  })
  return known.flatMap(({ workload, selector }, index) => {
    const first = known.slice(0, index).find((other) => other.workload.namespace === workload.namespace
      && fits(other.selector, podLabels(workload)) && fits(selector, podLabels(other.workload)) && fits(selector, podLabels(workload)))
    if (!first) return []
    return [report({ object: specObjectId(workload), path: 'spec.selector', source: SOURCE }, 'workload/selector-shared', 'error',
      text(`${workload.name} and ${first.workload.name} select the same pods.`, `${workload.name}과(와) ${first.workload.name}이(가) 같은 파드를 선택합니다.`),
      text('Workloads with one selector fight over pods, and Services, budgets and autoscalers of one count those of the other. Give each a label of its own, in its selector and on its pods. A selector cannot be changed later: the workload is made anew.', '셀렉터가 같은 워크로드는 파드를 두고 다투며, Service와 PodDisruptionBudget, 오토스케일러가 서로의 파드까지 셉니다. 셀렉터와 파드에 각각 고유한 라벨을 두세요. 셀렉터는 나중에 바꿀 수 없어 워크로드를 다시 만들어야 합니다.'))]
  })
}

/** What is kept apart by labels that no pod carries is not kept apart. */
function spread(workload: Workload, all: readonly Workload[]): Finding[] {
  const labels = podLabels(workload)
  const pod = '/spec/template/spec'
  const constraints = objects(getAt(workload.rest, `${pod}/topologySpreadConstraints`)).map(({ labelSelector }) => ({ path: 'spec.template.spec.topologySpreadConstraints', selector: labelSelector, isBlind: !fits(labelSelector, labels) }))
  const terms = ['requiredDuringSchedulingIgnoredDuringExecution', 'preferredDuringSchedulingIgnoredDuringExecution'].flatMap((list) => objects(getAt(workload.rest, `${pod}/affinity/podAntiAffinity/${list}`)))
  // A pod may well be kept away from pods of another workload, and of another namespace.
  const apart = terms.map((term) => (isJsonObject(term.podAffinityTerm) ? term.podAffinityTerm : term))
    .filter((term) => term.namespaces === undefined && term.namespaceSelector === undefined)
    .map(({ labelSelector }) => ({ path: 'spec.template.spec.affinity', selector: labelSelector, isBlind: isNearlyOwn(labelSelector, labels) && !all.some((other) => fits(labelSelector, podLabels(other))) }))
  const blind = [...constraints, ...apart].find(({ isBlind }) => isBlind)
  if (!blind) return []
  const shown = Object.entries(stringsAt(blind.selector ?? null, '/matchLabels')).map(([key, value]) => `${key}: ${value}`).join(', ')
  return [report({ object: specObjectId(workload), path: blind.path, source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/' }, 'workload/spread-selects-nothing', 'warning',
    shown === ''
      ? text(`${workload.name} is spread by a selector that none of its pods fits.`, `${workload.name}의 분산 규칙이 자신의 파드를 하나도 선택하지 않습니다.`)
      : text(`${workload.name} is spread by ${shown}, which its pods do not carry.`, `${workload.name}의 분산 규칙이 파드에 없는 라벨 ${shown}을(를) 씁니다.`),
    text('The scheduler counts no pods by it and may put all replicas on one node: with that node they are all gone.', '스케줄러가 파드를 하나도 세지 않아 모든 레플리카를 한 노드에 둘 수 있고, 그 노드가 내려가면 모두 사라집니다.'))]
}

/** Whether a selector goes by labels that the pods have with other values: it was meant for them. */
function isNearlyOwn(selector: Json | undefined, labels: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(stringsAt(selector ?? null, '/matchLabels'))
  return keys.length > 0 && keys.every((key) => Object.hasOwn(labels, key))
}
