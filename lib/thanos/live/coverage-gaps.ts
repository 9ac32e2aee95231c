// Why nobody answers for a stretch of time: the flag that cuts it out, the endpoint that is missing, or the blocks that were never made.
import { text, type Text } from '../../text.ts'
import { chosenFix, safeFix } from '../check.ts'
import { keptMs, retentionOf } from '../compact/retention.ts'
import { formatDuration, parseDurationMs } from '../duration.ts'
import type { Fix } from '../finding.ts'
import { specObjectId, type Workload } from '../spec.ts'
import { flagValue } from '../read-args.ts'
import { type AsItRuns, compactorsAsTheyRun, objectAsItRuns } from './as-it-runs.ts'
import type { Lane } from './lanes.ts'
import { SLACK_MS } from './lanes.ts'
import type { SeenBlock } from './observation.ts'
import type { Look } from './readings.ts'
import { roughly } from './span-words.ts'
import { share, type Span } from './spans.ts'

export type GapKind = 'behind-receivers' | 'upload-delay' | 'store-hole' | 'before-stores' | 'missing-endpoint' | 'no-head' | 'not-downsampled' | 'no-auto-downsampling' | 'no-blocks'

/** A flag that makes a gap or an overlap, on the workload that carries it: as its process runs, else `isConfigured`, as the spec has it. */
export type GapFlag = { name: string; flag: string; value: string; isConfigured?: true }

export type Gap = Span & { kind: GapKind; severity: 'error' | 'warning'; message: Text; reason: Text; flags: GapFlag[]; fix?: Fix }

export type GapScene = { look: Look; lanes: readonly Lane[]; bucket: readonly SeenBlock[]; whole: Span }

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Receivers cut a block of two hours once the head is three hours long. */
const BLOCK_MS = 2 * HOUR_MS
/** The widest block, and the time until one that is marked is gone. */
const RETENTION_SLACK_MS = 16 * DAY_MS

/** Names a stretch that nobody answers. The order is that in which a cause explains more than the next. */
export function nameGap(scene: GapScene, span: Span): Gap {
  const silent = scene.lanes.filter((lane) => !lane.answers && share(lane.spans, span) > 0.5)
  if (silent.length > 0) return missingEndpoint(scene, span, silent)
  const heads = scene.lanes.filter((lane) => lane.type !== 'store' && lane.answers)
  const stores = scene.lanes.filter((lane) => lane.type === 'store' && lane.answers)
  const now = scene.look.observation.at
  if (span.to > now - SLACK_MS && heads.every(({ spans }) => (spans.at(-1)?.to ?? 0) < now - SLACK_MS)) return noHead(scene, span)
  const isHeld = share(scene.bucket.map(({ minTime, maxTime }) => ({ from: minTime, to: maxTime })), span) > 0.5
  // Where stores begin only after it, and none goes further back.
  const later = stores.filter(({ range }) => range !== undefined && range.from >= span.to - SLACK_MS)
  if (isHeld && later.length > 0 && later.length === stores.length) return beforeStores(scene, span, later)
  const isBehindHeads = heads.some(({ spans }) => spans.some(({ from }) => Math.abs(from - span.to) <= SLACK_MS))
  // Where another store is to answer for it, the end of a share of the time is not why nobody does.
  const isServed = stores.some(({ range }) => range !== undefined && range.from <= span.from + SLACK_MS && range.to >= span.to - SLACK_MS)
  const cutting = isServed ? [] : stores.filter(({ range }) => range !== undefined && range.to <= span.to && range.to >= span.from - BLOCK_MS)
  if (isBehindHeads) return cutting.length > 0 ? behindReceivers(scene, span, cutting) : uploadDelay(scene, span)
  const beginning = stores.filter(({ range }) => range !== undefined && range.from >= span.to - SLACK_MS && range.from <= span.to + BLOCK_MS)
  if (beginning.length > 0 && cutting.length > 0) return storeHole(scene, span, cutting, beginning)
  if (isHeld) return notLoaded(scene, span)
  return notDownsampled(scene, span) ?? noBlocks(scene, span)
}

