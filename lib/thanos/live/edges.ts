// Declared edges beside what is seen of each: when its last sample came, how many come, and what is wrong in words.
import { text, type Text } from '../../text.ts'
import type { DeclaredEdge } from '../declared-edge.ts'
import { clocksOf, type Clocks } from './edge-clock.ts'
import { edgeFigures, type EdgeFigures } from './edge-figures.ts'
import { byName } from './name-order.ts'
import type { Observation, SeenEdge } from './observation.ts'
import { labelText, valueOf } from './readings.ts'
import type { Refused } from './refused.ts'
import { roughly, roughlySeconds } from './span-words.ts'

/**
 * `waiting`: declared, and no sample came, for as long back as is looked (edge-long-ago.ts). `silent`: samples came and come no more. `slow`: less than half of what is expected. `ahead`: its newest sample is of
 * the future, so its clock is. `behind`: its newest sample stays as old as it is while newer ones come; `late`: it is
 * old, and which of both holds is not known yet. `unknown`: seen and not declared. `unseen`: nobody could be asked, or not about its past.
 */
export type EdgeState = 'sends' | 'silent' | 'slow' | 'ahead' | 'behind' | 'late' | 'waiting' | 'unknown' | 'unseen'

export type EdgeRow = { name: string; state: EdgeState; labels: Readonly<Record<string, string>>; declared?: DeclaredEdge; seen?: SeenEdge; ageMs?: number; offMs?: number; figures: EdgeFigures; what: Text }

/** Without a sample for so long an edge is silent, on every page: as long as a query looks back for a last sample. Source: --query.lookback-delta, Prometheus' default. */
export const SILENT_MS = 5 * 60_000
/** Without a sample for so long it is late. */
export const LATE_MS = 2 * 60_000
const ORDER: readonly EdgeState[] = ['silent', 'ahead', 'behind', 'late', 'slow', 'waiting', 'unknown', 'unseen', 'sends']

/** One row for each edge, worst first. `offMs` is how far ahead its clock is, negative for behind. */
export function edgeRows(declared: readonly DeclaredEdge[], observation: Observation): EdgeRow[] {
  const seen = valueOf(observation.edges)
  const clocks = clocksOf(seen ?? [], observation.at)
  const taken = new Set<SeenEdge>()
  const known = declared.map((edge): EdgeRow => {
    const match = seen?.find((candidate) => !taken.has(candidate) && isOf(edge, candidate))
    if (match !== undefined) taken.add(match)
    return rowOf({ name: edge.name, labels: edge.labels, declared: edge, seen: match }, { observation, clocks })
  })
  const strangers = (seen ?? []).filter((edge) => !taken.has(edge)).map((edge) => rowOf({ name: nameOf(edge), labels: edge.labels, declared: undefined, seen: edge }, { observation, clocks }))
  return [...known, ...strangers].toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || byName(a.name, b.name))
}

/** Whether what is seen carries all labels that are declared, and comes as the declared tenant. */
export function isOf(edge: DeclaredEdge, { labels, tenant }: SeenEdge): boolean {
  const wanted = Object.entries(edge.labels)
  return wanted.length > 0 && wanted.every(([name, value]) => !(name in labels) || labels[name] === value) && wanted.some(([name]) => name in labels) && (edge.tenant === undefined || tenant === undefined || edge.tenant === tenant)
}

function nameOf({ labels }: SeenEdge): string {
  return labels.cluster ?? Object.values(labels).join('/')
}

