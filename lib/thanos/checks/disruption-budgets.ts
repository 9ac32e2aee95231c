// PodDisruptionBudgets: receivers that have none, and budgets that protect nothing, too much or twice.
import { getAt } from '../../manifest/pointer.ts'
import { text } from '../../text.ts'
import { chosenFix, isFragment, report, safeFix, workloadsOf, type Check } from '../check.ts'
import type { Edit } from '../edit.ts'
import type { Finding, Fix } from '../finding.ts'
import { type Hashring, quorum, replicationFactor } from '../hashring.ts'
import { fits } from '../label-selector.ts'
import { podLabels, sameNamespace } from '../pod.ts'
import { hasRing, isRouter, namesPodsOf, ringOfPods } from '../receive/mode.ts'
import { ringFiles } from '../receive/ring-files.ts'
import { specObjectId, workloads, type Other, type StackSpec, type Workload } from '../spec.ts'

const SOURCE = 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/'

type Budget = { readonly object: Other; readonly protects: readonly Workload[] }

export const disruptionBudgets: Check = ({ spec }) => {
  const all = workloads(spec).filter((workload) => !isFragment(workload))
  const budgets = budgetsOf(spec, all)
  return [...withoutBudget(spec, budgets), ...budgets.flatMap((budget) => judge(spec, budget)), ...apart(spec, budgets), ...twice(all, budgets)]
}

/** Whether some budget of the spec keeps a drain from taking all pods of a workload at once. */
export function hasBudget(spec: StackSpec, workload: Workload): boolean {
  return budgetsOf(spec, [workload]).some(({ protects }) => protects.length > 0)
}

function budgetsOf(spec: StackSpec, all: readonly Workload[]): Budget[] {
  return spec.objects.flatMap((object): Budget[] => {
    if (object.type !== 'object' || object.object !== 'PodDisruptionBudget') return []
    const selector = getAt(object.manifest, '/spec/selector')
    return [{ object, protects: all.filter((workload) => sameNamespace(object, workload) && fits(selector, podLabels(workload))) }]
  })
}

/** A drain evicts as many pods at once as it finds on its nodes. What it must not take at once are the pods of one ring, whosever they are. */
function withoutBudget(spec: StackSpec, budgets: readonly Budget[]): Finding[] {
  return workloadsOf(spec, 'receive').filter((workload) => !isFragment(workload) && (workload.replicas ?? 1) > 0).flatMap((workload): Finding[] => {
    const together = ringmates(spec, workload)
    const count = together.reduce((sum, { replicas }) => sum + (replicas ?? 1), 0)
    if (count < 2 || budgets.some(({ protects }) => protects.includes(workload))) return []
    const own = workload.replicas ?? 1
    const where = { object: specObjectId(workload), path: 'budget', source: SOURCE }
    const fix = addBudget(spec, workload, together)
    if (isRouter(spec, workload) && !ringOfPods(spec, workload)) {
      return [report(where, 'receive/no-budget', 'warning',
        text(`${workload.name} has ${own} replicas and no PodDisruptionBudget.`, `${workload.name}의 레플리카는 ${own}개인데 PodDisruptionBudget이 없습니다.`),
        text('Draining nodes may take all routers at once, and nothing takes a remote write until one is back.', '노드를 비우면 라우터가 모두 한꺼번에 내려갈 수 있으며, 하나가 돌아올 때까지 원격 쓰기를 받는 곳이 없습니다.'), fix)]
    }
    return [report(where, 'receive/no-budget', 'warning',
      together.length === 1
        ? text(`${workload.name} has ${own} replicas and no PodDisruptionBudget.`, `${workload.name}의 레플리카는 ${own}개인데 PodDisruptionBudget이 없습니다.`)
        : text(`${workload.name} is one of ${together.length} workloads of a ring with ${count} pods, and no PodDisruptionBudget holds it.`, `${workload.name}은(는) 파드 ${count}개인 링의 워크로드 ${together.length}개 중 하나인데 PodDisruptionBudget이 없습니다.`),
      text('Draining nodes takes several receivers at once, and more than one missing breaks the quorum of three copies: every write is refused with 503 until they are back.', '노드를 비우면 수신기 여러 대가 한꺼번에 내려갑니다. 사본 3개의 정족수는 하나까지만 빠질 수 있으므로 돌아올 때까지 모든 쓰기가 503으로 거부됩니다.'), fix)]
  })
}

