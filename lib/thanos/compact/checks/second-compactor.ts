// Ways in which a compactor becomes two for a while: a rolling update that starts the new one first, and autoscaling.
import { getAt } from '../../../manifest/pointer.ts'
import { text } from '../../../text.ts'
import { autoscalerOf } from '../../autoscaler.ts'
import { chosenFix, isFragment, report, safeFix, workloadsOf, type Check } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { specObjectId, type Workload } from '../../spec.ts'

const SOURCE = 'https://thanos.io/tip/components/compact.md#warning-only-one-instance-of-compactor-may-run'

/** Compactors do not know of each other. */
export const secondCompactor: Check = ({ spec }) => workloadsOf(spec, 'compact').filter((workload) => !isFragment(workload)).flatMap((workload) => {
  const autoscaler = autoscalerOf(spec, workload)
  return [
    ...(workload.object === 'Deployment' && surges(workload) ? [surging(workload)] : []),
    ...(autoscaler ? [report({ object: specObjectId(autoscaler), path: 'spec.scaleTargetRef', source: SOURCE }, 'compact/autoscaled', 'error',
      text(`${autoscaler.name} scales ${workload.name}, and a compactor must be alone.`, `${autoscaler.name}이(가) ${workload.name}의 수를 조절하는데 compactor는 하나여야 합니다.`),
      text('With load a second one starts; both compact the same blocks, leave overlapping ones and halt.', '부하가 오르면 두 번째가 시작됩니다. 둘이 같은 블록을 컴팩션하여 겹치는 블록을 남기고 멈춥니다.'),
      chosenFix(text(`Remove ${autoscaler.name}`, `${autoscaler.name} 삭제`), { op: 'object.remove', object: specObjectId(autoscaler) }))] : []),
  ]
})

/** A Deployment starts a quarter more pods before it stops old ones, unless it is told otherwise. */
export function surges(workload: Workload): boolean {
  if (getAt(workload.rest, '/spec/strategy/type') === 'Recreate') return false
  const surge = getAt(workload.rest, '/spec/strategy/rollingUpdate/maxSurge')
  return surge !== 0 && surge !== '0' && surge !== '0%'
}

function surging(workload: Workload): Finding {
  return report({ object: specObjectId(workload), path: 'spec.strategy', source: SOURCE }, 'compact/surges', 'warning',
    text(`At each rollout ${workload.name} runs twice: its Deployment starts the new pod before it stops the old one.`, `롤아웃할 때마다 ${workload.name}이(가) 두 개 실행됩니다. Deployment가 이전 파드를 멈추기 전에 새 파드를 시작합니다.`),
    text('Two compactors on one bucket leave overlapping blocks and halt. The strategy Recreate stops the old one first.', '한 버킷에 compactor가 둘이면 겹치는 블록을 남기고 멈춥니다. Recreate 전략은 이전 파드를 먼저 멈춥니다.'),
    safeFix(text('Use Recreate', 'Recreate 사용'), { op: 'field.set', object: specObjectId(workload), pointer: '/spec/strategy', value: { type: 'Recreate' } }))
}