function rowOf({ name, labels, declared, seen }: { name: string; labels: EdgeRow['labels']; declared: DeclaredEdge | undefined; seen: SeenEdge | undefined }, { observation, clocks }: { observation: Observation; clocks: Clocks }): EdgeRow {
  const lastAt = seen?.lastSampleAt
  // Of one that sends no more nobody counts anything.
  const figures = seen === undefined || lastAt === undefined || observation.at - lastAt > SILENT_MS ? {} : edgeFigures(seen, declared)
  const base = { name, labels, figures, ...(declared === undefined ? {} : { declared }), ...(seen === undefined ? {} : { seen }) }
  // An old answer makes every edge look silent: what is judged as now must be now.
  if (observation.edges.state !== 'fresh') return { ...base, state: 'unseen', what: observation.edges.why }
  if (seen?.isPastUnknown === true) return { ...base, state: 'unseen', what: text('No sample in the last 24 hours. Query has not told yet whether any came before: it is asked again within 15 minutes.', '지난 24시간 동안 샘플이 없습니다. 그 전에 온 적이 있는지 Query가 아직 답하지 않았으며 15분 안에 다시 묻습니다.') }
  if (seen === undefined || lastAt === undefined) return { ...base, state: 'waiting', what: text(`Waiting for the first sample from ${name}.`, `${name}의 첫 샘플을 기다립니다.`) }
  const ageMs = observation.at - lastAt
  const offMs = clocks.offOf(seen)
  const row = { ...base, ageMs, ...(offMs === undefined ? {} : { offMs }) }
  if (offMs !== undefined && offMs > 0) return { ...row, state: 'ahead', what: text(`Its clock is ${roughlySeconds(offMs).en} ahead: its newest sample is of the future.`, `시계가 ${roughlySeconds(offMs).ko} 빠릅니다. 가장 새로운 샘플이 미래 시각입니다.`) }
  if (offMs !== undefined) return { ...row, state: 'behind', what: text(`Its clock is ${roughlySeconds(-offMs).en} behind, or each sample comes that late: the newest stays ${roughlySeconds(-offMs).en} old while new ones come.`, `시계가 ${roughlySeconds(-offMs).ko} 느리거나 샘플이 그만큼 늦게 옵니다. 새 샘플이 와도 가장 새로운 것이 계속 ${roughlySeconds(-offMs).ko} 전 시각입니다.`) }
  if (ageMs > SILENT_MS) return { ...row, state: 'silent', what: text(`Silent for ${roughly(ageMs).en}.`, `${roughly(ageMs).ko} 동안 조용합니다.`) }
  if (ageMs > LATE_MS) return { ...row, state: 'late', what: text('Its newest sample is minutes old. Whether it catches up, falls silent or stays so, as with a clock that is behind, shows within minutes.', '가장 새로운 샘플이 몇 분 전 것입니다. 따라잡는지, 끊겼는지, 느린 시계처럼 그대로인지는 몇 분 안에 드러납니다.') }
  if (declared === undefined) return { ...row, state: 'unknown', what: text('It sends, and nobody declared it.', '데이터를 보내고 있지만 등록되지 않았습니다.') }
  const { samplesPerS } = figures
  if (seen.isNew === true) return { ...row, state: 'sends', what: text('It has sent for less than five minutes: whether it sends enough is not judged yet.', '보내기 시작한 지 5분이 되지 않아 충분히 보내는지 아직 판단하지 않습니다.') }
  if (declared.samplesPerS > 0 && samplesPerS !== undefined && samplesPerS < declared.samplesPerS / 2) {
    return { ...row, state: 'slow', what: text(`${rate(samplesPerS)} of the ${rate(declared.samplesPerS)} samples/s that are expected.`, `예상 초당 ${rate(declared.samplesPerS)}개 중 ${rate(samplesPerS)}개만 옵니다.`) }
  }
  return { ...row, state: 'sends', what: text('Samples come in.', '샘플이 들어오고 있습니다.') }
}

type Labelled = Pick<DeclaredEdge, 'name' | 'labels' | 'tenant'>

/** Edges whose series could not be told apart: equal labels within one tenant, or none. `edge` is the one that is being typed, `tenant` that of a write without one (defaultTenant). */
export function labelProblem(edge: Labelled, others: readonly Labelled[], tenant: string): Text | undefined {
  if (Object.keys(edge.labels).length === 0) return text('Without external labels nothing tells its series from those of another edge.', '외부 라벨이 없으면 다른 엣지의 시계열과 구별되지 않습니다.')
  const same = others.find((other) => other.name !== edge.name && (other.tenant ?? tenant) === (edge.tenant ?? tenant) && labelText(other.labels) === labelText(edge.labels))
  return same === undefined ? undefined : text(`${same.name} carries the same labels ${labelText(edge.labels)}: their samples collide and end in 409.`, `${same.name}의 라벨이 ${labelText(edge.labels)}(으)로 같습니다. 샘플이 충돌하여 409로 거부됩니다.`)
}

/** What is to be known of labels under which something writes already that nobody declared: it may be this very edge, or one that it would collide with. `seen` are the edges that are observed. */
export function labelNotice(edge: Labelled, { others, seen, tenant }: { others: readonly DeclaredEdge[]; seen: readonly SeenEdge[]; tenant: string }): Text | undefined {
  const told = { ...edge, tenant: edge.tenant ?? tenant, kind: 'prometheus' as const, samplesPerS: 0 }
  const same = seen.find((each) => isOf(told, each) && !others.some((other) => isOf(other, each)))
  return same === undefined ? undefined : text(`An edge that nobody declared writes under ${labelText(same.labels)} already. If this is it, all is well; a second one of equal labels collides with it and ends in 409.`, `등록되지 않은 엣지가 이미 ${labelText(same.labels)}(으)로 쓰고 있습니다. 바로 그 엣지라면 괜찮습니다. 라벨이 같은 다른 엣지라면 샘플이 충돌하여 409로 거부됩니다.`)
}

