// Problem 1: receivers get nothing. From the port inwards: do they run, does a name lead to them, does anybody keep what comes, is it accepted?
import { text } from '../../../text.ts'
import { flagValue } from '../../read-args.ts'
import { hasRing, isRouter } from '../../receive/mode.ts'
import { servicesFor } from '../../pod.ts'
import { workloads } from '../../spec.ts'
import { SILENT_MS } from '../edges.ts'
import { freshOf, roughly } from '../readings.ts'
import { hasMetrics, figure, findingOf, becauseOf, grown, lineEvidence, logLine, podsOfKind, theyRun, total, whyNoMetrics } from './seen.ts'
import { type Check, type Diagnosis, type Evidence, type Outcome, type Scene, walk } from './diagnosis.ts'

const isWrite = ({ handler }: Readonly<Record<string, string>>): boolean => handler === 'receive' || handler === 'otlp'

const CHECKS: readonly Check[] = [
  { id: 'run', question: text('Do receivers run?', 'receive가 실행 중입니까?'), look: (scene) => theyRun(scene, 'receive') },
  { id: 'address', question: text('Does a Service lead to their write port?', 'Service가 쓰기 포트로 연결됩니까?'), look: address },
  { id: 'keep', question: text('Does anybody keep what comes in?', '들어온 데이터를 저장하는 파드가 있습니까?'), look: keep },
  { id: 'arrive', question: text('Do writes arrive?', '쓰기가 도착합니까?'), look: arrive },
  { id: 'accepted', question: text('Are they accepted?', '쓰기가 받아들여집니까?'), look: accepted },
  { id: 'samples', question: text('Do samples reach a head?', '샘플이 헤드에 기록됩니까?'), look: samples },
]

export function receiverGetsNothing(scene: Scene): Diagnosis {
  return walk('receiver-gets-nothing', CHECKS, { scene, kinds: ['receive'], fine: text('Receivers take in what is sent to them.', 'receive가 보내온 데이터를 받고 있습니다.') })
}

function receivers(scene: Scene): ReturnType<typeof workloads> {
  return workloads(scene.spec).filter(({ kind, object, replicas }) => kind === 'receive' && object !== 'Fragment' && replicas !== 0)
}

function address(scene: Scene): Outcome {
  const found = receivers(scene).flatMap((workload) => {
    const port = Number((flagValue(workload.args, 'remote-write.address') ?? '0.0.0.0:19291').split(':').at(-1))
    return servicesFor(scene.spec, workload).flatMap((service) => service.ports.filter(({ port: at, targetPort }) => targetPort === port || (typeof targetPort === 'string' && /remote|write|receive/.test(targetPort)) || at === port).map((at) => `${service.name}:${at.port}`))
  })
  if (found.length > 0) return { is: 'passed', answer: text(found.join(', '), found.join(', ')) }
  const finding = findingOf(scene, ['service/nothing-listens', 'service/unknown-port-name'])
  const evidence = [{ asked: text('Services of the receivers', 'receive의 Service'), answer: text('none has the port of --remote-write.address (19291)', '--remote-write.address 포트(19291)를 가진 Service가 없음'), isBad: true as const }]
  if (finding !== undefined) return becauseOf(finding, evidence)
  return { is: 'failed', answer: text('No Service has the write port.', '쓰기 포트를 가진 Service가 없습니다.'), verdict: text('No Service leads to the receivers’ write port, so senders get “connection refused”.', '쓰기 포트로 연결되는 Service가 없어 보내는 쪽이 “connection refused”를 받습니다.'), evidence }
}

/**
 * With a ring and without a local endpoint that the ring knows, a receiver only forwards. When all of them do, each is Running and Ready, writes go round until
 * they time out, and nothing is kept. Source: cmd/thanos/receive.go determineMode; seen on the real thing.
 */
