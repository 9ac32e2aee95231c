// Which hashrings the receivers work with: they tell how many endpoints each has and the hash of the file, and nothing else.
import { text } from '../../text.ts'
import { freshSamples } from './counters.ts'
import type { Desired, DesiredWorkload } from './desired.ts'
import type { Observation, Sample } from './observation.ts'
import type { Difference } from './topology-types.ts'

/** The rings of a receiver's pods: each must have read the spec's file, with as many endpoints. */
export function ringDifferences(observation: Observation, desired: Desired, { object, kind, ringHashes }: DesiredWorkload): Difference[] {
  if (kind !== 'receive') return []
  const hashes = hashesSeen(observation, object)
  const wrong = samplesOf(observation, object, 'thanos_receive_hashring_nodes').find(({ labels, value }) => { const want = desired.rings[labels.name ?? '']; return want !== undefined && want !== value })
  const said = wrong === undefined ? undefined : desired.rings[wrong.labels.name ?? '']
  return [
    ...(hashes.size > 1 ? [ring(text('its pods have read different hashring files', '파드마다 읽은 해시링 파일이 다름'))] : []),
    ...(wrong === undefined ? [] : [ring(text(`hashring of ${wrong.value} endpoints, ${said} in the spec`, `해시링 엔드포인트 ${wrong.value}개, 스펙은 ${said}개`))]),
    // The number of endpoints says more, where it differs.
    ...(hashes.size === 1 && wrong === undefined && isAnother(hashes, ringHashes) ? [ring(text('its hashring file is another one than the spec has', '읽은 해시링 파일이 스펙과 다름'))] : []),
  ]
}

/** Whom a router forwards to is what its hashring file says. Where it works with another one than the spec has, the arrow is the spec's word alone. */
export function forwardDifferences(observation: Observation, wanted: DesiredWorkload | undefined): Difference[] {
  if (wanted === undefined || !isAnother(hashesSeen(observation, wanted.object), wanted.ringHashes)) return []
  return [ring(text('drawn as the spec has it; the hashring file that is in use is another one', '스펙대로 그린 선, 실제 사용 중인 해시링 파일은 다름'))]
}

function ring(words: Difference['text']): Difference {
  return { is: 'ring', text: words }
}

function isAnother(seen: ReadonlySet<number>, written: readonly number[] | undefined): boolean {
  return written !== undefined && [...seen].some((hash) => !written.includes(hash))
}

function hashesSeen(observation: Observation, object: string): ReadonlySet<number> {
  return new Set(samplesOf(observation, object, 'thanos_receive_config_hash').map(({ value }) => value))
}

function samplesOf({ components }: Observation, object: string, metric: string): Sample[] {
  return freshSamples(components.filter((component) => component.object === object)).filter(({ name }) => name === metric)
}
