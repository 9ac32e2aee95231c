// The edge clusters of a map: a name for each from its labels, and whether it still writes.
import type { DeclaredEdge } from '../declared-edge.ts'
import { clocksOf } from './edge-clock.ts'
import { edgeFigures } from './edge-figures.ts'
import { isOf, LATE_MS, SILENT_MS } from './edges.ts'
import { byName } from './name-order.ts'
import type { Observation, SeenEdge } from './observation.ts'
import { valueOf } from './readings.ts'
import type { EdgeState, TopologyEdge } from './topology-types.ts'

const WORST_FIRST: readonly EdgeState[] = ['silent', 'late', 'waiting', 'unknown', 'writing']

/** The edges, worst first, then by name. One that is declared has its own name, and waits for its first sample while none is seen. */
export function edgesOf({ at, edges }: Pick<Observation, 'at' | 'edges'>, declared: readonly DeclaredEdge[] = []): TopologyEdge[] {
  const isOld = edges.state !== 'fresh'
  const seen = valueOf(edges) ?? []
  const names = namesOf(seen)
  const clocks = clocksOf(seen, at)
  const waiting = declared.filter((edge) => !seen.some((candidate) => isOf(edge, candidate))).map(({ name, labels, tenant }): TopologyEdge => ({
    id: labelKey(labels), name, declared: name, labels, state: isOld ? 'unknown' : 'waiting', ...(tenant === undefined ? {} : { tenant }),
  }))
  const offOf = (edge: SeenEdge): Pick<TopologyEdge, 'offMs'> => {
    const offMs = isOld ? undefined : clocks.offOf(edge)
    return offMs === undefined ? {} : { offMs }
  }
  return [...waiting, ...seen.map((edge, index): TopologyEdge => {
    const own = declared.find((each) => isOf(each, edge))
    const { samplesPerS, series } = edgeFigures(edge, own)
    return {
      ...offOf(edge),
      id: labelKey(edge.labels), name: own?.name ?? names[index] ?? '', labels: edge.labels, state: isOld ? 'unknown' : stateOf(edge, at),
      ...(own === undefined ? {} : { declared: own.name }), ...(edge.tenant === undefined ? {} : { tenant: edge.tenant }), ...(samplesPerS === undefined ? {} : { rate: samplesPerS }),
      ...(edge.lastSampleAt === undefined ? {} : { lastAt: edge.lastSampleAt }), ...(series === undefined ? {} : { series }),
    }
  })].toSorted((a, b) => WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state) || byName(a.name, b.name))
}

function stateOf({ lastSampleAt, steadyAgeMs, isPastUnknown }: SeenEdge, at: number): EdgeState {
  if (isPastUnknown === true) return 'unknown'
  if (lastSampleAt === undefined) return 'waiting'
  const age = at - lastSampleAt
  // Old samples that keep coming are late, as with a clock that is behind.
  if (age > SILENT_MS && steadyAgeMs === undefined) return 'silent'
  return age > LATE_MS ? 'late' : 'writing'
}

function labelKey(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => a.localeCompare(b)))
}

/** The value of `cluster` where that tells them apart, else all values. */
function namesOf(edges: readonly SeenEdge[]): string[] {
  const short = edges.map(({ labels, tenant }) => labels.cluster ?? Object.values(labels).join('/') ?? tenant ?? '')
  const count = Map.groupBy(short, (name) => name)
  return short.map((name, index) => {
    const edge = edges[index]
    if (edge === undefined) return name
    if (name !== '' && count.get(name)?.length === 1) return name
    return Object.entries(edge.labels).toSorted(([a], [b]) => Number(b === 'cluster') - Number(a === 'cluster') || a.localeCompare(b)).map(([, value]) => value).join('/') || (edge.tenant ?? '')
  })
}
