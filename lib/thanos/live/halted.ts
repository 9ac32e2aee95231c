// A compactor that has halted: its pods run and are ready, and it works on nothing.
import { text } from '../../text.ts'
import type { Observation } from './observation.ts'
import { freshOf } from './readings.ts'

export const HALTED = {
  words: text('halted', '멈춤'),
  why: text('The compactor has halted: it compacts, downsamples and deletes nothing until it is restarted.', '컴팩터가 멈췄습니다. 다시 시작하기 전에는 압축, 다운샘플링, 삭제를 하지 않습니다.'),
} as const

/** By its own metric. `object` is as observations name it. Source: cmd/thanos/compact.go: after a halting error the process waits for ever, ready and healthy. */
export function isHalted({ components }: Pick<Observation, 'components'>, object: string): boolean {
  return components.some((component) => component.kind === 'compact' && component.object === object && freshOf(component.metrics)?.some(({ name, value }) => name === 'thanos_compact_halted' && value === 1))
}
