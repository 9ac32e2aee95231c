// What happens to receivers when their ring or their number changes: heads that are flushed, files that are read late, pods that are killed.
import { getAt } from '../../../manifest/pointer.ts'
import { text } from '../../../text.ts'
import { flagValue } from '../../read-args.ts'
import { atFlag, chosenFix, isFragment, report, safeFix, workloadsOf, type Check } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { algorithmOf } from '../../hashring.ts'
import { hashringFileOf } from '../../files.ts'
import { servicesFor, serviceNameOf } from '../../pod.ts'
import { ringOfPods, hasRing, isRouter, ringsOf } from '../mode.ts'
import { specObjectId, type StackSpec, type Workload } from '../../spec.ts'

const SOURCE = 'https://thanos.io/tip/components/receive.md'
const RELOAD_SOURCE = 'https://github.com/thanos-io/thanos/blob/main/cmd/thanos/receive.go'
const LEAST_GRACE_S = 300

export const ringChanges: Check = ({ spec }) => workloadsOf(spec, 'receive').filter((workload) => !isFragment(workload)).flatMap((workload) => [
  ...flushes(spec, workload), ...readLate(spec, workload), ...killedEarly(spec, workload), ...hiddenWhileStarting(spec, workload),
])

/** Only the flag decides whether a reload flushes the head, not the algorithm in the file. Source: cmd/thanos/receive.go, startTSDBAndUpload. */
function flushes(spec: StackSpec, workload: Workload): Finding[] {
  const rings = ringsOf(spec, workload) ?? []
  const isKetama = rings.length > 0 && rings.every((ring) => algorithmOf(ring, workload) === 'ketama')
  const flag = 'receive.hashrings-algorithm'
  if (!isKetama || flagValue(workload.args, flag) === 'ketama' || flagValue(workload.args, 'receive.local-endpoint') === undefined) return []
  return [report(atFlag(workload, flag, RELOAD_SOURCE), 'receive/ring-flushes-head', 'warning',
    text(`${workload.name} uses ketama by its file, and --${flag} is not ketama.`, `${workload.name}은(는) 파일로는 ketama를 쓰지만 --${flag}이(가) ketama가 아닙니다.`),
    text('Whether a change of the ring flushes the head goes by the flag alone: every receiver becomes NotReady, flushes and uploads at each change, for minutes.', '링이 바뀔 때 head를 비우는지는 플래그로만 정해집니다. 바뀔 때마다 모든 수신기가 NotReady가 되어 몇 분 동안 비우고 업로드합니다.'),
    safeFix(text(`Set --${flag}=ketama`, `--${flag}=ketama 설정`), { op: 'flag.set', object: specObjectId(workload), flag, values: ['ketama'] }))]
}

/** The kubelet swaps a symbolic link, after which only the ticker notices changes. Source: thanos issue 6491. */
function readLate(spec: StackSpec, workload: Workload): Finding[] {
  const file = hashringFileOf(spec, workload)
  const flag = 'receive.hashrings-file-refresh-interval'
  if (file?.object.type !== 'config' || file.isSubPath || flagValue(workload.args, flag) !== undefined) return []
  return [report(atFlag(workload, flag, 'https://github.com/thanos-io/thanos/issues/6491'), 'receive/ring-read-late', 'advice',
    text(`${workload.name} looks at its ring file every 5m.`, `${workload.name}은(는) 링 파일을 5m마다 확인합니다.`),
    text('In a mounted ConfigMap the file watch ends with the first change, and only this interval is left: receivers disagree on the ring for up to that long.', '마운트된 ConfigMap에서는 첫 변경 뒤 파일 감시가 끊기고 이 간격만 남습니다. 그동안 수신기마다 링이 다릅니다.'),
    safeFix(text(`Set --${flag}=1m`, `--${flag}=1m 설정`), { op: 'flag.set', object: specObjectId(workload), flag, values: ['1m'] }))]
}

/** On SIGTERM a receiver flushes its head and uploads it. Source: docs/components/receive.md, changelog of v0.42.3. */
function killedEarly(spec: StackSpec, workload: Workload): Finding[] {
  if (isRouter(spec, workload) || workload.object !== 'StatefulSet') return []
  const pointer = '/spec/template/spec/terminationGracePeriodSeconds'
  const seconds = getAt(workload.rest, pointer) ?? 30
  if (typeof seconds !== 'number' || seconds >= LEAST_GRACE_S) return []
  return [report({ object: specObjectId(workload), path: 'spec.template.spec.terminationGracePeriodSeconds', source: SOURCE }, 'receive/short-grace', 'advice',
    text(`${workload.name} has ${seconds} s to stop.`, `${workload.name}의 종료 유예 시간은 ${seconds}초입니다.`),
    text('A receiver that stops flushes its head and uploads it, which takes minutes. Killed before, a pod that does not come back leaves its newest data on its volume.', '수신기는 종료할 때 head를 비우고 업로드하는데 몇 분이 걸립니다. 그 전에 강제 종료되고 파드가 돌아오지 않으면 최신 데이터가 볼륨에 남습니다.'),
    safeFix(text('Give it 15 minutes', '15분 주기'), { op: 'field.set', object: specObjectId(workload), pointer, value: 900 }))]
}

/** Members of a ring find each other by DNS, also while they start. */
function hiddenWhileStarting(spec: StackSpec, workload: Workload): Finding[] {
  const isMember = (hasRing(workload) && !isRouter(spec, workload)) || ringOfPods(spec, workload)
  const service = servicesFor(spec, workload).find(({ name, isHeadless }) => isHeadless && name === serviceNameOf(workload))
  if (!isMember || !service || service.publishesNotReady || (workload.replicas ?? 1) < 2) return []
  return [report({ object: specObjectId(service.object), path: 'spec.publishNotReadyAddresses', source: SOURCE }, 'receive/unready-not-published', 'advice',
    text(`Service ${service.name} names only pods that are ready, and the ring needs them by name.`, `Service ${service.name}에는 준비된 파드만 이름이 있는데 링은 모든 파드를 이름으로 찾습니다.`),
    text('While a receiver starts or flushes, its name does not resolve: others hold it for gone instead of busy, and a whole ring that starts waits for itself.', '수신기가 시작하거나 비우는 동안 이름이 조회되지 않습니다. 다른 수신기는 바쁜 것이 아니라 없는 것으로 여기며, 링 전체가 시작할 때 서로를 기다립니다.'),
    chosenFix(text('Publish pods that are not ready', '준비되지 않은 파드도 게시'), { op: 'field.set', object: specObjectId(service.object), pointer: '/spec/publishNotReadyAddresses', value: true }))]
}