function keep(scene: Scene): Outcome {
  const pods = podsOfKind(scene, 'receive')
  const heads = total(scene.observation, pods, 'prometheus_tsdb_head_series')
  const all = receivers(scene)
  const finding = findingOf(scene, ['receive/no-local-endpoint', 'receive/local-endpoint-not-in-ring', 'hashring/not-a-member'], ['receive'])
  const keepers = all.filter((workload) => !hasRing(workload) || (flagValue(workload.args, 'receive.local-endpoint') !== undefined && finding === undefined))
  const evidence: Evidence[] = [
    { asked: text('Arguments of the receivers', 'receive의 인자'), answer: keepers.length > 0 ? text(`${keepers.map(({ name }) => name).join(', ')} keeps data`, `${keepers.map(({ name }) => name).join(', ')}이(가) 저장`) : text('a ring, and no --receive.local-endpoint that it names', '링은 있으나 링이 이름을 아는 --receive.local-endpoint가 없음'), ...(keepers.length > 0 ? {} : { isBad: true as const }) },
    figure('prometheus_tsdb_head_series', heads, heads === undefined || heads === 0),
    figure('thanos_receive_forward_requests_total{result="error"}', grown(scene, pods, 'thanos_receive_forward_requests_total', ({ result }) => result === 'error')),
  ]
  if ((heads ?? 0) > 0) return { is: 'passed', answer: text(`${Math.round(heads ?? 0).toLocaleString('en')} series in heads`, `헤드 시계열 ${Math.round(heads ?? 0).toLocaleString('en')}개`) }
  if (keepers.length > 0) return hasMetrics(scene, pods) ? { is: 'passed', answer: text(`${keepers.map(({ name }) => name).join(', ')} would; no head has a series yet`, `${keepers.map(({ name }) => name).join(', ')}이(가) 저장하며 아직 시계열은 없음`), evidence } : { is: 'unseen', why: whyNoMetrics(scene, pods) }
  if (finding !== undefined) {
    const names = all.filter((workload) => hasRing(workload)).map(({ name }) => name).join(', ')
    // Where no pod is seen, the spec alone says so.
    const [count, counted] = pods.length === 0 ? ['The', ''] : [`All ${pods.length}`, ` ${pods.length}개`]
    return { ...becauseOf(finding, evidence), verdict: text(`${count} receivers of ${names} only forward, so nobody stores what comes in.`, `${names}의 receive${counted}가 모두 전달만 하여 들어온 데이터를 아무도 저장하지 않습니다.`) }
  }
  const onlyRouters = all.every((workload) => isRouter(scene.spec, workload))
  return { is: 'failed', answer: text('Only routers run.', '라우터만 실행 중입니다.'), evidence, verdict: onlyRouters ? text('Only routers run: their ring leads to no ingesting receiver of this stack.', '라우터만 실행 중이며 링이 이 스택의 저장하는 receive로 이어지지 않습니다.') : text('No receiver keeps data.', '데이터를 저장하는 receive가 없습니다.') }
}

function arrive(scene: Scene): Outcome {
  const pods = podsOfKind(scene, 'receive')
  if (!hasMetrics(scene, pods)) return { is: 'unseen', why: whyNoMetrics(scene, pods) }
  const requests = grown(scene, pods, 'http_requests_total', isWrite)
  const evidence = [figure('http_requests_total{handler="receive"}', requests, (requests ?? 0) === 0)]
  if ((requests ?? 0) > 0) return { is: 'passed', answer: since(scene, requests ?? 0), evidence }
  const ever = total(scene.observation, pods, 'http_requests_total', isWrite) ?? 0
  const youngest = youngestSample(scene)
  if (ever > 0 && youngest !== undefined && youngest.ageMs <= SILENT_MS) return { is: 'passed', answer: betweenBatches(scene, youngest.ageMs), evidence }
  if (ever > 0) {
    return { is: 'failed', way: 'edges', answer: since(scene, 0), evidence: [...evidence, ...youngestEvidence(youngest)],
      verdict: text('Writes came, and have stopped: no edge reaches the receivers any more. Look at the edges, and at the network and the names between.', '쓰기가 오다가 멈췄습니다. receive에 닿는 엣지가 더 이상 없습니다. 엣지와 그 사이의 네트워크, 이름을 확인하세요.') }
  }
  return { is: 'failed', way: 'edges', answer: text('None came.', '도착한 쓰기가 없습니다.'), evidence,
    verdict: text('No write reaches the receivers: the edges send to another address or path. It must be a POST to /api/v1/receive on port 19291.', '쓰기가 receive에 도착하지 않습니다. 엣지가 다른 주소나 경로로 보내고 있습니다. 19291 포트의 /api/v1/receive에 POST해야 합니다.') }
}

