// Problem 2: query shows nothing. From the querier back to the edge: does it answer, whom does it see, is the time covered, does data come?
import { text } from '../../../text.ts'
import { coverageOf } from '../coverage.ts'
import { SILENT_MS } from '../edges.ts'
import { duplicates } from '../endpoint-causes.ts'
import { endpointsSeen } from '../endpoints.ts'
import { freshOf, labelText } from '../readings.ts'
import { roughly } from '../span-words.ts'
import { podsOfKind, theyRun, whyNot } from './seen.ts'
import { type Check, type Diagnosis, type Evidence, type Outcome, type Scene, walk } from './diagnosis.ts'

const CHECKS: readonly Check[] = [
  { id: 'run', question: text('Do query pods run?', 'query 파드가 실행 중입니까?'), look: (scene) => theyRun(scene, 'query') },
  { id: 'answer', question: text('Do they answer?', '응답합니까?'), look: answer },
  { id: 'stores', question: text('Do they see any store?', 'store가 하나라도 보입니까?'), look: stores },
  { id: 'all', question: text('Do they see all that they are given?', '설정된 엔드포인트가 모두 보입니까?'), look: all },
  { id: 'times', question: text('Is every time answered?', '모든 시간대에 응답이 있습니까?'), look: times },
  { id: 'edges', question: text('Does data of the edges come in?', '엣지의 데이터가 들어옵니까?'), look: edges },
  { id: 'twice', question: text('Does deduplication hide or double it?', '중복 제거가 데이터를 숨기거나 겹치게 합니까?'), look: twice },
]

export function queryShowsNothing(scene: Scene): Diagnosis {
  return walk('query-shows-nothing', CHECKS, { scene, kinds: ['query'], fine: text('Every query replica sees all endpoints, and no time is missing.', '모든 query가 모든 엔드포인트를 보며 빠진 시간이 없습니다.') })
}

const UNASKED: Outcome = { is: 'unseen', why: text('None was asked yet.', '아직 묻지 않았습니다.') }

/** Before a query replica was asked, and while the cluster is away, nothing is known of what they see: that is not seeing nothing. */
function isUnasked({ observation }: Scene): boolean {
  return Object.keys(observation.stores).length === 0
}

function answer(scene: Scene): Outcome {
  if (isUnasked(scene)) return UNASKED
  const { observation } = scene
  const readings = Object.entries(observation.stores)
  const silent = readings.flatMap(([query, reading]): Evidence[] => (reading.state === 'fresh' ? [] : [{ asked: text(`\`${query}\` /api/v1/stores`, `\`${query}\` /api/v1/stores`), answer: reading.why, isBad: true }]))
  const count = readings.length - silent.length
  if (count === 0) return { is: 'failed', evidence: silent, answer: text('None does.', '응답하는 query가 없습니다.'), verdict: text('Query pods run and none of them answers over HTTP.', 'query 파드는 실행 중이지만 HTTP에 응답하지 않습니다.') }
  return { is: 'passed', evidence: silent, answer: text(`${count} of ${readings.length}`, `${readings.length}개 중 ${count}개`) }
}

function stores(scene: Scene): Outcome {
  if (isUnasked(scene)) return UNASKED
  const { rows } = endpointsSeen(scene)
  const seen = rows.filter(({ state }) => state === 'answers' || state === 'partly')
  if (seen.length > 0) return { is: 'passed', answer: text(`${seen.length} endpoints, ${[...new Set(seen.flatMap(({ type }) => type ?? []))].join(', ')}`, `엔드포인트 ${seen.length}개, ${[...new Set(seen.flatMap(({ type }) => type ?? []))].join(', ')}`) }
  const evidence = rows.slice(0, 6).map((row): Evidence => ({ asked: text(`\`${row.name}\``, `\`${row.name}\``), answer: row.causes[0]?.text ?? text(row.lastError ?? row.state, row.lastError ?? row.state), isBad: true }))
  const [first] = rows.flatMap(({ causes }) => causes)
  return { is: 'failed', way: 'stores', evidence, answer: text('None.', '없습니다.'), verdict: rows.length === 0 ? text('Query is given no endpoint, so every answer is empty.', 'query에 설정된 엔드포인트가 없어 모든 결과가 비어 있습니다.') : text(`Query sees none of its ${rows.length} endpoints. ${first?.text.en ?? ''}`.trim(), `query가 엔드포인트 ${rows.length}개 중 하나도 보지 못합니다. ${first?.text.ko ?? ''}`.trim()) }
}