function ago({ look }: GapScene, { from, to }: Span): Text {
  const now = look.observation.at
  const [oldest, newest] = [roughly(now - from), now - to < SLACK_MS ? undefined : roughly(now - to)]
  return newest === undefined ? text(`the last ${oldest.en}`, `최근 ${oldest.ko}`) : text(`${newest.en} to ${oldest.en} ago`, `${newest.ko}~${oldest.ko} 전`)
}

function missingEndpoint(scene: GapScene, span: Span, lanes: readonly Lane[]): Gap {
  const when = ago(scene, span)
  const names = [...new Set(lanes.map(({ name }) => name))].join(', ')
  return { ...span, kind: 'missing-endpoint', severity: 'error', flags: [],
    message: text(`Nobody answers for ${when.en}: only ${names} holds it, and query does not reach it.`, `${when.ko} 구간에 응답하는 곳이 없습니다. ${names}만 가지고 있는데 query가 연결하지 못합니다.`),
    reason: text('Queries return without it, and say so only as a warning.', '쿼리는 이 구간 없이 결과를 돌려주고 경고로만 알립니다.') }
}

function noHead(scene: GapScene, span: Span): Gap {
  const when = ago(scene, span)
  return { ...span, kind: 'no-head', severity: 'error', flags: [],
    message: text(`Nobody answers for ${when.en}: query sees no receiver and no sidecar.`, `${when.ko} 구간에 응답하는 곳이 없습니다. query에 보이는 receive나 sidecar가 없습니다.`),
    reason: text('What comes in now is with the receivers until it is uploaded; without them a query ends where the newest block ends.', '지금 들어오는 데이터는 업로드될 때까지 receive에만 있습니다. 없으면 쿼리는 가장 새로운 블록에서 끝납니다.') }
}

/** The receivers of the scene with the retention that they run with. */
function keepers({ look, lanes }: GapScene): (AsItRuns & { kept: string })[] {
  const objects = [...new Set(lanes.filter(({ type }) => type === 'receive').flatMap(({ object }) => object ?? []))]
  return objects.flatMap((object) => {
    const running = objectAsItRuns(look, object)
    return running === undefined ? [] : [{ ...running, kept: flagValue(running.workload.args, 'tsdb.retention') ?? '15d' }]
  })
}

/** Whether receivers would still have what is missing: then they are younger than it, or lost their disks, and longer retention brings nothing back. */
function areYounger({ look }: GapScene, { from }: Span, receivers: ReturnType<typeof keepers>): boolean {
  return receivers.length > 0 && receivers.every(({ kept }) => { const ms = parseDurationMs(kept); return ms === 0 || (ms !== undefined && ms >= look.observation.at - from) })
}

function behindReceivers(scene: GapScene, span: Span, stores: readonly Lane[]): Gap {
  const when = ago(scene, span)
  const cut = flagsAt(scene, stores, 'max-time')
  const receivers = keepers(scene)
  const store = storeOf(scene, stores)
  if (areYounger(scene, span, receivers)) return behindYoungReceivers({ when, span, store, flags: [...cut, ...retentionFlags(receivers)] })
  const begins = scene.look.observation.at - Math.max(...stores.map(({ range }) => range?.to ?? 0))
  const sync = parseDurationMs((store === undefined ? undefined : flagValue(store.args, 'sync-block-duration')) ?? '15m') ?? 0
  const wanted = formatDuration(Math.ceil(Math.max(begins + BLOCK_MS + sync, 2 * DAY_MS) / DAY_MS) * DAY_MS)
  return { ...span, kind: 'behind-receivers', severity: 'error',
    flags: [...cut, ...retentionFlags(receivers)],
    message: text(`Nobody answers for ${when.en}.`, `${when.ko} 구간에 응답하는 곳이 없습니다.`),
    reason: text(
      `Receivers drop blocks after ${receivers.map(({ kept }) => kept).join(', ') || 'their retention'}, and stores answer from ${roughly(begins).en} back. Receivers must keep that, the two hours of a block and the ${formatDuration(sync)} until stores load it.`,
      `receive는 ${receivers.map(({ kept }) => kept).join(', ') || '보존 기간'} 뒤에 블록을 버리고 store는 ${roughly(begins).ko} 전부터 응답합니다. receive는 그 시간에 블록의 2시간과 store가 읽기까지의 ${formatDuration(sync)}를 더해 보관해야 합니다.`,
    ),
    ...withFix(receivers.length === 0 ? undefined : safeFix(text(`Keep ${wanted}`, `${wanted} 보관`), ...receivers.map(({ workload }) => ({ op: 'flag.set' as const, object: specObjectId(workload), flag: 'tsdb.retention', values: [wanted] })))) }
}