function accepted(scene: Scene): Outcome {
  const pods = podsOfKind(scene, 'receive')
  if (!hasMetrics(scene, pods)) return { is: 'unseen', why: whyNoMetrics(scene, pods) }
  const of = (fits: (code: string) => boolean): number => grown(scene, pods, 'http_requests_total', (labels) => isWrite(labels) && fits(labels.code ?? '')) ?? 0
  const good = of((code) => code.startsWith('2'))
  const refused = (['409', '413', '429', '400', '500', '503'] as const).map((code) => ({ code, count: of((each) => each === code) })).filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count)
  const bad = refused.reduce((sum, { count }) => sum + count, 0)
  const evidence = [figure('http_requests_total{code="200"}', good), ...refused.map(({ code, count }) => figure(`http_requests_total{code="${code}"}`, count, true))]
  const [worst] = refused
  if (worst === undefined || bad <= good) return { is: 'passed', evidence, answer: bad === 0 ? text('all of them', '모두') : text(`most; ${Math.round(bad)} refused with ${refused.map(({ code }) => code).join(', ')}`, `대부분. ${Math.round(bad)}건은 ${refused.map(({ code }) => code).join(', ')}(으)로 거부됨`) }
  const line = logLine(scene, pods, /level=(?:error|warn)/)
  return { is: 'failed', answer: text(`Most end in ${worst.code}.`, `대부분 ${worst.code}(으)로 끝납니다.`), verdict: CODES[worst.code], evidence: [...evidence, ...(line === undefined ? [] : [lineEvidence(line)])], ...(worst.code === '409' || worst.code === '400' ? { way: 'edges' as const } : {}) }
}

/** What receive answers with which code. Source: pkg/receive/handler.go. */
const CODES = {
  409: text('Receivers refuse the samples with 409: they are older than what is stored, or two senders write the same series. Senders drop them.', 'receive가 409로 거부합니다. 이미 저장된 것보다 오래된 샘플이거나 두 곳에서 같은 시계열을 보냅니다. 보내는 쪽은 샘플을 버립니다.'),
  413: text('Receivers refuse the requests with 413: they are above the write limits of the tenant, and senders drop them.', 'receive가 413으로 거부합니다. 테넌트의 쓰기 제한을 넘었으며 보내는 쪽은 샘플을 버립니다.'),
  429: text('Receivers refuse new series with 429: the tenant is at its head series limit.', 'receive가 429로 새 시계열을 거부합니다. 테넌트가 헤드 시계열 제한에 도달했습니다.'),
  400: text('Receivers refuse the requests with 400: a bad tenant or replica header.', 'receive가 400으로 거부합니다. 테넌트나 복제본 헤더가 잘못되었습니다.'),
  500: text('Writes end in 500: a request found no ring for its tenant, or was forwarded until it timed out.', '쓰기가 500으로 끝납니다. 테넌트에 맞는 링이 없거나 시간이 초과될 때까지 전달되었습니다.'),
  503: text('Writes end in 503: too few receivers of the ring are ready for a quorum. Senders try again.', '쓰기가 503으로 끝납니다. 정족수를 채울 만큼 준비된 receive가 링에 없습니다. 보내는 쪽은 다시 시도합니다.'),
} as const