/** The receivers with pods in a ring that names this one's, itself among them. */
function ringmates(spec: StackSpec, workload: Workload): readonly Workload[] {
  const rings = ringsOf(spec).filter((ring) => namesPodsOf(ring, workload))
  return workloadsOf(spec, 'receive').filter((other) => other === workload || (sameNamespace(other, workload) && rings.some((ring) => namesPodsOf(ring, other))))
}

function ringsOf(spec: StackSpec): Hashring[] {
  return ringFiles(spec).flatMap(({ parsed }) => ('rings' in parsed ? parsed.rings : []))
}

/** A budget over all of them, by the labels that they and nothing else of the stack have in common; undefined where no such labels are. */
function budgetOver(spec: StackSpec, workload: Workload, together: readonly Workload[]): Edit | undefined {
  const matchLabels = Object.fromEntries(Object.entries(podLabels(workload)).filter(([key, value]) => together.every((other) => podLabels(other)[key] === value)))
  const strangers = workloads(spec).filter((other) => !together.includes(other) && sameNamespace(other, workload) && fits({ matchLabels }, podLabels(other)))
  if (Object.keys(matchLabels).length === 0 || (together.length > 1 && strangers.length > 0)) return undefined
  const name = together[0]?.name ?? workload.name
  return { op: 'object.add', manifest: {
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name, ...(workload.namespace === undefined ? {} : { namespace: workload.namespace }) },
    spec: { maxUnavailable: 1, selector: { matchLabels } },
  } }
}

function addBudget(spec: StackSpec, workload: Workload, together: readonly Workload[]): Fix | undefined {
  const add = budgetOver(spec, workload, together)
  return add && safeFix(text('Add a budget that lets one go at a time', '한 번에 하나만 내려가는 PodDisruptionBudget 추가'), add)
}

/** Budgets that each keep to what the copies bear, and not together: each counts only the pods that it selects itself, as where every zone has its own. */
function apart(spec: StackSpec, budgets: readonly Budget[]): Finding[] {
  const found = ringsOf(spec).flatMap((ring): [string, Finding][] => {
    const [first, ...others] = workloadsOf(spec, 'receive').filter((workload) => !isFragment(workload) && namesPodsOf(ring, workload))
    if (!first) return []
    const members = [first, ...others.filter((other) => sameNamespace(other, first))]
    const holding = budgets.map((budget) => ({ ...budget, lets: letsOf(budget, members) })).filter(({ lets }) => lets > 0)
    const factor = factorFor(spec, first)
    const bears = Math.max(factor - quorum(factor), 1)
    const lets = holding.reduce((sum, one) => sum + one.lets, 0)
    // One that lets too many go by itself is told of already, as is a pod under two.
    const isToldAlready = holding.some((one) => one.lets > bears) || members.some((member) => holding.filter(({ protects }) => protects.includes(member)).length > 1)
    if (factor < 2 || lets <= bears || isToldAlready) return []
    // Two rings of the same pods are told of once.
    return [[namesOf(holding), tooManyTogether({ holding, lets, factor, bears, over: budgetOver(spec, first, members), members })]]
  })
  return [...new Map(found).values()]
}

type Together = { holding: readonly Budget[]; lets: number; factor: number; bears: number; over: Edit | undefined; members: readonly Workload[] }