function retentionFlags(receivers: ReturnType<typeof keepers>): GapFlag[] {
  return receivers.map(({ workload, isRead, kept }) => ({ name: workload.name, flag: '--tsdb.retention', value: kept, ...configured(isRead) }))
}

/** What receivers do not have, and stores may have: seen where receivers are installed beside a bucket that has data already. */
function behindYoungReceivers({ when, span, store, flags }: { when: ReturnType<typeof ago>; span: Span; store: Workload | undefined; flags: GapFlag[] }): Gap {
  return { ...span, kind: 'behind-receivers', severity: 'error', flags,
    message: text(`Nobody answers for ${when.en}.`, `${when.ko} 구간에 응답하는 곳이 없습니다.`),
    reason: text('Receivers keep longer than that and have nothing of it: they are younger, or lost their disks. --max-time keeps stores from answering instead.', 'receive의 보존 기간은 그보다 길지만 데이터가 없습니다. 새로 만들어졌거나 디스크를 잃었습니다. --max-time 때문에 store도 대신 응답하지 못합니다.'),
    ...withFix(store === undefined ? undefined : safeFix(text(`Take --max-time from ${store.name}`, `${store.name}에서 --max-time 제거`), { op: 'flag.set', object: specObjectId(store), flag: 'max-time', values: [] })) }
}

function uploadDelay(scene: GapScene, span: Span): Gap {
  const when = ago(scene, span)
  const receivers = keepers(scene)
  const isHeld = share(scene.bucket.map(({ minTime, maxTime }) => ({ from: minTime, to: maxTime })), span) > 0.5
  return { ...span, kind: 'upload-delay', severity: 'error',
    flags: retentionFlags(receivers),
    message: areYounger(scene, span, receivers)
      ? text(`Nobody answers for ${when.en}: receivers are younger than that or lost it, and stores do not have it.`, `${when.ko} 구간에 응답하는 곳이 없습니다. receive는 그 뒤에 만들어졌거나 데이터를 잃었고 store에도 없습니다.`)
      : text(`Nobody answers for ${when.en}: receivers dropped it before stores had it.`, `${when.ko} 구간에 응답하는 곳이 없습니다. store가 읽기 전에 receive가 버렸습니다.`),
    reason: isHeld
      ? text('The blocks are in the bucket, and no store has loaded them yet (--sync-block-duration). Longer retention on receivers bridges it.', '블록은 버킷에 있지만 아직 읽은 store가 없습니다(--sync-block-duration). receive의 보존 기간을 늘리면 메워집니다.')
      : text('The blocks are not in the bucket: they were not uploaded in time, or uploads fail. Longer retention on receivers bridges a slow upload.', '블록이 버킷에 없습니다. 제때 업로드되지 않았거나 업로드가 실패하고 있습니다. receive의 보존 기간을 늘리면 느린 업로드를 메웁니다.'),
    ...withFix(receivers.length === 0 ? undefined : safeFix(text('Keep 2d', '2d 보관'), ...receivers.filter(({ kept }) => (parseDurationMs(kept) ?? 0) < 2 * DAY_MS).map(({ workload }) => ({ op: 'flag.set' as const, object: specObjectId(workload), flag: 'tsdb.retention', values: ['2d'] })))) }
}

