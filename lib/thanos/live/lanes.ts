// Who answers for which time: the lanes of the coverage map, one for each endpoint and resolution.
import type { Text } from '../../text.ts'
import { RESOLUTIONS, type Resolution } from '../compact/retention.ts'
import { relativeMs } from '../store/time-range.ts'
import { type Endpoint, plainAddress } from './endpoints.ts'
import type { Reading, SeenBlock, SeenBlocks } from './observation.ts'
import { flagOfPod, type Look, podsOf, valueOf } from './readings.ts'
import { clipped, joined, type Span } from './spans.ts'

/** Where a lane was read and as of when; `why` no newer answer came, where what is drawn is old. */
export type LaneRead = { from: string; at: number; why?: Text }

/** `answers` says whether a query gets it now; `recorded` lanes hold only what a ruler recorded. `source`: blocks that are listed, or what the endpoint announces. */
export type Lane = {
  name: string
  type: string
  count: number
  resolution: Resolution
  spans: Span[]
  answers: boolean
  recorded: boolean
  source: 'blocks' | 'announced'
  read?: LaneRead
  object?: string
  /** The times that the flags of a store let it serve. */
  range?: Span
  ulids: readonly string[]
}

const STEP: Readonly<Record<Resolution, number>> = { raw: 0, '5m': 300_000, '1h': 3_600_000 }
/** Which resolution a block has. */
export function resolutionOf({ resolutionMs }: SeenBlock): Resolution {
  return RESOLUTIONS.find((resolution) => STEP[resolution] === resolutionMs) ?? '1h'
}

/** Blocks of one stream end and begin a scrape apart, and a restart leaves minutes. */
export const SLACK_MS = 15 * 60_000

