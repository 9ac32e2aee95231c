// Why a pod does not get ready, as its status tells: no node, no image, a container that ends again and again.
import { text, type Text } from '../text.ts'
import { fieldAt, mapsAt, numberAt, stringAt } from './fields.ts'
import { redactText } from './redact.ts'
import type { JsonObject, KubeObject } from './types.ts'

const BAD_WAITING = new Set([
  'ImagePullBackOff', 'ErrImagePull', 'InvalidImageName', 'ErrImageNeverPull', 'CrashLoopBackOff', 'CreateContainerConfigError',
  'CreateContainerError', 'RunContainerError',
])

/** What keeps a pod from being ready, or undefined when it is ready, on its way, or being deleted. */
export function podTrouble(pod: KubeObject): Text | undefined {
  if (pod.metadata.deletionTimestamp !== undefined && pod.metadata.deletionTimestamp !== null) return undefined
  const { name } = pod.metadata
  const containers = [...mapsAt(pod, 'status', 'initContainerStatuses'), ...mapsAt(pod, 'status', 'containerStatuses')]
  for (const container of containers) {
    const found = containerTrouble(name, container)
    if (found) return found
  }
  const scheduled = mapsAt(pod, 'status', 'conditions').find((condition) => condition.type === 'PodScheduled')
  if (scheduled?.status === 'False' && scheduled.reason === 'Unschedulable') {
    const message = redactText(stringAt(scheduled, 'message') ?? '')
    const why = message === '' ? '' : ` (${message})`
    return text(`${name} finds no node: Unschedulable${why}`, `${name}을(를) 둘 노드가 없습니다: Unschedulable${why}`)
  }
  if (fieldAt(pod, 'status', 'phase') === 'Failed') {
    const reason = stringAt(pod, 'status', 'reason') ?? 'Failed'
    return text(`${name} failed: ${reason}`, `${name}이(가) 실패했습니다: ${reason}`)
  }
  return undefined
}

function containerTrouble(pod: string, container: JsonObject): Text | undefined {
  const name = stringAt(container, 'name') ?? '?'
  const waiting = stringAt(container, 'state', 'waiting', 'reason')
  const ended = terminated(container)
  const restarts = numberAt(container, 'restartCount') ?? 0
  if (waiting !== undefined && BAD_WAITING.has(waiting)) {
    const after = ended === undefined ? '' : ` (${ended})`
    return text(`${name} of ${pod}: ${waiting}${after}`, `${pod}의 ${name}: ${waiting}${after}`)
  }
  if (container.ready === true || ended === undefined || restarts === 0) return undefined
  return text(
    `${name} of ${pod} is not ready; restarts: ${restarts}, last end: ${ended}`,
    `${pod}의 ${name}이(가) 준비되지 않았습니다. 다시 시작한 횟수: ${restarts}, 마지막 종료: ${ended}`,
  )
}

/** How the container ended last, "OOMKilled" or "Error, exit code 1". */
function terminated(container: JsonObject): string | undefined {
  const state = fieldAt(container, 'state', 'terminated') ?? fieldAt(container, 'lastState', 'terminated')
  const reason = stringAt(state, 'reason')
  if (reason === undefined || reason === 'Completed') return undefined
  return reason === 'Error' ? `Error, exit code ${numberAt(state, 'exitCode') ?? '?'}` : reason
}
