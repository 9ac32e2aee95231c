// How a run is told in one sentence: what is applied and what is not.
import type { RunObject } from '../../manifest/progress.ts'
import { text, type Text } from '../../text.ts'

/** Everything is in place. */
export function successText(revision: number, objects: readonly RunObject[]): Text {
  const changed = objects.filter(({ status }) => status === 'done').length
  const same = objects.length - changed
  const untold = untoldText(objects)
  return text(
    `Revision ${revision} is applied: ${changed} ${changed === 1 ? 'object' : 'objects'} changed, ${same} as before.${untold.en}`,
    `리비전 ${revision} 적용을 마쳤습니다. 오브젝트 ${changed}개가 바뀌었고 ${same}개는 그대로입니다.${untold.ko}`,
  )
}

/** Applied, and not yet what the rulers go by. */
function untoldText(objects: readonly RunObject[]): Text {
  const names = objects.filter(({ untold }) => untold !== undefined).map(({ object }) => object).join(', ')
  if (names === '') return text('', '')
  return text(` Not all rulers could be told to read ${names} anew: compute a plan to tell them again.`, ` 일부 ruler에 ${names}을(를) 다시 읽으라고 알리지 못했습니다. 계획을 계산해 다시 알리세요.`)
}

/** The run stopped at the first object that failed. */
export function failureText(objects: readonly RunObject[]): Text {
  const failed = objects.find(({ status }) => status === 'failed')
  const rest = sidesText(objects)
  return text(`Stopped at ${failed?.object ?? 'an unknown object'}. ${rest.en}`, `${failed?.object ?? '알 수 없는 오브젝트'}에서 멈췄습니다. ${rest.ko}`)
}

/** Somebody stopped it. */
export function cancelText(by: string, objects: readonly RunObject[]): Text {
  const rest = sidesText(objects)
  return text(`${by} stopped it. ${rest.en} Applying again is safe.`, `${by}이(가) 실행을 멈췄습니다. ${rest.ko} 다시 적용해도 안전합니다.`)
}

/** `why` without a full stop. */
export function notBegunText(why: Text): Text {
  return text(`The run was not begun: ${why.en}. Nothing was applied. Compute a new plan.`, `실행을 시작하지 않았습니다: ${why.ko}. 적용된 것은 없습니다. 새 계획을 계산하세요.`)
}

/** Whoever carried the run out is gone, and it may not be gone on with: `why`. */
export function interruptionText(why: Text, objects: readonly RunObject[]): Text {
  const rest = sidesText(objects, text('Not applied, or not known', '적용되지 않았거나 알 수 없음'))
  return text(
    `Gauntlet ended while it carried this out, and did not go on with it: ${why.en}. ${rest.en} Compute a new plan; applying again is safe.`,
    `실행 도중 Gauntlet이 종료되었고, 이어서 진행하지 않았습니다: ${why.ko}. ${rest.ko} 새 계획을 계산하세요. 다시 적용해도 안전합니다.`,
  )
}

function sidesText(objects: readonly RunObject[], otherwise: Text = text('Not applied', '적용되지 않음')): Text {
  const [applied, not] = sides(objects)
  return text(
    `Applied: ${list(applied, 'nothing')}. ${otherwise.en}: ${list(not, 'nothing')}.`,
    `적용됨: ${list(applied, '없음')}. ${otherwise.ko}: ${list(not, '없음')}.`,
  )
}

function sides(objects: readonly RunObject[]): [applied: string[], not: string[]] {
  // What the cluster has taken is applied, whether or not it became ready.
  const isApplied = ({ status, isApplied: taken }: RunObject): boolean => status === 'done' || taken === true
  const moved = objects.filter(({ status }) => status !== 'unchanged')
  return [moved.filter(isApplied).map(({ object }) => object), moved.filter((object) => !isApplied(object)).map(({ object }) => object)]
}

function list(names: readonly string[], none: string): string {
  return names.length === 0 ? none : names.join(', ')
}
