// Probes that ask the wrong port or the wrong path: pods that never become ready, or are killed for nothing. And pods that nobody asks whether they are ready.
import { getAt } from '../../manifest/pointer.ts'
import { isJsonObject, type JsonObject } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import { flagValue } from '../read-args.ts'
import { isFragment, report, safeFix, type Check, type Where } from '../check.ts'
import type { Finding } from '../finding.ts'
import { httpPort } from '../http-destination.ts'
import type { Kind } from '../kind.ts'
import { containerOf, containerPointer, containerPorts } from '../pod.ts'
import { podPresets } from '../pod-presets.ts'
import { specObjectId, workloads, type Workload } from '../spec.ts'
import { listeningPorts } from './service-ports.ts'

const SOURCE = 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/'
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const

/** Every component answers /-/healthy and /-/ready on its HTTP port. Source: pkg/server/http/http.go. */
export const probes: Check = ({ spec }) => workloads(spec).filter((workload) => !isFragment(workload) && workload.kind !== 'sidecar').flatMap((workload) => [
  ...neverAsked(workload),
  ...PROBES.flatMap((name) => {
    const probe = containerOf(workload)[name]
    return isJsonObject(probe) ? judge(workload, name, probe) : []
  }),
])

/** What each of these takes a while for, once its process runs. */
const BUSY: { readonly [kind in Kind]?: Text } = {
  receive: text('A receiver reads its write-ahead log first. A rollout goes on to the next one meanwhile, until the copies that are left are too few: writes are refused and graphs lack whole clusters for seconds.', '수신기는 먼저 WAL을 읽습니다. 그동안 롤아웃이 다음 파드로 넘어가 남은 사본이 모자라면 몇 초 동안 쓰기가 거부되고 그래프에서 클러스터가 통째로 빠집니다.'),
  store: text('A store reads the index of its bucket first. A rollout goes on to the next one meanwhile, and graphs lack what none of them serves yet.', 'store는 먼저 버킷의 인덱스를 읽습니다. 그동안 롤아웃이 다음 파드로 넘어가 아직 아무도 제공하지 않는 데이터가 그래프에서 빠집니다.'),
  query: text('A querier is asked before it listens: a rollout takes the old pods away meanwhile, and queries fail.', 'query가 요청을 받기 전에 조회가 전달됩니다. 그동안 롤아웃이 이전 파드를 없애 조회가 실패합니다.'),
}

/** Without a probe a pod is ready when its process runs. A startup probe holds it back as well. */
function neverAsked(workload: Workload): Finding[] {
  const { readinessProbe, startupProbe } = containerOf(workload)
  const busy = BUSY[workload.kind]
  if (busy === undefined || workload.replicas === 0 || readinessProbe || startupProbe) return []
  const where = { object: specObjectId(workload), path: 'readinessProbe', source: SOURCE }
  const value = podPresets('readinessProbe', { kind: workload.kind, selector: {}, port: httpPort(workload) })[0]?.value ?? null
  // With certificates or passwords of its own, or on a port that the environment names, a plain request to 10902 is not answered.
  const isPlain = flagValue(workload.args, 'http.config') === undefined && flagValue(workload.args, 'http-address')?.includes('$') !== true
  return [report(where, 'probe/no-readiness', 'advice',
    text(`Nothing asks whether pods of ${workload.name} are ready: they count as ready when their process runs.`, `${workload.name}의 파드가 준비되었는지 아무도 확인하지 않아 프로세스가 실행되면 바로 준비된 것으로 봅니다.`), busy,
    isPlain ? safeFix(text('Ask /-/ready', '/-/ready 확인'), { op: 'field.set', object: where.object, pointer: `${containerPointer(workload)}/readinessProbe`, value }) : undefined)]
}