/** Advice where no labels are that one budget over all could go by, as of receivers that were added by another hand: that takes more than a budget. */
function tooManyTogether({ holding, lets, factor, bears, over, members }: Together): Finding {
  const names = namesOf(holding)
  const isOnlyTheirs = holding.every(({ protects }) => protects.every((workload) => members.includes(workload)))
  const next = over
    ? text('When it takes the place of these, tick them for deletion in the plan: a pod that two budgets select cannot be evicted.', '이 budget으로 바꿀 때는 계획에서 기존 budget을 삭제하도록 선택하세요. 두 budget이 선택한 파드는 내보낼 수 없습니다.')
    : text('Their pods have no labels in common that nothing else has: give them one first.', '다만 이 파드들만 함께 가진 라벨이 없으므로 먼저 라벨을 붙여야 합니다.')
  return report({ object: holding[0] ? specObjectId(holding[0].object) : '', path: 'spec.selector', source: SOURCE, about: names }, 'budget/breaks-quorum-together', over ? 'warning' : 'advice',
    text(`PodDisruptionBudgets ${names} hold pods of one ring and together let ${lets} receivers go at once; ${factor} copies bear ${bears}.`, `PodDisruptionBudget ${names}은(는) 한 링의 파드를 나누어 지키며 모두 합쳐 수신기 ${lets}대가 한꺼번에 내려가게 하는데 사본 ${factor}개는 ${bears}대까지만 견딥니다.`),
    text(`A budget counts only the pods that it selects, so drains of several nodes may take receivers of each at once: writes lose their quorum and are refused with 503. One budget over all receivers of the ring lets one go at a time. ${next.en}`, `budget은 자기가 선택한 파드만 셉니다. 여러 노드를 비우면 각 budget의 수신기가 한꺼번에 내려가 정족수가 깨지고 쓰기가 503으로 거부됩니다. 링의 모든 수신기를 지키는 budget 하나를 두면 한 번에 하나만 내려갑니다. ${next.ko}`),
    over && isOnlyTheirs ? chosenFix(text('One budget over all of them', '하나의 PodDisruptionBudget으로 합치기'), ...holding.map(({ object }): Edit => ({ op: 'object.remove', object: specObjectId(object) })), over) : undefined)
}

function namesOf(budgets: readonly Budget[]): string {
  return budgets.map(({ object }) => object.name).join(', ')
}

/** How many pods of these a budget lets go at once; 0 where it holds none of them. */
function letsOf({ object, protects }: Budget, members: readonly Workload[]): number {
  const podsOf = (those: readonly Workload[]): number => those.reduce((sum, { replicas }) => sum + (replicas ?? 1), 0)
  return Math.min(maxUnavailable(object, podsOf(protects)) ?? 0, podsOf(protects.filter((workload) => members.includes(workload))))
}

function judge(spec: StackSpec, { object, protects }: Budget): Finding[] {
  const where = { object: specObjectId(object), path: 'spec', source: SOURCE }
  const first = protects.find((workload) => workload.kind === 'receive' && !isRouter(spec, workload)) ?? protects[0]
  if (!first) {
    // A budget of something else that came along.
    if (!object.managed || !isNear(spec, object)) return []
    return [report({ ...where, path: 'spec.selector' }, 'budget/selects-nothing', 'warning',
      text(`PodDisruptionBudget ${object.name} protects no pod of these workloads.`, `PodDisruptionBudget ${object.name}이(가) 이 워크로드의 파드를 하나도 보호하지 않습니다.`),
      text('Its selector matches no pod labels, so a drain evicts all pods at once as if it were not there.', '셀렉터에 맞는 파드 라벨이 없어 노드를 비울 때 없는 것처럼 모든 파드가 한꺼번에 내려갑니다.'))]
  }
  const replicas = protects.reduce((sum, workload) => sum + (workload.replicas ?? 1), 0)
  const most = maxUnavailable(object, replicas)
  if (most === 0 && replicas > 0) {
    return [report(where, 'budget/blocks-drains', 'warning',
      text(`PodDisruptionBudget ${object.name} lets none of ${replicas} pods go.`, `PodDisruptionBudget ${object.name}이(가) 파드 ${replicas}개 중 하나도 내려가지 못하게 합니다.`),
      text('No node with such a pod can be drained: upgrades of the cluster wait for ever.', '이 파드가 있는 노드를 비울 수 없어 클러스터 업그레이드가 끝나지 않습니다.'))]
  }
  const whole = protects.length < 2 || most === undefined ? undefined : protects.find((workload) => (workload.replicas ?? 1) > 1 && (workload.replicas ?? 1) <= most)
  if (whole && most !== undefined) {
    return [report({ ...where, path: 'spec.selector' }, 'budget/counts-several', 'warning',
      text(`PodDisruptionBudget ${object.name} counts the pods of ${protects.map(({ name }) => name).join(', ')} together and lets ${most} go at once: all ${whole.replicas ?? 1} of ${whole.name}, for one.`, `PodDisruptionBudget ${object.name}이(가) ${protects.map(({ name }) => name).join(', ')}의 파드를 함께 세고 ${most}개가 한꺼번에 내려가게 하므로 ${whole.name}의 파드 ${whole.replicas ?? 1}개가 모두 내려갈 수 있습니다.`),
      text('A budget protects a number of pods, whosever they are. One for each workload, or one that lets a single pod of all go, keeps each of them up.', 'budget은 누구의 파드인지 가리지 않고 수만 지킵니다. 워크로드마다 하나씩 두거나 전체에서 한 개만 내려가게 하면 모두 유지됩니다.'),
      chosenFix(text('Let one of all go at a time', '전체에서 한 번에 하나만 내려가게 하기'), { op: 'field.set', object: specObjectId(object), pointer: '/spec/minAvailable', value: null }, { op: 'field.set', object: specObjectId(object), pointer: '/spec/maxUnavailable', value: 1 }))]
  }
  const factor = factorFor(spec, first)
  const tolerated = factor - quorum(factor)
  if (first.kind !== 'receive' || factor < 2 || most === undefined || most <= Math.max(tolerated, 1) || isRouter(spec, first)) return []
  return [report(where, 'budget/breaks-quorum', 'warning',
    text(`PodDisruptionBudget ${object.name} lets ${most} receivers go at once; ${factor} copies bear ${tolerated}.`, `PodDisruptionBudget ${object.name}은(는) 수신기 ${most}대가 한꺼번에 내려가게 하는데 사본 ${factor}개는 ${tolerated}대까지만 견딥니다.`),
    text('During a drain writes lose their quorum and are refused with 503.', '노드를 비우는 동안 정족수가 깨져 쓰기가 503으로 거부됩니다.'),
    safeFix(text('Let one go at a time', '한 번에 하나만 내려가게 하기'), { op: 'field.set', object: specObjectId(object), pointer: '/spec/minAvailable', value: null }, { op: 'field.set', object: specObjectId(object), pointer: '/spec/maxUnavailable', value: 1 }))]
}

