// What of an observation needs a person, and its figures: a part of the program of its own, fetched once the overview is there.
import { short, shortBytes } from '#lib/thanos/sizing/figure.ts'
import { bucketSeen } from '#lib/thanos/live/bucket-growth.ts'
import { attentionOf, type Attention } from '#lib/thanos/live/attention.ts'
import { countedOf, freshSamples, sumOf, type Counted } from '#lib/thanos/live/counters.ts'
import { rateText } from '#lib/thanos/live/figures.ts'
import type { Text } from '#lib/text.ts'
import type { Observation } from '#lib/thanos/live/observation.ts'
import { valueOf } from '#lib/thanos/live/readings.ts'
import { topologyOf } from '#lib/thanos/live/topology.ts'

export type FigureId = 'samples' | 'series' | 'queries' | 'bucket' | 'todo'
/** One figure of the strip with where it was read; `value` is absent where nobody told, with why where that is known. */
export type LiveFigure = { id: FigureId; value?: string; why?: Text; note?: number; from?: string; at?: number }
export type Judged = { attention: Attention[]; figures: LiveFigure[]; counted: Counted }

/** `before` is what was counted at an earlier look: it gives the rates. */
export function judge(observation: Observation, before: Counted | undefined): Judged {
  const topology = topologyOf({ observation, ...(before === undefined ? {} : { before }) })
  return { attention: attentionOf(topology), counted: countedOf(observation), figures: figuresOf(observation, topology) }
}

function figuresOf(observation: Observation, { links, edges, nodes }: ReturnType<typeof topologyOf>): LiveFigure[] {
  const of = (kind: string): Observation['components'] => observation.components.filter((component) => component.kind === kind)
  const metric = (id: FigureId, kind: string, name: string): LiveFigure => {
    const [first] = of(kind).flatMap(({ metrics }) => (metrics.state === 'fresh' ? [metrics] : []))
    const value = sumOf(freshSamples(of(kind)), name)
    return { id, ...(value === undefined ? {} : { value: short(value) }), ...(first === undefined ? {} : { from: first.from, at: first.at }) }
  }
  const ratesOf = (wanted: (link: (typeof links)[number]) => boolean): number | undefined => links.filter(wanted).reduce<number | undefined>((sum, { rate }) => (rate === undefined ? sum : (sum ?? 0) + rate), undefined)
  const rated = (wanted: (link: (typeof links)[number]) => boolean): Pick<LiveFigure, 'value' | 'why'> => {
    const [rate, why] = [ratesOf(wanted), links.find(wanted)?.noRate]
    if (rate !== undefined) return { value: rateText(rate) }
    return why === undefined ? {} : { why }
  }
  const blocks = bucketSeen(observation)?.reading
  const bytes = blocks?.value.blocks.reduce((sum, block) => sum + (block.bytes ?? 0), 0) ?? 0
  const edgesSeen = observation.edges.state === 'dead' ? {} : { from: observation.edges.from, at: observation.edges.at }
  const query = of('query').flatMap(({ metrics }) => (metrics.state === 'fresh' ? [metrics] : []))[0]
  const sized = bytes > 0 ? shortBytes(bytes) : String(blocks?.value.blocks.length ?? 0)
  return [
    { id: 'samples', ...rated(({ over }) => over === 'remote write'), note: edges.length, ...edgesSeen },
    { ...metric('series', 'receive', 'prometheus_tsdb_head_series'), note: (valueOf(observation.pods) ?? []).filter(({ kind }) => kind === 'receive').length },
    { id: 'queries', ...rated(({ to, over }) => over === 'HTTP' && to === 'clients'), ...(query === undefined ? {} : { from: query.from, at: query.at }) },
    { id: 'bucket', ...(blocks === undefined ? {} : { value: sized, note: blocks.value.blocks.length, from: blocks.from, at: blocks.value.refreshedAt ?? blocks.at }) },
    ...(nodes.some(({ kind }) => kind === 'compact') ? [metric('todo', 'compact', 'thanos_compact_todo_compactions')] : []),
  ]
}
