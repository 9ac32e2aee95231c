// External labels whose value is new with every pod: each restart begins a new stream of blocks.
import { getAt } from '../../manifest/pointer.ts'
import { text } from '../../text.ts'
import { flagValues } from '../read-args.ts'
import { atFlag, isFragment, report, workloadsOf, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { containerOf, objects } from '../pod.ts'
import { isRouter } from '../receive/mode.ts'
import { isStateless } from '../rule/mode.ts'
import type { Workload } from '../spec.ts'

/** Fields of a pod that no later pod has again. A StatefulSet's pods keep their names. */
const PASSING: ReadonlySet<string> = new Set(['metadata.uid', 'status.podIP', 'status.podIPs', 'status.hostIP', 'spec.nodeName'])

/** Blocks are compacted per set of external labels. Source: docs/storage.md, docs/components/compact.md. */
export const changingLabels: Check = ({ spec }) => workloadsOf(spec, 'receive', 'rule').filter((workload) => !isFragment(workload) && !isRouter(spec, workload) && !isStateless(workload)).flatMap((workload): Finding[] => {
  const passing = variablesOf(workload)
  const label = flagValues(workload.args, 'label').find((written) => passing.some(({ name }) => written.includes(`$(${name})`)))
  const field = passing.find(({ name }) => label?.includes(`$(${name})`))?.field
  if (label === undefined || field === undefined) return []
  return [report(atFlag(workload, 'label', 'https://thanos.io/tip/thanos/storage.md#external-labels'), 'label/changes-with-pods', 'warning',
    text(`--label=${label} is ${field} of the pod, which is another one after every restart.`, `--label=${label}은(는) 파드의 ${field}(으)로, 재시작할 때마다 바뀝니다.`),
    text('Each value is a stream of blocks of its own. Streams end after hours, are never compacted with another, and their number only grows: the bucket fills with small blocks. Use the name of a StatefulSet\'s pod.', '값마다 별도의 블록 스트림이 됩니다. 스트림이 몇 시간 만에 끝나 서로 컴팩션되지 않고 계속 늘어나 버킷이 작은 블록으로 찹니다. StatefulSet의 파드 이름을 사용하세요.'))]
})

function variablesOf(workload: Workload): { name: string; field: string }[] {
  return objects(containerOf(workload).env).flatMap((entry) => {
    const field = getAt(entry, '/valueFrom/fieldRef/fieldPath')
    return typeof entry.name === 'string' && typeof field === 'string' && PASSING.has(field) ? [{ name: entry.name, field }] : []
  })
}