/** What is wrong with a tenant's name; undefined for a good one. Receive answers 400 to one that is no plain file name. Source: pkg/receive/handler.go, isTenantValid. */
export function tenantProblem(tenant: string): Text | undefined {
  return /^[\x21-\x2e\x30-\x7e]+$/.test(tenant) ? undefined : text('No spaces, slashes or letters beyond ASCII: it travels in an HTTP header and names a folder.', 'HTTP 헤더와 폴더 이름으로 쓰이므로 공백, 슬래시, ASCII가 아닌 문자를 쓸 수 없습니다.')
}

/** The page's sentence. `reading` is what the rows were made from; `refused` tells a way in that fails from one that nobody uses. */
export function edgesVerdict(rows: readonly EdgeRow[], reading: Observation['edges'], refused: readonly Refused[] = []): { health: 'healthy' | 'degraded' | 'notice' | 'unknown'; sentence: Text } {
  if (reading.state !== 'fresh') return { health: 'unknown', sentence: text(`The edges cannot be seen now: ${reading.why.en}`, `지금은 엣지를 볼 수 없습니다. ${reading.why.ko}`) }
  const count = (state: EdgeState): number => rows.filter((row) => row.state === state).length
  const [first] = rows
  // Counts are since the receivers began: what is known to have stopped is of an old incident.
  const failed = refused.find(({ reason, lately }) => reason === '5xx' && lately?.count !== 0)
  if (failed !== undefined && count('sends') + count('slow') + count('ahead') + count('behind') + count('late') + count('unknown') === 0) return { health: 'degraded', sentence: text('Writes arrive and end in errors of the receivers (HTTP 5xx): no sample of any edge is seen.', '쓰기 요청은 도착하지만 수신기 오류(HTTP 5xx)로 끝납니다. 어느 엣지의 샘플도 보이지 않습니다.') }
  if (first === undefined) return { health: 'unknown', sentence: text('No edge is declared, and none sends.', '등록된 엣지가 없고 데이터를 보내는 곳도 없습니다.') }
  const silent = count('silent')
  const { commonMs } = clocksOf(reading.value, reading.at)
  if (commonMs !== undefined && silent === 0) {
    const [by, ko] = [roughlySeconds(Math.abs(commonMs)), commonMs > 0 ? '빠릅니다' : '느립니다']
    return { health: 'notice', sentence: text(`The newest samples of all edges are ${by.en} ${commonMs > 0 ? 'ahead of' : 'behind'} this clock: look at the clock of the machine that Gauntlet runs on, and at what all edges share.`, `모든 엣지의 가장 새로운 샘플이 이 시계보다 ${by.ko} ${ko}. Gauntlet이 실행되는 장비의 시계와 엣지가 함께 쓰는 경로를 확인하세요.`) }
  }
  if (silent > 0) return { health: 'degraded', sentence: silent === 1 ? text(`Edge ${first.name} is silent. ${first.what.en}`, `엣지 ${first.name}이 응답하지 않습니다. ${first.what.ko}`) : text(`${silent} edges are silent, ${first.name} among them.`, `${first.name} 등 엣지 ${silent}개가 조용합니다.`) }
  if (first.state !== 'sends' && first.state !== 'unknown') return { health: 'notice', sentence: text(`${first.name}: ${first.what.en}`, `${first.name}: ${first.what.ko}`) }
  if (count('unknown') > 0) return { health: 'notice', sentence: text(`All edges send; ${count('unknown')} of them ${count('unknown') === 1 ? 'is' : 'are'} not declared, so nobody would miss ${count('unknown') === 1 ? 'it' : 'them'}.`, `모든 엣지가 보내고 있으며 ${count('unknown')}개는 등록되지 않아 끊겨도 알 수 없습니다.`) }
  return { health: 'healthy', sentence: text(`All ${rows.length} edges send.`, `엣지 ${rows.length}개가 모두 보내고 있습니다.`) }
}

/** "26k" for a sentence. */
function rate(value: number): string {
  return value >= 1000 ? `${Math.round(value / 100) / 10}k` : String(Math.round(value))
}