function judge(workload: Workload, name: (typeof PROBES)[number], probe: JsonObject): Finding[] {
  const where = { object: specObjectId(workload), path: `${name}`, source: SOURCE }
  const http = isJsonObject(probe.httpGet) ? probe.httpGet : undefined
  const written = http?.port ?? getAt(probe, '/tcpSocket/port') ?? getAt(probe, '/grpc/port')
  const pointer = `${containerPointer(workload)}/${name}`
  const consequence = name === 'readinessProbe'
    ? text('The pod never becomes ready: no Service leads to it, and the rollout does not end.', '파드가 준비 상태가 되지 않아 Service가 연결되지 않고 롤아웃이 끝나지 않습니다.')
    : text('The probe fails, and the kubelet restarts the container again and again.', '프로브가 실패하여 kubelet이 컨테이너를 계속 재시작합니다.')
  const port = typeof written === 'string' && !/^\d+$/.test(written) ? containerPorts(workload).find((candidate) => candidate.name === written)?.port : Number(written)
  if (written !== undefined && port === undefined) {
    return [report(where, 'probe/unknown-port', 'error',
      text(`The ${name} of ${workload.name} asks port "${String(written)}", which the container does not name.`, `${workload.name}의 ${name}가 컨테이너에 없는 포트 이름 "${String(written)}"을(를) 씁니다.`), consequence,
      http ? safeFix(text(`Ask port ${httpPort(workload)}`, `포트 ${httpPort(workload)} 사용`), { op: 'field.set', object: where.object, pointer: `${pointer}/httpGet/port`, value: httpPort(workload) }) : undefined)]
  }
  const listening = Object.values(listeningPorts(workload))
  const isUnknown = flagValue(workload.args, 'http-address')?.includes('$') === true
  const wanted = http ? [httpPort(workload)] : listening
  if (port !== undefined && !isUnknown && !wanted.includes(port)) {
    return [report(where, 'probe/wrong-port', 'error',
      http
        ? text(`The ${name} of ${workload.name} asks port ${port}, and its HTTP is on ${httpPort(workload)}.`, `${workload.name}의 ${name}가 포트 ${port}을(를) 쓰는데 HTTP는 ${httpPort(workload)}에 있습니다.`)
        : text(`The ${name} of ${workload.name} asks port ${port}, on which nothing listens.`, `${workload.name}의 ${name}가 수신하지 않는 포트 ${port}을(를) 씁니다.`), consequence,
      http ? safeFix(text(`Ask port ${httpPort(workload)}`, `포트 ${httpPort(workload)} 사용`), { op: 'field.set', object: where.object, pointer: `${pointer}/httpGet/port`, value: httpPort(workload) }) : undefined)]
  }
  return http ? path(workload, where, name, http, pointer) : []
}

function path(workload: Workload, where: Where, name: (typeof PROBES)[number], http: JsonObject, pointer: string): Finding[] {
  const prefix = (flagValue(workload.args, 'web.route-prefix') ?? '').replace(/\/+$/, '')
  const asked = typeof http.path === 'string' ? http.path : '/'
  const rest = prefix !== '' && asked.startsWith(`${prefix}/`) ? asked.slice(prefix.length) : asked
  const wanted = name === 'readinessProbe' ? '/-/ready' : '/-/healthy'
  const fix = safeFix(text(`Ask ${wanted}`, `${wanted} 사용`), { op: 'field.set', object: where.object, pointer: `${pointer}/httpGet/path`, value: wanted })
  if (rest === '/-/ready' && name === 'livenessProbe') {
    return [report(where, 'probe/liveness-by-readiness', 'warning',
      text(`The livenessProbe of ${workload.name} asks /-/ready.`, `${workload.name}의 livenessProbe가 /-/ready를 확인합니다.`),
      text('A component that is busy is not ready: a store that loads its blocks, a receiver that flushes. The kubelet kills it, and it begins anew.', '바쁜 컴포넌트는 준비 상태가 아닙니다. 블록을 읽는 store나 head를 비우는 수신기를 kubelet이 종료하여 처음부터 다시 시작합니다.'), fix)]
  }
  if (rest === '/-/healthy' && name === 'readinessProbe') {
    return [report(where, 'probe/readiness-by-health', 'warning',
      text(`The readinessProbe of ${workload.name} asks /-/healthy.`, `${workload.name}의 readinessProbe가 /-/healthy를 확인합니다.`),
      text('It is healthy as soon as the process runs, long before it can answer: queries and writes are sent to pods that are still loading.', '프로세스가 실행되면 바로 healthy이므로 아직 로드 중인 파드로 조회와 쓰기가 전달됩니다.'), fix)]
  }
  if (['/-/ready', '/-/healthy', '/metrics', '/'].includes(rest)) return []
  return [report(where, 'probe/wrong-path', 'error',
    text(`The ${name} of ${workload.name} asks ${asked}; Thanos answers /-/ready and /-/healthy.`, `${workload.name}의 ${name}가 ${asked}을(를) 확인하는데 Thanos는 /-/ready와 /-/healthy에 답합니다.`),
    text('An unknown path is answered with 404, which is a failed probe.', '모르는 경로에는 404로 답하므로 프로브가 실패합니다.'), fix)]
}
