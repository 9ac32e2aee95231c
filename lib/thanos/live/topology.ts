// The data path of an installation: what is seen of it and, beside it, what the spec asks. Same look, same graph.
import { remembered } from '../remember.ts'
import { countedOf } from './counters.ts'
import { desiredOf } from './desired.ts'
import { edgesOf } from './topology-edges.ts'
import { linksOf } from './topology-links.ts'
import { nodesOf } from './topology-nodes.ts'
import { askedAsTheyRun } from './topology-running.ts'
import type { Observation, Reading } from './observation.ts'
import type { Given, Source, Topology, TopologyLook } from './topology-types.ts'

const wanted = remembered(desiredOf)

/** The graph. A source that does not answer leaves its part Unknown and is named in `silent`; the rest stands. */
export function topologyOf(look: TopologyLook): Topology {
  const { observation, spec } = look
  const given: Given = { ...look, ...(spec === undefined ? {} : { desired: wanted(spec), running: askedAsTheyRun({ observation, spec }) }), counted: countedOf(observation) }
  const nodes = nodesOf(given)
  const edges = edgesOf(observation, spec?.edges)
  return {
    at: observation.at, nodes, edges, ...(observation.edges.state === 'dead' ? {} : { edgesSource: sourceOf(observation.edges) }),
    links: linksOf(given, nodes, edges), silent: silentOf(observation),
  }
}

/** Where a reading that has a value comes from. */
export function sourceOf({ from, at, state }: Exclude<Reading<unknown>, { state: 'dead' }>): Source {
  return { from, at, isOld: state !== 'fresh' }
}

function silentOf({ workloads, pods, components, stores, rules, blocks, edges, unseen = [] }: Observation): Topology['silent'] {
  // Where nothing runs nobody could tell of edges: that is no source that fails to answer.
  const isNothingThere = [workloads, pods].every((reading) => reading.state === 'fresh' && reading.value.length === 0)
  const all: Reading<unknown>[] = [workloads, pods, ...(isNothingThere ? [] : [edges]), ...components.flatMap(({ flags, version, metrics }) => [flags, version, metrics]), ...[stores, rules, blocks].flatMap((map) => Object.values<Reading<unknown>>(map))]
  const silent = [...unseen.map(({ namespace, since, why }) => ({ from: `namespace ${namespace}`, since, why })), ...all.flatMap((reading) => (reading.state === 'fresh' ? [] : [{ from: reading.from, since: reading.since, why: reading.why }]))]
  return [...new Map(silent.map((each) => [each.from, each])).values()].toSorted((a, b) => a.since - b.since || a.from.localeCompare(b.from))
}