/** The factor that writes to these pods are made with: their own, or that of the router whose ring names them. */
function factorFor(spec: StackSpec, workload: Workload): number {
  const routers = workloadsOf(spec, 'receive').filter((other) => hasRing(other) && sameNamespace(other, workload))
  return Math.max(1, ...[workload, ...routers].map(replicationFactor).filter(Number.isFinite))
}

function maxUnavailable({ manifest }: Other, replicas: number): number | undefined {
  const most = amount(getAt(manifest, '/spec/maxUnavailable'), replicas)
  const least = amount(getAt(manifest, '/spec/minAvailable'), replicas)
  return most ?? (least === undefined ? undefined : Math.max(0, replicas - least))
}

/** Percentages are rounded up. Source: Kubernetes disruption controller. */
function amount(value: unknown, replicas: number): number | undefined {
  if (typeof value === 'number') return value
  const percent = typeof value === 'string' ? /^(\d+)%$/.exec(value)?.[1] : undefined
  return percent === undefined ? undefined : Math.ceil((replicas * Number(percent)) / 100)
}

/** An object named after a workload of the stack, or after Thanos, is meant for it. */
function isNear(spec: StackSpec, object: Other): boolean {
  return /thanos/i.test(object.name) || workloads(spec).some((workload) => !isFragment(workload) && sameNamespace(workload, object) && object.name.startsWith(workload.name))
}

/** A pod under two budgets cannot be evicted at all. */
function twice(all: readonly Workload[], budgets: readonly Budget[]): Finding[] {
  return all.flatMap((workload): Finding[] => {
    const [first, second] = budgets.filter(({ protects }) => protects.includes(workload))
    if (!first || !second) return []
    return [report({ object: specObjectId(second.object), path: 'spec.selector', source: SOURCE, about: workload.name }, 'budget/overlaps', 'warning',
      text(`PodDisruptionBudgets ${first.object.name} and ${second.object.name} both select ${workload.name}.`, `PodDisruptionBudget ${first.object.name}과(와) ${second.object.name}이(가) 모두 ${workload.name}을(를) 선택합니다.`),
      text('Kubernetes refuses to evict a pod that two budgets select: drains of its node fail.', 'Kubernetes는 두 budget이 선택한 파드를 내보내지 않으므로 노드를 비울 수 없습니다.'))]
  })
}
