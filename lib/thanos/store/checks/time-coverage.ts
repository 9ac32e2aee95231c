// Whether stores and receivers together serve all times: stores that leave a hole between them, and receivers that drop data before a
// store begins.
import { text } from '../../../text.ts'
import { flagValue } from '../../read-args.ts'
import { atFlag, chosenFix, isFragment, report, safeFix, workloadsOf, type Check } from '../../check.ts'
import { formatDuration, parseDurationMs } from '../../duration.ts'
import type { Finding } from '../../finding.ts'
import { sharesBucket } from '../../object-storage-place.ts'
import { sameNamespace } from '../../pod.ts'
import { isRouter } from '../../receive/mode.ts'
import { specObjectId, type StackSpec, type Workload } from '../../spec.ts'
import { timeRangeOf, type TimeRange } from '../time-range.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Receivers cut a block every two hours. */
const BLOCK_MS = 2 * HOUR_MS
const SOURCE = 'https://thanos.io/tip/components/store.md#time-based-partitioning'

type Served = { readonly workload: Workload; readonly range: TimeRange }

export const timeCoverage: Check = ({ spec }) => {
  const stores = workloadsOf(spec, 'store').filter((workload) => !isFragment(workload) && workload.replicas !== 0)
  const served = stores.flatMap((workload): Served[] => {
    const range = timeRangeOf(workload)
    return range && range.fromMs < range.toMs && range.fromMs <= 0 ? [{ workload, range }] : []
  })
  // Where one range is a date, nobody can say what the others leave out without a clock.
  if (served.length < stores.length) return []
  return [...holes(spec, served), ...behindReceivers(spec, served)]
}

/** The hole after a store: nothing that begins at or before its end goes on. */
function holes(spec: StackSpec, served: readonly Served[]): Finding[] {
  return served.flatMap(({ workload, range }): Finding[] => {
    const others = served.filter((other) => other.workload !== workload && sharesBucket(spec, other.workload, workload))
    if (range.toMs === Infinity || others.some((other) => other.range.fromMs <= range.toMs && other.range.toMs > range.toMs)) return []
    const next = others.map((other) => other.range.fromMs).filter((from) => from > range.toMs).toSorted((a, b) => a - b)[0]
    if (next === undefined) return []
    return [report(atFlag(workload, 'max-time', SOURCE), 'store/time-gap', 'error',
      text(`No store serves the time from ${formatDuration(-range.toMs)} to ${formatDuration(-next)} ago.`, `${formatDuration(-range.toMs)} 전부터 ${formatDuration(-next)} 전까지를 제공하는 store가 없습니다.`),
      text('Blocks of that time are in the bucket and in no answer. Let ranges overlap a little.', '그 시간의 블록이 버킷에는 있지만 조회되지 않습니다. 범위를 조금 겹치게 두세요.'),
      safeFix(text(`Set --max-time=-${formatDuration(-next)}`, `--max-time=-${formatDuration(-next)} 설정`), { op: 'flag.set', object: specObjectId(workload), flag: 'max-time', values: [`-${formatDuration(-next)}`] }))]
  })
}

/** The newest time that any store serves must still be with the receivers, with a block and a sync to spare. */
function behindReceivers(spec: StackSpec, served: readonly Served[]): Finding[] {
  const newest = served.toSorted((a, b) => b.range.toMs - a.range.toMs)[0]
  if (!newest || newest.range.toMs >= 0) return []
  const age = -newest.range.toMs
  const sync = parseDurationMs(flagValue(newest.workload.args, 'sync-block-duration') ?? '15m') ?? 0
  const neededMs = age + BLOCK_MS + sync
  const keepers = workloadsOf(spec, 'receive').filter((receiver) => !isFragment(receiver) && !isRouter(spec, receiver) && sameNamespace(receiver, newest.workload))
  return keepers.flatMap((receiver): Finding[] => {
    const kept = flagValue(receiver.args, 'tsdb.retention') ?? '15d'
    const keptMs = parseDurationMs(kept)
    if (keptMs === undefined || keptMs === 0 || keptMs >= neededMs) return []
    const better = formatDuration(Math.ceil(Math.max(neededMs, 2 * DAY_MS) / DAY_MS) * DAY_MS)
    return [report(atFlag(receiver, 'tsdb.retention', SOURCE), 'store/gap-behind-receivers', 'error',
      text(`${receiver.name} keeps ${kept}, and ${newest.workload.name} begins ${formatDuration(age)} ago.`, `${receiver.name}은(는) ${kept}만 보관하는데 ${newest.workload.name}은(는) ${formatDuration(age)} 전부터 제공합니다.`),
      text(`What lies between is in no answer. Receivers must keep the store's ${formatDuration(age)}, the 2h of a block that is not yet cut, and the ${formatDuration(sync)} until stores load it.`, `그 사이의 데이터는 조회되지 않습니다. 수신기는 store의 ${formatDuration(age)}, 아직 잘리지 않은 블록의 2h, store가 읽기까지의 ${formatDuration(sync)}를 더한 만큼 보관해야 합니다.`),
      // It takes room on the volumes.
      chosenFix(text(`Keep ${better}`, `${better} 보관`), { op: 'flag.set', object: specObjectId(receiver), flag: 'tsdb.retention', values: [better] }))]
  })
}
