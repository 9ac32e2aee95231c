// How a run is told in one sentence: what is applied and what is not.
import type { RunObject } from '../../manifest/progress.ts'
import { text, type Text } from '../../text.ts'

/** Everything is in place. */
export function successText(revision: number, objects: readonly RunObject[]): Text {
  const changed = objects.filter(({ status }) => status === 'done').length
  const same = objects.length - changed
  return text(
    `Revision ${revision} is applied: ${changed} ${changed === 1 ? 'object' : 'objects'} changed, ${same} as before.`,
    `리비전 ${revision} 적용을 마쳤습니다. 오브젝트 ${changed}개가 바뀌었고 ${same}개는 그대로입니다.`,
  )
}

/** The run stopped at the first object that failed. */
export function failureText(objects: readonly RunObject[]): Text {
  const failed = objects.find(({ status }) => status === 'failed')
  const [applied, not] = sides(objects)
  return text(
    `Stopped at ${failed?.object ?? 'an unknown object'}. Applied: ${list(applied, 'nothing')}. Not applied: ${list(not, 'nothing')}.`,
    `${failed?.object ?? '알 수 없는 오브젝트'}에서 멈췄습니다. 적용됨: ${list(applied, '없음')}. 적용되지 않음: ${list(not, '없음')}.`,
  )
}

/** Whoever carried the run out is gone. */
export function interruptionText(objects: readonly RunObject[]): Text {
  const [applied, not] = sides(objects)
  return text(
    `Gauntlet ended while it carried this out. Applied: ${list(applied, 'nothing')}. Not applied, or not known: ${list(not, 'nothing')}. Compute a new plan; applying again is safe.`,
    `실행 도중 Gauntlet이 종료되었습니다. 적용됨: ${list(applied, '없음')}. 적용되지 않았거나 알 수 없음: ${list(not, '없음')}. 새 플랜을 계산하세요. 다시 적용해도 안전합니다.`,
  )
}

function sides(objects: readonly RunObject[]): [applied: string[], not: string[]] {
  // A workload whose readiness was waited for is applied, whether or not it became ready.
  const isApplied = ({ status, ready }: RunObject): boolean => status === 'done' || ready !== undefined
  const moved = objects.filter(({ status }) => status !== 'unchanged')
  return [moved.filter(isApplied).map(({ object }) => object), moved.filter((object) => !isApplied(object)).map(({ object }) => object)]
}

function list(names: readonly string[], none: string): string {
  return names.length === 0 ? none : names.join(', ')
}
