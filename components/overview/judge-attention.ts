// What of an observation needs a person, and its figures: a part of the program of its own, fetched once the overview is there.
import { short, shortBytes } from '#lib/thanos/sizing/figure.ts'
import { bucketSeen } from '#lib/thanos/live/bucket-growth.ts'
import { attentionOf, type Attention } from '#lib/thanos/live/attention.ts'
import { countedOf, sumOf, type Counted } from '#lib/thanos/live/counters.ts'
import { rateText } from '#lib/thanos/live/figures.ts'
import type { Text } from '#lib/text.ts'
import type { Observation, Sample } from '#lib/thanos/live/observation.ts'
import { podsOf } from '#lib/thanos/live/readings.ts'
import { topologyOf } from '#lib/thanos/live/topology.ts'

export type FigureId = 'samples' | 'series' | 'queries' | 'bucket' | 'todo'
/** One figure of the strip with where it was read; `why` it is old, or absent where nobody told. `told`: by how many of those that should, where not all did. */
export type LiveFigure = { id: FigureId; value?: string; why?: Text; note?: number; from?: string; at?: number; told?: { count: number; of: number } }
export type Judged = { attention: Attention[]; figures: LiveFigure[]; counted: Counted }

/** `before` is what was counted at an earlier look: it gives the rates. */
export function judge(observation: Observation, before: Counted | undefined): Judged {
  const topology = topologyOf({ observation, ...(before === undefined ? {} : { before }) })
  return { attention: attentionOf(topology), counted: countedOf(observation), figures: figuresOf(observation, topology) }
}

function figuresOf(observation: Observation, { links, edges, nodes }: ReturnType<typeof topologyOf>): LiveFigure[] {
  const metric = (id: FigureId, kind: string, name: string): LiveFigure => {
    const teller = tellersOf(observation, kind, name)
    const value = sumOf(teller.samples, name)
    return { id, ...(value === undefined ? {} : { value: short(value) }), ...(id === 'series' ? { note: teller.count } : {}), ...teller.read }
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
  const { told: writesTold } = tellersOf(observation, 'receive').read
  const asksIt = links.find(({ to, over }) => over === 'HTTP' && to === 'clients')?.from
  const { read: queriesRead } = tellersOf(observation, nodes.find(({ id }) => id === asksIt)?.kind ?? 'query')
  const sized = bytes > 0 ? shortBytes(bytes) : String(blocks?.value.blocks.length ?? 0)
  return [
    { id: 'samples', ...rated(({ over }) => over === 'remote write'), note: edges.length, ...edgesSeen, ...(writesTold === undefined ? {} : { told: writesTold }) },
    metric('series', 'receive', 'prometheus_tsdb_head_series'),
    { id: 'queries', ...rated(({ to, over }) => over === 'HTTP' && to === 'clients'), ...queriesRead },
    { id: 'bucket', ...(blocks === undefined ? {} : { value: sized, note: blocks.value.blocks.length, from: blocks.from, at: blocks.value.refreshedAt ?? blocks.at }), ...(blocks?.state === 'stale' ? { why: blocks.why } : {}) },
    ...(nodes.some(({ kind }) => kind === 'compact') ? [metric('todo', 'compact', 'thanos_compact_todo_compactions')] : []),
  ]
}

/** More pages than this are named by their number. */
const NAMED = 4

/**
 * Who tells a metric now, or answers at all where no `name` is given, and whether somebody who should does not. A page that answers without the
 * metric, or did when it was read last, is of a pod that has none: a router has no head.
 */
function tellersOf(observation: Observation, kind: string, name?: string): { count: number; samples: Sample[]; read: Pick<LiveFigure, 'from' | 'at' | 'told'> } {
  const hasIt = (samples: readonly Sample[]): boolean => name === undefined || samples.some((sample) => sample.name === name)
  const pages = observation.components.filter((component) => component.kind === kind).map(({ metrics }) => metrics)
  const telling = pages.flatMap((page) => (page.state === 'fresh' && hasIt(page.value) ? [page] : []))
  const [first] = telling
  const unasked = podsOf(observation).filter((pod) => pod.kind === kind && !observation.components.some((component) => component.pod === pod.name)).length
  const silent = unasked + pages.filter((page) => page.state === 'dead' || (page.state === 'stale' && hasIt(page.value))).length
  const from = [...telling.slice(0, NAMED).map((page) => page.from), ...(telling.length > NAMED ? [`+${telling.length - NAMED}`] : [])].join(', ')
  return {
    count: telling.length + silent, samples: telling.flatMap(({ value }) => value),
    read: {
      // As old as the oldest of them.
      ...(first === undefined ? {} : { from, at: Math.min(...telling.map(({ at }) => at)) }),
      ...(silent === 0 ? {} : { told: { count: telling.length, of: telling.length + silent } }),
    },
  }
}
