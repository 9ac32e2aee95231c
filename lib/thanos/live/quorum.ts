// Whether writes still find enough receivers while some of them are down.
import { text, type Text } from '../../text.ts'
import { freshSamples, sumOf } from './counters.ts'
import type { Observation, Sample } from './observation.ts'
import { freshOf, valueOf } from './readings.ts'

/** `needs` of `factor` copies make a write; `spare` is how many more receivers may go before some writes fail, `kept` whether none fails now. */
export type Quorum = { factor: number; needs: number; isKept: boolean; spare: number }

/**
 * By the replication factor that the receivers tell; undefined while none does. With more of them down than a factor can spare, those writes fail whose copies fall
 * on them. Source: pkg/receive/handler.go, writeQuorum: floor(factor/2)+1.
 */
export function quorumOf(observation: Observation): Quorum | undefined {
  const workloads = (valueOf(observation.workloads) ?? []).filter(({ kind }) => kind === 'receive')
  const pagesOf = (object: string): Sample[] => freshSamples(observation.components.filter((component) => component.object === object))
  // Ingestors behind routers are told no factor: the greatest is that of the ring.
  const factor = Math.max(0, ...observation.components.flatMap(({ kind, metrics }) => (kind === 'receive' ? sumOf(freshOf(metrics) ?? [], 'thanos_receive_replication_factor') ?? [] : [])))
  if (factor === 0) return undefined
  const down = workloads.filter(({ object }) => !isRouting(pagesOf(object))).reduce((sum, { want, ready }) => sum + Math.max(0, want - ready), 0)
  const needs = Math.floor(factor / 2) + 1
  const spare = factor - needs - down
  return { factor, needs, isKept: spare >= 0, spare: Math.max(0, spare) }
}

/** In words, for a sentence of its own. */
export function quorumWords({ factor, needs, isKept, spare }: Quorum): Text {
  if (!isKept) return text(`Writes need ${needs} of ${factor} receivers, and some no longer find them: those fail, and edges send them again.`, `쓰기에는 receive ${factor}개 중 ${needs}개가 필요하며 일부 쓰기가 이를 채우지 못해 실패하고, 엣지가 다시 보냅니다.`)
  const rest = spare === 0 ? text(' With one more down, writes fail.', ' 하나 더 멈추면 쓰기가 실패합니다.') : text('', '')
  return text(`Every write still finds the ${needs} of ${factor} receivers that it needs.${rest.en}`, `모든 쓰기가 필요한 receive ${factor}개 중 ${needs}개를 채우고 있습니다.${rest.ko}`)
}

/** A receiver that only routes knows a ring and opens no head. */
function isRouting(samples: readonly Sample[]): boolean {
  return samples.some(({ name }) => name === 'thanos_receive_hashring_nodes') && !samples.some(({ name }) => name === 'prometheus_tsdb_head_series')
}