function beforeStores(scene: GapScene, span: Span, stores: readonly Lane[]): Gap {
  const when = ago(scene, span)
  // Those of a later share of the time have their own --min-time, which cuts nothing off here.
  const next = stores.filter(({ range }) => range !== undefined && range.from <= span.to + BLOCK_MS)
  const cutting = next.length > 0 ? next : stores
  const store = storeOf(scene, cutting)
  const flags = flagsAt(scene, cutting, 'min-time')
  return { ...span, kind: 'before-stores', severity: 'error', flags,
    message: text(`Nobody answers for ${when.en}: the blocks are in the bucket, and no store serves that time.`, `${when.ko} 구간에 응답하는 곳이 없습니다. 블록은 버킷에 있지만 그 시간을 제공하는 store가 없습니다.`),
    reason: text('--min-time cuts off what is older. A store without it serves everything back to the oldest block.', '--min-time은 그보다 오래된 데이터를 잘라냅니다. 이 플래그가 없는 store는 가장 오래된 블록까지 제공합니다.'),
    ...withFix(store === undefined ? undefined : safeFix(text(`Take --min-time from ${store.name}`, `${store.name}에서 --min-time 제거`), { op: 'flag.set', object: specObjectId(store), flag: 'min-time', values: [] })) }
}

function storeHole(scene: GapScene, span: Span, older: readonly Lane[], younger: readonly Lane[]): Gap {
  const when = ago(scene, span)
  const store = storeOf(scene, older)
  const next = flagsAt(scene, younger, 'min-time')
  const [wanted] = next
  return { ...span, kind: 'store-hole', severity: 'error', flags: [...flagsAt(scene, older, 'max-time'), ...next],
    message: text(`Nobody answers for ${when.en}: the time partitions of the stores leave a hole.`, `${when.ko} 구간에 응답하는 곳이 없습니다. store의 시간 구간 사이에 빈틈이 있습니다.`),
    reason: text('Blocks of that time are in the bucket and in no answer. Let the ranges overlap a little.', '그 시간의 블록은 버킷에 있지만 조회되지 않습니다. 범위를 조금 겹치게 두세요.'),
    ...withFix(store === undefined || wanted === undefined ? undefined : safeFix(text(`Set --max-time=${wanted.value}`, `--max-time=${wanted.value} 설정`), { op: 'flag.set', object: specObjectId(store), flag: 'max-time', values: [wanted.value] })) }
}

function notLoaded(scene: GapScene, span: Span): Gap {
  const when = ago(scene, span)
  return { ...span, kind: 'store-hole', severity: 'error', flags: [],
    message: text(`Nobody answers for ${when.en}: the blocks are in the bucket, and no store has loaded them.`, `${when.ko} 구간에 응답하는 곳이 없습니다. 블록은 버킷에 있지만 읽은 store가 없습니다.`),
    reason: text('A store skips blocks that its selector or its times leave out, and those that it cannot read; its log names them.', 'store는 selector나 시간 범위에서 벗어난 블록과 읽을 수 없는 블록을 건너뜁니다. 로그에 블록 이름이 남습니다.') }
}

/** Raw data that retention took before it was downsampled. */
function notDownsampled(scene: GapScene, span: Span): Gap | undefined {
  const now = scene.look.observation.at
  const compactor = compactorsAsTheyRun(scene.look).find(({ workload: candidate }) => {
    const raw = keptMs(candidate, 'raw') ?? Infinity
    const longer = Math.max(keptMs(candidate, '5m') ?? Infinity, keptMs(candidate, '1h') ?? Infinity)
    return raw !== Infinity && longer > raw && span.to <= now - raw + SLACK_MS && span.to >= now - raw - RETENTION_SLACK_MS
  })
  return compactor === undefined ? undefined : downsampledGap(scene.look, compactor, span)
}