/** The lanes of all endpoints; pods of one workload that stand alike are one lane, and what is old stands apart from what is read now. */
export function lanesOf(look: Look, rows: readonly Endpoint[]): Lane[] {
  const all = rows.flatMap((row) => (row.type === 'store' ? storeLanes(look, row) : headLanes(look, row)))
  return [...Map.groupBy(all, (lane) => [lane.object ?? lane.name, lane.resolution, lane.answers, lane.read?.why === undefined].join(' ')).values()].flatMap(([first, ...more]): Lane[] => (first === undefined ? [] : [{
    ...first, name: first.object === undefined || more.length === 0 ? first.name : first.object.replace(/^\w+\//, ''), count: more.length + 1,
    ...oldestRead([first, ...more]),
    spans: joined([first, ...more].flatMap(({ spans }) => spans), SLACK_MS), ulids: [...new Set([first, ...more].flatMap(({ ulids }) => ulids))],
  }]))
}

/** Of several readings as one lane the oldest is its age. */
function oldestRead(lanes: readonly Lane[]): { read?: LaneRead } {
  const [read] = lanes.flatMap((lane) => lane.read ?? []).toSorted((a, b) => a.at - b.at)
  return read === undefined ? {} : { read }
}

/** A list of blocks is as old as the list that the process has. */
function readAs<T>(reading: Reading<T> | undefined, refreshedAt?: number): { read?: LaneRead } {
  if (reading === undefined || reading.state === 'dead') return {}
  return { read: { from: reading.from, at: refreshedAt ?? reading.at, ...(reading.state === 'stale' ? { why: reading.why } : {}) } }
}

/** Blocks that are listed for the whole bucket; undefined when no compactor tells. */
export function bucketBlocks(look: Look): SeenBlock[] | undefined {
  const lists = compactorLists(look).flatMap((reading) => valueOf(reading)?.blocks ?? [])
  return lists.length === 0 ? undefined : [...new Map(lists.map((block) => [block.ulid, block])).values()]
}

function compactorLists({ observation }: Look): Reading<SeenBlocks>[] {
  return podsOf(observation).filter(({ kind }) => kind === 'compact').flatMap(({ name }) => observation.blocks[name] ?? [])
}

/** Whether some query replica answers with what this endpoint has. */
function isHeard({ state }: Endpoint): boolean {
  return state === 'answers' || state === 'partly' || state === 'stranger'
}

function headLanes(look: Look, row: Endpoint): Lane[] {
  if (row.minTime === undefined) return []
  const now = look.observation.at
  const span = { from: row.minTime, to: Math.min(row.maxTime ?? now, now) }
  if (span.from >= span.to) return []
  return [{ name: row.name, type: row.type ?? 'unknown', count: 1, resolution: 'raw', spans: [span], answers: isHeard(row), recorded: row.type === 'rule', source: 'announced', ...announcedAt(look, row), ulids: [], ...(row.object === undefined ? {} : { object: row.object }) }]
}

/** The list of endpoints that a row's times stand in: of a query replica that answers, else the old one of another. */
function announcedAt({ observation }: Look, { address, seenBy }: Endpoint): { read?: LaneRead } {
  const seeing = Object.keys(seenBy).flatMap((query) => {
    const reading = observation.stores[query]
    return reading !== undefined && valueOf(reading)?.some((store) => plainAddress(store.address) === plainAddress(address)) === true ? [reading] : []
  })
  return readAs(seeing.find(({ state }) => state === 'fresh') ?? seeing[0])
}

/** A store answers from the blocks that it has loaded, as far as its own times allow. */
function storeLanes(look: Look, row: Endpoint): Lane[] {
  const range = rangeOf(look, row)
  const loaded = loadedBlocks(look, row)
  const listed = loaded ?? compactorLists(look).find((reading) => valueOf(reading)?.blocks.length !== 0 && reading.state !== 'dead')
  const blocks = valueOf(loaded)?.blocks ?? bucketBlocks(look)?.filter((block) => block.maxTime >= range.from && block.minTime <= range.to)
  const base = { name: row.name, type: 'store', count: 1, answers: isHeard(row), recorded: false, range, ...(row.object === undefined ? {} : { object: row.object }) }
  if (blocks === undefined || blocks.length === 0) {
    const now = look.observation.at
    if (row.minTime === undefined) return []
    return [{ ...base, resolution: 'raw', spans: clipped([{ from: row.minTime, to: Math.min(row.maxTime ?? now, now) }], range), source: 'announced', ...announcedAt(look, row), ulids: [] }]
  }
  return RESOLUTIONS.flatMap((resolution): Lane[] => {
    const own = blocks.filter((block) => resolutionOf(block) === resolution)
    const spans = joined(clipped(own.map(({ minTime, maxTime }) => ({ from: minTime, to: maxTime })), range), SLACK_MS)
    return spans.length === 0 ? [] : [{ ...base, resolution, spans, source: 'blocks', ...readAs(listed, valueOf(listed)?.refreshedAt), ulids: own.map(({ ulid }) => ulid) }]
  })
}

/** The list of what the store has loaded: of a pod that answers before the old one of another. */
function loadedBlocks({ observation }: Look, row: Endpoint): Reading<SeenBlocks> | undefined {
  const pods = row.pod === undefined ? podsOf(observation).filter(({ object }) => object === row.object).map(({ name }) => name) : [row.pod]
  const told = pods.flatMap((pod) => observation.blocks[pod] ?? []).filter(({ state }) => state !== 'dead')
  return told.find(({ state }) => state === 'fresh') ?? told[0]
}

/** What --min-time and --max-time let a store serve; a duration counts from now. Source: pkg/model/timeduration.go. */
function rangeOf(look: Look, row: Endpoint): Span {
  const pod = podsOf(look.observation).find((candidate) => candidate.name === row.pod || (row.pod === undefined && candidate.object === row.object))
  const at = (flag: string, open: number): number => {
    const written = pod === undefined ? undefined : flagOfPod(look, pod, flag).at(-1)
    if (written === undefined || /^(?:0000|9999)-/.test(written)) return open
    const relative = relativeMs(written)
    if (relative !== undefined) return look.observation.at + relative
    const date = Date.parse(written)
    return Number.isNaN(date) ? open : date
  }
  return { from: at('min-time', -Infinity), to: at('max-time', Infinity) }
}