function all(scene: Scene): Outcome {
  if (isUnasked(scene)) return UNASKED
  const { rows } = endpointsSeen(scene)
  const bad = rows.filter(({ state }) => state === 'missing' || state === 'failing' || state === 'partly')
  const [first] = bad
  if (first === undefined) return { is: 'passed', answer: text(`${rows.length} of ${rows.length}`, `${rows.length}개 모두`) }
  const evidence = bad.slice(0, 6).map((row): Evidence => ({ asked: text(`\`${row.name}\``, `\`${row.name}\``), answer: row.causes[0]?.text ?? text(row.lastError ?? row.state, row.lastError ?? row.state), isBad: true }))
  const why = first.causes[0]?.text ?? (first.lastError === undefined ? undefined : text(first.lastError, first.lastError))
  const rest = rows.length - bad.length
  const others = bad.length === 1 ? text('', '') : text(` and ${bad.length - 1} more`, ` 외 ${bad.length - 1}개`)
  const verdict = first.state === 'partly'
    ? text(`Some query replicas do not see ${first.name}${others.en}, so answers differ between them. ${why?.en ?? ''}`.trim(), `일부 query가 ${first.name}${others.ko}을(를) 보지 못하여 결과가 서로 다릅니다. ${why?.ko ?? ''}`.trim())
    : text(`Query does not reach ${first.name}${others.en}: what only there is kept is missing, while ${rest === 1 ? 'one endpoint answers' : `${rest} endpoints answer`}. ${why?.en ?? ''}`.trim(), `query가 ${first.name}${others.ko}에 연결하지 못하여 그곳에만 있는 데이터가 빠집니다. 나머지 ${rest}개는 응답합니다. ${why?.ko ?? ''}`.trim())
  return { is: 'failed', isPart: true, way: 'stores', objects: bad.flatMap(({ object }) => object ?? []), evidence, answer: text(`${bad.length} of ${rows.length} not`, `${rows.length}개 중 ${bad.length}개가 보이지 않음`), verdict }
}

function times(scene: Scene): Outcome {
  const coverage = coverageOf(scene, endpointsSeen(scene))
  if (coverage.state === 'unknown') return { is: 'unseen', why: coverage.why }
  if (coverage.state === 'empty') return { is: 'failed', way: 'edges', evidence: [], answer: text('There is no data.', '데이터가 없습니다.'), verdict: text('No endpoint holds any data: nothing has come in yet.', '데이터를 가진 엔드포인트가 없습니다. 아직 들어온 데이터가 없습니다.') }
  const [gap] = coverage.gaps
  const reach = roughly(coverage.to - coverage.from)
  if (gap === undefined) return { is: 'passed', answer: text(`back to ${reach.en} ago`, `${reach.ko} 전까지`) }
  const evidence = [...gap.flags.map(({ name, flag, value }): Evidence => ({ asked: text(`\`${flag}\` of ${name}`, `${name}의 \`${flag}\``), answer: text(`\`${value}\``, `\`${value}\``), isBad: true })), { asked: text('Why', '이유'), answer: gap.reason }]
  return { is: 'failed', isPart: true, evidence, answer: gap.message, verdict: gap.message, ...(gap.fix === undefined ? { way: 'stores' as const } : { fix: gap.fix }) }
}

function edges({ observation }: Scene): Outcome {
  const seen = freshOf(observation.edges)
  if (seen === undefined) return { is: 'unseen', why: whyNot(observation.edges) }
  const silent = seen.filter(({ lastSampleAt, steadyAgeMs }) => lastSampleAt !== undefined && steadyAgeMs === undefined && observation.at - lastSampleAt > SILENT_MS)
  const [first] = silent
  if (first === undefined) return { is: 'passed', answer: seen.length === 0 ? text('no edge is known', '알려진 엣지 없음') : text(`all ${seen.length}`, `${seen.length}개 모두`) }
  const age = roughly(observation.at - (first.lastSampleAt ?? 0))
  const evidence = silent.slice(0, 6).map((edge): Evidence => ({ asked: text(`\`${labelText(edge.labels)}\``, `\`${labelText(edge.labels)}\``), answer: text(`last sample ${roughly(observation.at - (edge.lastSampleAt ?? 0)).en} ago`, `마지막 샘플 ${roughly(observation.at - (edge.lastSampleAt ?? 0)).ko} 전`), isBad: true }))
  return { is: 'failed', ...(silent.length < seen.length ? { isPart: true as const } : {}), way: 'edges', evidence, answer: text(`${silent.length} of ${seen.length} are silent`, `${seen.length}개 중 ${silent.length}개가 조용함`), verdict: text(`${labelText(first.labels)} has sent nothing for ${age.en}; query shows what came before.`, `${labelText(first.labels)}에서 ${age.ko} 동안 데이터가 오지 않았습니다. 그 전의 데이터만 보입니다.`) }
}

function twice(scene: Scene): Outcome {
  const [first] = duplicates(scene, endpointsSeen(scene).rows)
  const queries = podsOfKind(scene, 'query').length
  if (first === undefined) return { is: 'passed', answer: text(`no, on ${queries} query pods`, `아니요, query 파드 ${queries}개`) }
  return { is: 'failed', isPart: true, way: 'findings', answer: first.text, verdict: first.text, evidence: first.about === undefined ? [] : [{ asked: text(`\`${first.about}\``, `\`${first.about}\``), answer: first.text, isBad: true }] }
}