/** What raw retention deleted and no coarser block holds, though it is to be kept. */
export function downsampledGap(look: Look, { workload: compactor, isRead }: AsItRuns, span: Span): Gap {
  const raw = retentionOf(compactor, 'raw')
  const isOff = flagValue(compactor.args, 'downsampling.disable') === 'true'
  const when = ago({ look, lanes: [], bucket: [], whole: span }, span)
  const object = specObjectId(compactor)
  return { ...span, kind: 'not-downsampled', severity: 'warning',
    flags: [{ flag: '--retention.resolution-raw', value: raw }, isOff ? { flag: '--downsampling.disable', value: 'true' } : { flag: '--retention.resolution-5m', value: retentionOf(compactor, '5m') }].map((each) => ({ name: compactor.name, ...each, ...configured(isRead) })),
    message: text(`Nothing is left of ${when.en}: raw data ended, and no downsampled data took its place.`, `${when.ko} 구간에 남은 데이터가 없습니다. 원본은 끝났고 다운샘플링 데이터가 없습니다.`),
    reason: isOff
      ? text('Downsampling is off, so what the longer retentions of 5m and 1h promise is never made.', '다운샘플링이 꺼져 있어 5m, 1h의 더 긴 보존 기간에 해당하는 데이터가 만들어지지 않습니다.')
      : text('1h data is made of 5m blocks that span 10 days; these must live until 14-day blocks are compacted. Keep 5m data for 30d.', '1h 데이터는 10일 이상 걸친 5m 블록에서 만들어지며 14일 블록이 컴팩션될 때까지 남아 있어야 합니다. 5m 데이터를 30d 보관하세요.'),
    fix: isOff ? chosenFix(text('Turn downsampling on', '다운샘플링 켜기'), { op: 'flag.set', object, flag: 'downsampling.disable', values: [] })
      : chosenFix(text('Keep 5m data for 30d', '5m 데이터를 30d 보관'), { op: 'flag.set', object, flag: 'retention.resolution-5m', values: ['30d'] }) }
}

function noBlocks(scene: GapScene, span: Span): Gap {
  const when = ago(scene, span)
  return { ...span, kind: 'no-blocks', severity: 'warning', flags: [],
    message: text(`There is no data of ${when.en}: no block in the bucket covers it.`, `${when.ko} 구간의 데이터가 없습니다. 이 시간을 담은 블록이 버킷에 없습니다.`),
    reason: text('Nothing came in then, its blocks were never uploaded, or somebody deleted them. What is older and newer is there.', '그때 들어온 데이터가 없거나, 블록이 업로드되지 않았거나, 삭제되었습니다. 그 전후의 데이터는 있습니다.') }
}

function flagAt({ look }: Pick<GapScene, 'look'>, lane: Lane, flag: 'min-time' | 'max-time'): GapFlag[] {
  const running = lane.object === undefined ? undefined : objectAsItRuns(look, lane.object)
  const value = running === undefined ? undefined : flagValue(running.workload.args, flag)
  // What Thanos prints of a flag that nobody set.
  return running === undefined || value === undefined || /^(?:0000|9999)-/.test(value) ? [] : [{ name: running.workload.name, flag: `--${flag}`, value, ...configured(running.isRead) }]
}

/** The flag on each workload once, whatever it serves in several resolutions. */
export function flagsAt(scene: Pick<GapScene, 'look'>, lanes: readonly Lane[], flag: 'min-time' | 'max-time'): GapFlag[] {
  return [...new Map(lanes.flatMap((lane) => flagAt(scene, lane, flag)).map((at) => [at.name, at])).values()]
}

function storeOf({ look }: GapScene, lanes: readonly Lane[]): Workload | undefined {
  const object = lanes.find((lane) => lane.object !== undefined)?.object
  return object === undefined ? undefined : objectAsItRuns(look, object)?.workload
}

/** How a flag is told that no process was asked for. */
export function configured(isRead: boolean): { isConfigured?: true } {
  return isRead ? {} : { isConfigured: true }
}

function withFix(fix: Fix | undefined): { fix?: Fix } {
  return fix === undefined || fix.edits.length === 0 ? {} : { fix }
}
