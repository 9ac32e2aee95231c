// Problem 4: out of memory. Who was killed for it, who is about to be, and whose caches alone are larger than its limit.
import { parseQuantity } from '../../../manifest/quantity.ts'
import { text } from '../../../text.ts'
import { chosenFix } from '../../check.ts'
import type { Fix } from '../../finding.ts'
import { specObjectId } from '../../spec.ts'
import type { SeenPod } from '../observation.ts'
import { componentOf, freshOf, podsOf } from '../readings.ts'
import { roughly } from '../span-words.ts'
import { MEMORY_SHARE, memoryHeld } from '../thresholds.ts'
import { becauseOf, findingOf, whyNot, workloadOfPod } from './seen.ts'
import { type Check, type Diagnosis, type Evidence, type Outcome, type Scene, walk } from './diagnosis.ts'

const DAY_MS = 86_400_000

const CHECKS: readonly Check[] = [
  { id: 'killed', question: text('Was a pod killed for its memory?', '메모리 때문에 종료된 파드가 있습니까?'), look: killed },
  { id: 'near', question: text('Is one close to its limit?', '제한에 가까운 파드가 있습니까?'), look: near },
  { id: 'caches', question: text('Do caches fit into the limits?', '캐시가 제한 안에 들어갑니까?'), look: caches },
]

export function outOfMemory(scene: Scene): Diagnosis {
  return walk('out-of-memory', CHECKS, { scene, kinds: ['receive', 'store', 'compact', 'rule', 'query', 'query-frontend'], fine: text('No pod was killed for its memory within a day, and none is close to its limit.', '하루 안에 메모리 때문에 종료된 파드가 없고 제한에 가까운 파드도 없습니다.') })
}

function killed(scene: Scene): Outcome {
  const { observation } = scene
  if (freshOf(observation.pods) === undefined) return { is: 'unseen', why: whyNot(observation.pods) }
  const found = podsOf(observation).filter(({ lastEnd }) => lastEnd?.reason === 'OOMKilled' && observation.at - lastEnd.at < DAY_MS).toSorted((a, b) => (b.lastEnd?.at ?? 0) - (a.lastEnd?.at ?? 0))
  const [first] = found
  if (first === undefined) return { is: 'passed', answer: text('no, within a day', '하루 동안 없음') }
  const evidence = found.slice(0, 6).map((pod): Evidence => ({ asked: text(`Pod \`${pod.name}\``, `파드 \`${pod.name}\``), isBad: true, answer: text(
    `OOMKilled ${roughly(observation.at - (pod.lastEnd?.at ?? 0)).en} ago, ${pod.restarts} restarts${pod.memoryLimitBytes === undefined ? '' : `, limit ${inBytes(pod.memoryLimitBytes)}`}`,
    `${roughly(observation.at - (pod.lastEnd?.at ?? 0)).ko} 전 OOMKilled, 재시작 ${pod.restarts}회${pod.memoryLimitBytes === undefined ? '' : `, 제한 ${inBytes(pod.memoryLimitBytes)}`}`,
  ) }))
  const caches = findingOf(scene, ['store/caches-above-limit'])
  if (first.kind === 'store' && caches !== undefined) return becauseOf(caches, evidence)
  const limit = first.memoryLimitBytes
  return { is: 'failed', evidence, answer: text(`${found.length}: ${found.map(({ name }) => name).join(', ')}`, `${found.length}개: ${found.map(({ name }) => name).join(', ')}`), ...remedyOf(scene, first),
    verdict: limit === undefined ? text(`${first.name} was killed because its node ran out of memory: it has no limit of its own.`, `${first.name}이(가) 노드 메모리 부족으로 종료되었습니다. 자체 제한이 없습니다.`) : text(`${first.name} needs more than its limit of ${inBytes(limit)} and was killed ${roughly(observation.at - (first.lastEnd?.at ?? 0)).en} ago.`, `${first.name}이(가) 제한 ${inBytes(limit)}보다 많은 메모리를 써서 ${roughly(observation.at - (first.lastEnd?.at ?? 0)).ko} 전에 종료되었습니다.`) }
}

function near(scene: Scene): Outcome {
  const limited = podsOf(scene.observation).flatMap((pod) => {
    const used = heldBy(scene, pod)
    return used === undefined || pod.memoryLimitBytes === undefined ? [] : [{ pod, used, share: used / pod.memoryLimitBytes }]
  }).toSorted((a, b) => b.share - a.share)
  const [first] = limited
  if (first === undefined) return { is: 'unseen', why: text('No pod tells both its limit and its memory.', '제한과 사용량을 모두 알려 주는 파드가 없습니다.') }
  const words = (share: number): string => `${Math.round(share * 100)} %`
  const evidence = limited.slice(0, 3).map(({ pod, used, share }): Evidence => ({ asked: text(`Memory of ${pod.name} that it cannot give back`, `${pod.name}이(가) 반환할 수 없는 메모리`), answer: text(`${inBytes(used)}, ${words(share)} of its limit`, `${inBytes(used)}, 제한의 ${words(share)}`), ...(share >= MEMORY_SHARE ? { isBad: true as const } : {}) }))
  if (first.share < MEMORY_SHARE) return { is: 'passed', evidence, answer: text(`${first.pod.name} is at ${words(first.share)}`, `${first.pod.name}이(가) ${words(first.share)}`) }
  return { is: 'failed', evidence, answer: text(`${first.pod.name} is at ${words(first.share)}`, `${first.pod.name}이(가) ${words(first.share)}`), ...remedyOf(scene, first.pod),
    verdict: text(`${first.pod.name} uses ${words(first.share)} of its memory limit and is killed when it grows.`, `${first.pod.name}이(가) 메모리 제한의 ${words(first.share)}를 쓰고 있어 더 늘면 종료됩니다.`) }
}

function heldBy({ observation }: Scene, pod: SeenPod): number | undefined {
  const samples = freshOf(componentOf(observation, pod.name)?.metrics)
  return samples === undefined ? undefined : memoryHeld(samples)
}

function caches(scene: Scene): Outcome {
  const finding = findingOf(scene, ['store/caches-above-limit'])
  return finding === undefined ? { is: 'passed', answer: text('yes', '예') } : becauseOf(finding, [])
}

/**
 * Half as much again as it has: what is needed is not known, so a person chooses it. Where the spec gives it more than it runs with, somebody took memory
 * from it, and half as much again could be less than what is asked for: what is there is to be applied.
 */
function remedyOf(scene: Scene, pod: SeenPod): { fix?: Fix; way?: 'apply' } {
  const workload = workloadOfPod(scene, pod)
  if (workload === undefined || pod.memoryLimitBytes === undefined) return {}
  const asked = workload.resources?.limits?.memory
  if (asked !== undefined && (parseQuantity(asked) ?? 0) > pod.memoryLimitBytes) return { way: 'apply' }
  const mebi = Math.ceil((pod.memoryLimitBytes * 1.5) / 2 ** 20 / 64) * 64
  const quantity = mebi % 1024 === 0 ? `${mebi / 1024}Gi` : `${mebi}Mi`
  return { fix: chosenFix(text(`Give ${workload.name} ${quantity}`, `${workload.name}에 ${quantity} 할당`), { op: 'resource.set', object: specObjectId(workload), side: 'limits', resource: 'memory', quantity }) }
}

/** As a person says it: "2 GiB", "1.4 GiB". */
function inBytes(bytes: number): string {
  const [unit, size] = bytes >= 2 ** 30 ? ['GiB', 2 ** 30] as const : ['MiB', 2 ** 20] as const
  return `${Math.round((bytes / size) * 10) / 10} ${unit}`
}
