// Problem 1: receivers get nothing. From the port inwards: do they run, does a name lead to them, does anybody keep what comes, is it accepted?
import { text } from '../../../text.ts'
import { flagValue } from '../../read-args.ts'
import { hasRing, isRouter } from '../../receive/mode.ts'
import { servicesFor } from '../../pod.ts'
import { workloads } from '../../spec.ts'
import { isWrite } from '../counters.ts'
import { SILENT_MS } from '../edges.ts'
import { componentOf, freshOf } from '../readings.ts'
import { roughly } from '../span-words.ts'
import { FAILED_SHARE } from '../thresholds.ts'
import { refusalRemedy } from './refusals.ts'
import { hasMetrics, figure, findingOf, becauseOf, grown, lineEvidence, logLine, podsOfKind, theyRun, total, whyNoMetrics } from './seen.ts'
import { type Check, type Diagnosis, type Evidence, type Outcome, type Scene, walk } from './diagnosis.ts'

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

/** Told from the share on from which the overview warns; where most are taken all the same, it is only a part of getting nothing. Each way in is judged by itself, as there. */
function accepted(scene: Scene): Outcome {
  const pods = podsOfKind(scene, 'receive')
  if (!hasMetrics(scene, pods)) return { is: 'unseen', why: whyNoMetrics(scene, pods) }
  const ways = [...Map.groupBy(pods, ({ object }) => object).values()].map((own) => writesOf(scene, own))
  const [worst] = ways.toSorted((a, b) => b.share - a.share)
  const { good, bad, refused, share } = worst ?? writesOf(scene, [])
  const evidence = [figure('http_requests_total{code="200"}', good), ...refused.map(({ code, count }) => figure(`http_requests_total{code="${code}"}`, count, share > FAILED_SHARE))]
  const [first] = refused
  const isPart = bad <= good
  // What was refused since the pods began says little of now.
  if (first === undefined || share <= FAILED_SHARE || (isPart && scene.before === undefined)) return { is: 'passed', evidence, answer: bad === 0 ? text('all of them', '모두') : text(`most; ${Math.round(bad)} refused with ${refused.map(({ code }) => code).join(', ')}`, `대부분. ${Math.round(bad)}건은 ${refused.map(({ code }) => code).join(', ')}(으)로 거부됨`) }
  const line = logLine(scene, pods, /level=(?:error|warn)/)
  const shown = Math.round(share * 100)
  return {
    is: 'failed', ...(isPart ? { isPart: true as const } : {}), evidence: [...evidence, ...(line === undefined ? [] : [lineEvidence(line)])],
    answer: isPart ? text(`${shown} % are refused, most of them with ${first.code}.`, `${shown} %가 거부되며 대부분 ${first.code}입니다.`) : text(`Most end in ${first.code}.`, `대부분 ${first.code}(으)로 끝납니다.`), ...refusalRemedy(scene, first.code),
  }
}

function writesOf(scene: Scene, pods: ReturnType<typeof podsOfKind>): { good: number; bad: number; share: number; refused: { code: string; count: number }[] } {
  const codes = new Set(pods.flatMap(({ name }) => (freshOf(componentOf(scene.observation, name)?.metrics) ?? []).filter((sample) => sample.name === 'http_requests_total' && isWrite(sample.labels)).map(({ labels }) => labels.code ?? '')))
  const counts = [...codes].map((code) => ({ code, count: grown(scene, pods, 'http_requests_total', (labels) => isWrite(labels) && (labels.code ?? '') === code) ?? 0 })).filter(({ count }) => count > 0)
  const refused = counts.filter(({ code }) => !code.startsWith('2')).toSorted((a, b) => b.count - a.count)
  const sum = (each: typeof counts): number => each.reduce((total, { count }) => total + count, 0)
  const [all, bad] = [sum(counts), sum(refused)]
  return { good: all - bad, bad, share: all === 0 ? 0 : bad / all, refused }
}

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
    return { is: 'unseen', why: text(`The youngest sample that Query finds of any edge is ${age.en} old. Whether receivers take in something now is known once they were watched for a minute.`, `Query가 찾은 엣지 샘플 중 가장 새것이 ${age.ko} 전입니다. receive가 지금 무엇을 받는지는 1분쯤 지켜본 뒤에 알 수 있습니다.`) }
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
  return [{ asked: text(`Youngest sample of ${youngest.count} edges, by Query`, `엣지 ${youngest.count}개의 가장 새 샘플(Query)`), answer: text(`${age.en} ago`, `${age.ko} 전`), isBad: true }]
}

/** An agent sends when it has scraped: a short while without a write is no silence. */
function betweenBatches(scene: Scene, ageMs: number): ReturnType<typeof text> {
  const none = since(scene, 0)
  const age = roughly(ageMs)
  return text(`${none.en}; the youngest sample is ${age.en} old`, `${none.ko}, 가장 새 샘플은 ${age.ko} 전`)
}

function since({ before, observation }: Scene, count: number): ReturnType<typeof text> {
  const shown = Math.round(count).toLocaleString('en')
  const seconds = before === undefined ? undefined : Math.round((observation.at - before.at) / 1000)
  return seconds === undefined ? text(`${shown} since the pods began`, `파드가 시작된 뒤 ${shown}건`) : text(`${shown} in ${seconds} s`, `${seconds}초 동안 ${shown}건`)
}
