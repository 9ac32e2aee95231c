// Pods that keep what they were made with when another template is applied: by its strategy their workload leaves them as they are.
import { getAt } from '../../manifest/pointer.ts'
import { text, type Text } from '../../text.ts'
import type { Workload } from '../spec.ts'

/** `names` is empty where pods have no fixed ones; `why` says until when they stay. */
export type Held = { readonly count: number; readonly names: readonly string[]; readonly why: Text }

/** The pods of `old` that stay as they are when `next` is applied, whose strategy decides; undefined when each gets it by itself. */
export function heldPods(old: Workload, next: Workload): Held | undefined {
  const kept = Math.min(old.replicas ?? 1, next.replicas ?? 1)
  const hold = holdOf(next)
  const count = Math.min(kept, hold?.below ?? 0)
  if (hold === undefined || count <= 0) return undefined
  return { count, names: next.object === 'StatefulSet' ? Array.from({ length: count }, (_, ordinal) => `${next.name}-${ordinal}`) : [], why: hold.why }
}

/** The ordinals below which nothing is replaced, and why. */
function holdOf({ object, rest }: Workload): { below: number; why: Text } | undefined {
  if (object === 'Deployment') {
    return getAt(rest, '/spec/paused') === true
      ? { below: Number.POSITIVE_INFINITY, why: text('Its rollout is paused: its pods are replaced once it no longer is.', '롤아웃이 일시 중지되어 있습니다. 해제하면 파드가 교체됩니다.') }
      : undefined
  }
  if (getAt(rest, '/spec/updateStrategy/type') === 'OnDelete') {
    return { below: Number.POSITIVE_INFINITY, why: text('Its strategy is OnDelete: a pod gets the change once somebody deletes it.', '업데이트 전략이 OnDelete입니다. 누군가 파드를 삭제해야 변경이 반영됩니다.') }
  }
  const partition = getAt(rest, '/spec/updateStrategy/rollingUpdate/partition')
  return typeof partition === 'number' && partition > 0
    ? { below: partition, why: text(`Its partition is ${partition}: pods below that number get the change once it is lowered.`, `partition이 ${partition}입니다. 이보다 낮은 번호의 파드는 partition을 낮춰야 변경이 반영됩니다.`) }
    : undefined
}

/** The pods by name, or how many of which workload; at most three names. */
export function heldNames({ count, names }: Held, { name }: Workload): Text {
  if (names.length > 0) {
    const shown = names.slice(0, 3).join(', ')
    const list = names.length <= 3 ? shown : `${shown} +${names.length - 3}`
    return text(list, list)
  }
  return text(`${count} ${count === 1 ? 'pod' : 'pods'} of ${name}`, `${name}의 파드 ${count}개`)
}
