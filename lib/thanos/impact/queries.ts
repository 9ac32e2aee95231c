// What a change does to queries: stores that are asked, time ranges, deduplication, rules, and what does not answer for a while.
import { text } from '../../text.ts'
import { flagValue, flagValues } from '../read-args.ts'
import { ruleFilesOf } from '../files.ts'
import { specObjectId, type StackSpec, type Workload } from '../spec.ts'
import type { Change, Impact } from './impact.ts'
import { downAtOnce, pairs, stopped } from './pairs.ts'
import { readFiles } from './read-files.ts'

/** The kinds that answer queries, and the ones whose data queries miss when they are down. */
const ANSWERING: readonly Workload['kind'][] = ['query', 'query-frontend', 'store', 'rule']

export function queryImpact(change: Change): Impact[] {
  const { before, after, restarting } = change
  const ranges = pairs(before, after, 'store').filter(([old, next]) => ['min-time', 'max-time'].some((flag) => flagValue(old.args, flag) !== flagValue(next.args, flag)))
  const down = restarting.filter((workload) => ANSWERING.includes(workload.kind) && downAtOnce(workload) >= (workload.replicas ?? 1))
  return [
    ...ANSWERING.flatMap((kind) => stopped(before, after, kind)).map(({ workload, isGone }): Impact => ({
      area: 'queries', weight: 'notice', objects: [specObjectId(workload)],
      message: isGone ? text(`${workload.name} is no part of the revision any more`, `${workload.name}이(가) 리비전에 더 이상 없습니다`) : text(`${workload.name} stops: it has 0 replicas`, `${workload.name}이(가) 멈춥니다. 레플리카가 0개입니다`),
      detail: workload.kind === 'query' || workload.kind === 'query-frontend'
        ? text('Who asks it gets no answer any more.', '여기에 조회하면 더 이상 응답이 없습니다.')
        : text('Graphs miss what only it answers for, and nothing says so where partial answers are allowed.', '이 워크로드만 제공하던 데이터가 그래프에서 빠지며, 부분 응답을 허용하면 표시되지 않습니다.'),
    })),
    ...ranges.map(([, next]): Impact => ({
      area: 'queries', weight: 'notice', objects: [specObjectId(next)],
      message: text(`${next.name} serves another time range`, `${next.name}이(가) 제공하는 시간 범위가 바뀝니다`),
      detail: text(`From ${flagValue(next.args, 'min-time') ?? 'the oldest block'} to ${flagValue(next.args, 'max-time') ?? 'the newest block'}.`, `${flagValue(next.args, 'min-time') ?? '가장 오래된 블록'}부터 ${flagValue(next.args, 'max-time') ?? '가장 최근 블록'}까지입니다.`),
    })),
    ...pairs(before, after, 'query').flatMap(([old, next]) => [...otherReplicaLabels(old, next), ...otherEndpoints(old, next)]),
    ...down.map((workload): Impact => ({
      area: 'queries', weight: 'notice', objects: [specObjectId(workload)],
      message: (workload.replicas ?? 1) === 1
        ? text(`${workload.name} answers nothing while its one pod restarts`, `${workload.name}은(는) 파드 하나가 재시작하는 동안 응답하지 않습니다`)
        : text(`${workload.name} answers nothing while it restarts: all pods go at once`, `${workload.name}은(는) 모든 파드가 한꺼번에 재시작하는 동안 응답하지 않습니다`),
      detail: text('Graphs miss what it holds for that time, or fail.', '그동안 그래프에 이 데이터가 빠지거나 조회가 실패합니다.'),
    })),
    ...pairs(before, after, 'rule').filter(([old, next]) => ruleText(before, old) !== ruleText(after, next)).map(([, next]): Impact => ({
      area: 'queries', weight: 'notice', objects: [specObjectId(next), ...ruleFilesOf(after, next).map(({ object }) => specObjectId(object))],
      message: text(`Rules of ${next.name} change`, `${next.name}의 규칙이 바뀝니다`),
      detail: text('A ruler reads its files only at start or when it is told to (POST /-/reload).', 'ruler는 시작할 때나 지시받을 때(POST /-/reload)만 파일을 읽습니다.'),
    })),
    ...readFiles(change, 'queries'),
  ]
}

function otherReplicaLabels(old: Workload, next: Workload): Impact[] {
  const [was, is] = [old, next].map(({ args }) => flagValues(args, 'query.replica-label'))
  if (was === undefined || is === undefined || was.toSorted().join() === is.toSorted().join()) return []
  return [{
    area: 'queries', weight: 'notice', objects: [specObjectId(next)],
    message: text(`${next.name} takes other series for copies of one`, `${next.name}이(가) 복제본으로 보는 시리즈가 달라집니다`),
    detail: text(`Replica labels: ${is.join(', ') || 'none'}. Until now: ${was.join(', ') || 'none'}.`, `레플리카 레이블: ${is.join(', ') || '없음'}. 지금까지: ${was.join(', ') || '없음'}.`),
  }]
}

/** The flags that name a store API, one address each. */
const ENDPOINT_FLAGS = ['endpoint', 'endpoint-strict', 'endpoint-group', 'endpoint-group-strict', 'store', 'store-strict', 'rule', 'target', 'metadata', 'exemplar'] as const

function otherEndpoints(old: Workload, next: Workload): Impact[] {
  const [was, is] = [endpointsOf(old), endpointsOf(next)]
  const [added, gone] = [is.filter((address) => !was.includes(address)), was.filter((address) => !is.includes(address))]
  if (added.length + gone.length === 0) return []
  const told = (words: readonly [string, string]): string => [...listed(words[0], added), ...listed(words[1], gone)].join(' ')
  return [{
    area: 'queries', weight: 'notice', objects: [specObjectId(next)],
    message: text(`${next.name} asks other stores`, `${next.name}이(가) 조회하는 스토어가 바뀝니다`),
    detail: text(told(['New', 'Gone']), told(['추가', '제거'])),
  }]
}

function endpointsOf({ args }: Workload): string[] {
  return ENDPOINT_FLAGS.flatMap((flag) => flagValues(args, flag))
}

function listed(word: string, addresses: readonly string[]): string[] {
  return addresses.length === 0 ? [] : [`${word}: ${addresses.join(', ')}.`]
}

function ruleText(spec: StackSpec, workload: Workload): string {
  return ruleFilesOf(spec, workload).map((file) => `${file.key}\n${file.text ?? ''}`).join('\n')
}