function samples(scene: Scene): Outcome {
  const pods = podsOfKind(scene, 'receive')
  if (!hasMetrics(scene, pods)) return { is: 'unseen', why: whyNoMetrics(scene, pods) }
  const appended = grown(scene, pods, 'prometheus_tsdb_head_samples_appended_total')
  const outOfOrder = grown(scene, pods, 'prometheus_tsdb_out_of_order_samples_total') ?? 0
  const evidence = [figure('prometheus_tsdb_head_samples_appended_total', appended, (appended ?? 0) === 0), figure('prometheus_tsdb_out_of_order_samples_total', outOfOrder, outOfOrder > (appended ?? 0))]
  const youngest = youngestSample(scene)
  if (scene.before === undefined && youngest !== undefined && youngest.ageMs > SILENT_MS) {
    // Query may be the one that is blind: what receivers take in from now on tells the two apart.
    const age = roughly(youngest.ageMs)
    return { is: 'unseen', why: text(`The youngest sample that Query finds of any edge is ${age} old. Whether receivers take in something now is known once they were watched for a minute.`, `Query가 찾은 엣지 샘플 중 가장 새것이 ${age} 전입니다. receive가 지금 무엇을 받는지는 1분쯤 지켜본 뒤에 알 수 있습니다.`) }
  }
  if ((appended ?? 0) > 0) return { is: 'passed', answer: since(scene, appended ?? 0), evidence }
  if ((total(scene.observation, pods, 'prometheus_tsdb_head_samples_appended_total') ?? 0) > 0 && youngest !== undefined && youngest.ageMs <= SILENT_MS) return { is: 'passed', answer: betweenBatches(scene, youngest.ageMs), evidence }
  return { is: 'failed', way: 'edges', answer: text('None.', '없습니다.'), evidence, verdict: text('Writes are answered with success and carry no sample that is kept: relabelling drops them, or they are all out of order.', '쓰기는 성공으로 응답되지만 저장되는 샘플이 없습니다. relabel이 버리거나 모두 순서가 어긋났습니다.') }
}

/** The age of the youngest sample that Query finds of any edge; undefined where it could not be asked, or knows none. */
function youngestSample({ observation }: Scene): { ageMs: number; count: number } | undefined {
  const ages = (freshOf(observation.edges) ?? []).flatMap(({ lastSampleAt }) => (lastSampleAt === undefined ? [] : [observation.at - lastSampleAt]))
  return ages.length === 0 ? undefined : { ageMs: Math.min(...ages), count: ages.length }
}

function youngestEvidence(youngest: ReturnType<typeof youngestSample>): Evidence[] {
  if (youngest === undefined) return []
  const age = roughly(youngest.ageMs)
  return [{ asked: text(`Youngest sample of ${youngest.count} edges, by Query`, `엣지 ${youngest.count}개의 가장 새 샘플(Query)`), answer: text(`${age} ago`, `${age} 전`), isBad: true }]
}

/** An agent sends when it has scraped: a short while without a write is no silence. */
function betweenBatches(scene: Scene, ageMs: number): ReturnType<typeof text> {
  const none = since(scene, 0)
  const age = roughly(ageMs)
  return text(`${none.en}; the youngest sample is ${age} old`, `${none.ko}, 가장 새 샘플은 ${age} 전`)
}

function since({ before, observation }: Scene, count: number): ReturnType<typeof text> {
  const shown = Math.round(count).toLocaleString('en')
  const seconds = before === undefined ? undefined : Math.round((observation.at - before.at) / 1000)
  return seconds === undefined ? text(`${shown} since the pods began`, `파드가 시작된 뒤 ${shown}건`) : text(`${shown} in ${seconds} s`, `${seconds}초 동안 ${shown}건`)
}
