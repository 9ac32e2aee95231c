// Compactors are never two on one stream of blocks: the one that leaves has gone before the one that comes starts.
import type { ObjectChange } from '../../manifest/change.ts'
import { text, type Text } from '../../text.ts'
import { report } from '../check.ts'
import { surges } from '../compact/checks/second-compactor.ts'
import type { Finding } from '../finding.ts'
import { sharesBucket } from '../object-storage-place.ts'
import { relabelText } from '../relabel.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../spec.ts'
import type { Wait } from './order.ts'

const SOURCE = 'https://thanos.io/tip/components/compact.md#warning-only-one-instance-of-compactor-may-run'

/** `mustGo`: orphans without whose deletion nothing may be applied, and why. */
export type CompactorRules = { waits: Wait[]; mustGo: Map<string, Text>; blockers: Finding[] }

/**
 * `orphans` are the objects that the revision no longer has, `others` workloads that run beside the stack, `lingering` pods that no workload asks
 * for any more, each as a workload of one.
 */
export function compactorRules({ before, after, changes, orphans, others, lingering }: {
  before: StackSpec; after: StackSpec; changes: ReadonlyMap<string, ObjectChange>; orphans: ReadonlySet<string>; others: readonly Workload[]; lingering: readonly Workload[]
}): CompactorRules {
  const running = compactorsOf(before).filter(isRunning)
  const runningIds = new Set(running.map(specObjectId))
  const staying = new Map(compactorsOf(after).map((workload) => [specObjectId(workload), workload]))
  const rules: CompactorRules = { waits: [], mustGo: new Map(), blockers: [] }
  for (const next of [...staying.values()].filter(isRunning)) {
    const id = specObjectId(next)
    if (changes.get(id)?.verdict !== 'unchanged') rules.blockers.push(...doubling(next, changes.get(id)))
    if (runningIds.has(id)) continue
    rules.blockers.push(...others.filter((one) => one.kind === 'compact' && isRunning(one) && isSameStream({ before: after, after }, one, next)).map((one) => beside(next, one)))
    rules.blockers.push(...lingering.filter((pod) => pod.kind === 'compact' && isSameStream({ before: after, after }, pod, next)).map((pod) => stillThere(next, pod)))
    for (const old of running.filter((one) => isSameStream({ before, after }, one, next))) {
      const oldId = specObjectId(old)
      const stays = staying.get(oldId)
      if (stays ? isRunning(stays) : !orphans.has(oldId)) continue
      rules.waits.push({
        first: oldId, next: id,
        reason: text(`After ${old.name} has gone: two compactors on one bucket corrupt each other's blocks.`, `${old.name}이(가) 사라진 다음: 한 버킷에 compactor가 둘이면 서로의 블록을 망가뜨립니다.`),
      })
      if (orphans.has(oldId)) {
        rules.mustGo.set(oldId, text(
          `${next.name} takes its place on the same bucket. Both at once would corrupt each other's blocks, so nothing is applied while ${old.name} stays.`,
          `같은 버킷에서 ${next.name}이(가) 그 자리를 대신합니다. 둘이 함께 실행되면 서로의 블록을 망가뜨리므로 ${old.name}이(가) 남아 있는 동안에는 아무것도 적용하지 않습니다.`,
        ))
      }
    }
  }
  return rules
}

function beside(workload: Workload, other: Workload): Finding {
  return report({ object: specObjectId(workload), path: 'replicas', source: SOURCE }, 'plan/compactor-beside', 'error',
    text(`${specObjectId(other)} runs in the cluster beside this stack and compacts the same bucket.`, `클러스터에서 이 스택과 별도로 실행 중인 ${specObjectId(other)}이(가) 같은 버킷을 컴팩션합니다.`),
    text(`Two compactors on one bucket corrupt each other's blocks. Take it into this stack, or stop it, before ${workload.name} starts.`, `한 버킷에 compactor가 둘이면 서로의 블록을 망가뜨립니다. ${workload.name}을(를) 시작하기 전에 이 스택으로 가져오거나 멈추세요.`))
}

function stillThere(workload: Workload, pod: Workload): Finding {
  return report({ object: specObjectId(workload), path: 'replicas', source: SOURCE, about: pod.name }, 'plan/compactor-lingers', 'error',
    text(`Pod ${pod.name} still compacts the same bucket, though no workload asks for it any more.`, `파드 ${pod.name}이(가) 아직 같은 버킷을 컴팩션하고 있습니다. 이 파드를 요구하는 워크로드는 더 이상 없습니다.`),
    text(
      `Two compactors on one bucket corrupt each other's blocks. A pod lingers while it ends, or while its node does not answer: wait for it, or make sure that it is stopped and delete it, before ${workload.name} starts.`,
      `한 버킷에 compactor가 둘이면 서로의 블록을 망가뜨립니다. 파드는 종료되는 동안이나 노드가 응답하지 않는 동안 남아 있습니다. ${workload.name}을(를) 시작하기 전에 종료되기를 기다리거나, 멈춘 것을 확인한 뒤 삭제하세요.`,
    ))
}

/** Ways in which one workload would run two compactors at this change. */
function doubling(workload: Workload, change: ObjectChange | undefined): Finding[] {
  const object = specObjectId(workload)
  const count = workload.replicas ?? 1
  return [
    ...(count > 1 ? [report({ object, path: 'replicas', source: SOURCE }, 'plan/two-compactors', 'error',
      text(`Applying this runs ${count} pods of ${workload.name}; a compactor must be alone.`, `적용하면 ${workload.name}의 파드가 ${count}개 실행됩니다. compactor는 하나여야 합니다.`),
      text('They compact the same blocks at the same time and leave overlapping blocks, on which both halt. Set its replicas to 1.', '같은 블록을 동시에 컴팩션하여 겹치는 블록을 남기고 둘 다 멈춥니다. 레플리카를 1로 설정하세요.'))] : []),
    ...(workload.object === 'Deployment' && surges(workload) && (change?.restarts ?? 0) > 0 ? [report({ object, path: 'spec.strategy', source: SOURCE }, 'plan/compactor-surges', 'error',
      text(`This restarts ${workload.name}, and its Deployment starts the new pod before it stops the old one.`, `${workload.name}이(가) 재시작하는데 Deployment가 이전 파드를 멈추기 전에 새 파드를 시작합니다.`),
      text('Two compactors on one bucket leave overlapping blocks and halt. Set the strategy Recreate in this revision: it holds for this very rollout.', '한 버킷에 compactor가 둘이면 겹치는 블록을 남기고 멈춥니다. 이 리비전에서 전략을 Recreate로 설정하세요. 이번 롤아웃부터 적용됩니다.'))] : []),
  ]
}

/** Where both choose blocks, and choose differently, nobody can say that they meet. */
function isSameStream({ before, after }: { before: StackSpec; after: StackSpec }, old: Workload, next: Workload): boolean {
  const [was, is] = [relabelText(before, old, 'selector.relabel-config'), relabelText(after, next, 'selector.relabel-config')]
  if (was && is && was.content !== is.content) return false
  const both: StackSpec = { ...after, objects: [...after.objects.filter((object) => specObjectId(object) !== specObjectId(old)), old] }
  return sharesBucket(both, old, next)
}

function compactorsOf(spec: StackSpec): Workload[] {
  return workloads(spec).filter(({ kind, object }) => kind === 'compact' && object !== 'Fragment')
}

function isRunning({ replicas }: Workload): boolean {
  return replicas !== 0
}
