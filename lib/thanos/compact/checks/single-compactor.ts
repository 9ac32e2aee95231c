// Two compactors on one stream of blocks, which corrupt it for each other.
import { text } from '../../../text.ts'
import { flagValues } from '../../read-args.ts'
import { chosenFix, isFragment, safeFix, workloadsOf, type Check } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { sharesBucket } from '../../object-storage-place.ts'
import { specObjectId, type StackSpec, type Workload } from '../../spec.ts'

const SOURCE = 'https://thanos.io/tip/components/compact.md#scalability'

/** Compactors do not coordinate: one replica per stream, streams split by --selector.relabel-config. */
export const singleCompactor: Check = ({ spec }) => {
  const compactors = workloadsOf(spec, 'compact').filter((workload) => !isFragment(workload))
  return [...compactors.flatMap(replicas), ...sameStream(spec, compactors)]
}

function replicas(workload: Workload): Finding[] {
  const count = workload.replicas ?? 1
  if (count < 2) return []
  return [{
    code: 'compact/several-replicas', severity: 'error', object: specObjectId(workload), path: 'replicas', source: SOURCE,
    message: text(`${workload.name} has ${count} replicas; a compactor must be alone.`, `${workload.name}의 레플리카가 ${count}개입니다. compactor는 하나여야 합니다.`),
    reason: text('They compact the same blocks at the same time and leave overlapping blocks, on which both halt.', '같은 블록을 동시에 컴팩션하여 겹치는 블록을 남기고 둘 다 멈춥니다.'),
    fix: safeFix(text('Run one replica', '레플리카 1개로 설정'), { op: 'replicas.set', object: specObjectId(workload), replicas: 1 }),
  }]
}

function sameStream(spec: StackSpec, compactors: readonly Workload[]): Finding[] {
  const unsharded = compactors.filter((workload) => ['selector.relabel-config', 'selector.relabel-config-file'].every((flag) => flagValues(workload.args, flag).length === 0) && (workload.replicas ?? 1) > 0)
  return unsharded.slice(1).flatMap((workload): Finding[] => {
    const first = unsharded.find((other) => other !== workload && sharesBucket(spec, other, workload))
    if (!first) return []
    return [{
      code: 'compact/two-compactors', severity: 'error', object: specObjectId(workload), path: 'replicas', source: SOURCE,
      message: text(`${workload.name} and ${first.name} compact the same bucket, and no selector keeps them apart.`, `${workload.name}과(와) ${first.name}이(가) 같은 버킷을 컴팩션하며 셀렉터로 나뉘어 있지 않습니다.`),
      reason: text('They compact the same blocks at the same time and leave overlapping blocks, on which both halt. Split the streams by --selector.relabel-config or stop one.', '같은 블록을 동시에 컴팩션하여 겹치는 블록을 남기고 둘 다 멈춥니다. --selector.relabel-config로 나누거나 하나를 멈추세요.'),
      // Which of the two has the right retention, only a person knows.
      fix: chosenFix(text(`Stop ${workload.name}: 0 replicas`, `${workload.name} 중지: 레플리카 0개`), { op: 'replicas.set', object: specObjectId(workload), replicas: 0 }),
    }]
  })
}
