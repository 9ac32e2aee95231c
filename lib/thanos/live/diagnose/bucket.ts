// Problem 5: the bucket refuses. Whose requests fail, and what the provider says: a wrong key, no such bucket, a name that nobody knows, a clock.
import { text, type Text } from '../../../text.ts'
import { chosenFix } from '../../check.ts'
import type { Edit } from '../../edit.ts'
import type { Fix } from '../../finding.ts'
import { SILENT_STORE } from '../../silent-start.ts'
import { specObjectId } from '../../spec.ts'
import { roughly } from '../span-words.ts'
import type { SeenPod } from '../observation.ts'
import { becauseOf, figure, findingOf, grown, hasMetrics, lineEvidence, logLine, podsOfKind, total, whyNoMetrics, workloadOfPod } from './seen.ts'
import { type Check, type Diagnosis, type Evidence, type Outcome, type Scene, walk } from './diagnosis.ts'

/** A key that stands in the environment is read once, at the start. */
const NEW_KEY: readonly Text[] = [
  text('Write the right key and settings on the storage page: they go to the Secret at once.', '스토리지 페이지에서 올바른 키와 설정을 쓰세요. 바로 Secret에 저장됩니다.'),
  text('Then restart the pods that are refused, with the change that is offered here or `kubectl rollout restart`: those that run keep the key with which they started.', '그다음 거부된 파드를 여기서 제안하는 변경이나 `kubectl rollout restart`로 재시작하세요. 실행 중인 파드는 시작할 때의 키를 계속 씁니다.'),
]

const UPLOAD_LATE_MS = 6 * 3_600_000

const CHECKS: readonly Check[] = [
  { id: 'config', question: text('Can the configuration of the bucket be right?', '버킷 설정이 올바를 수 있습니까?'), look: config },
  { id: 'refused', question: text('Does the bucket refuse somebody?', '버킷이 거부하는 파드가 있습니까?'), look: refused },
  { id: 'failures', question: text('Do requests to it fail?', '버킷 요청이 실패합니까?'), look: failures },
  { id: 'uploads', question: text('Do uploads arrive?', '업로드가 도착합니까?'), look: uploads },
]

export function bucketRefused(scene: Scene): Diagnosis {
  return walk('bucket-refused', CHECKS, { scene, kinds: ['receive', 'store', 'compact', 'rule'], fine: text('The bucket answers everybody who asks it.', '버킷이 모든 요청에 응답합니다.') })
}

const users = (scene: Scene): SeenPod[] => podsOfKind(scene, 'store', 'compact', 'receive', 'rule', 'sidecar')

function config(scene: Scene): Outcome {
  const finding = findingOf(scene, ['objstore/placeholder', 'objstore/unreadable', 'objstore/setting-missing', 'objstore/half-a-key', 'objstore/two-ways-to-sign', 'objstore/scheme-in-endpoint', 'objstore/no-bucket', 'objstore/bucket-name', 'objstore/no-endpoint', 'objstore/http-against-https', 'objstore/unknown-key'])
  if (finding === undefined) return { is: 'passed', answer: text('nothing in it is wrong', '잘못된 곳 없음') }
  const outcome = becauseOf(finding, [])
  return outcome.fix === undefined ? { ...outcome, way: 'object-storage' } : outcome
}

/** No key and no restart puts it right. */
const CLOCK = text('The clock of the node is too far from the provider’s.', '노드의 시계가 제공자의 시계와 너무 다릅니다.')

/** What providers say, and what it means. S3 codes: the error responses of the S3 API. */
const WORDS: readonly (readonly [RegExp, Text])[] = [
  [/InvalidAccessKeyId|Access Key Id you provided does not exist/i, text('The bucket does not know the access key.', '버킷이 access key를 모릅니다.')],
  [/SignatureDoesNotMatch|signature we calculated/i, text('The secret key does not belong to the access key.', 'secret key가 access key와 맞지 않습니다.')],
  [/NoSuchBucket|specified bucket does not exist/i, text('There is no bucket of this name at the endpoint.', '엔드포인트에 이 이름의 버킷이 없습니다.')],
  [/Bucket name (?:cannot|contains)/, text('What stands for the bucket is not the name of one.', '버킷 이름으로 쓸 수 없는 값입니다.')],
  [/RequestTimeTooSkewed|difference between the request time/i, CLOCK],
  [/ExpiredToken|token .*expired/i, text('The session token has expired.', '세션 토큰이 만료되었습니다.')],
  [/AuthorizationHeaderMalformed|region .* is wrong|expecting '[\w-]+'/i, text('The region is wrong for this bucket.', '버킷의 리전이 다릅니다.')],
  [/access denied|AccessDenied|403 Forbidden/i, text('The key is known and may not do this: it lacks a right on the bucket.', 'key는 유효하지만 권한이 없습니다.')],
  [/x509|certificate/i, text('The certificate of the endpoint is not trusted.', '엔드포인트의 인증서를 신뢰할 수 없습니다.')],
  [/no such host/i, text('DNS does not know the endpoint’s name.', 'DNS가 엔드포인트 이름을 모릅니다.')],
  [/invalid character .* in host name|too many colons in address/i, text('The endpoint is no host name.', '엔드포인트가 호스트 이름이 아닙니다.')],
  [/connection refused|i\/o timeout|no route to host/i, text('Nobody answers at the endpoint.', '엔드포인트에서 응답이 없습니다.')],
]

function refused(scene: Scene): Outcome {
  const pods = users(scene)
  const complaining = pods.filter((pod) => !isOver(scene, pod))
  for (const [pattern, meaning] of WORDS) {
    const line = refusal(scene, complaining, pattern)
    if (line !== undefined) return { is: 'failed', way: 'object-storage', answer: meaning, evidence: [lineEvidence(line)], verdict: text(`The bucket refuses ${line.pod}. ${meaning.en}`, `버킷이 ${line.pod}을(를) 거부합니다. ${meaning.ko}`),
      ...(meaning === CLOCK ? {} : { todo: NEW_KEY, ...restart(scene, complaining.filter((pod) => WORDS.some(([each]) => refusal(scene, [pod], each) !== undefined))) }) }
  }
  const unread = pods.flatMap(({ name }) => { const log = scene.logs[name]; return log !== undefined && 'lines' in log ? [] : [{ name, why: log?.why }] })
  if (pods.length > 0 && unread.every(({ why }) => why === undefined) && unread.length === pods.length) return { is: 'unseen', why: text('No log was read: “Check now” reads them.', '로그를 읽지 않았습니다. “지금 확인”이 로그를 읽습니다.') }
  const count = pods.length - unread.length
  const [of, ofKo] = [`${count} of ${pods.length} logs read`, `로그 ${pods.length}개 중 ${count}개 읽음`]
  // What no log says proves nothing while one was not read, except where the pod's own requests succeed.
  const [first, ...more] = unread.filter(({ name }) => !pods.some((pod) => pod.name === name && succeeds(scene, pod)))
  if (first !== undefined) {
    const { name, why = text('It was not read yet.', '아직 읽지 않았습니다.') } = first
    const [rest, restKo] = more.length === 0 ? ['', ''] : [` and ${more.length} more`, ` 외 ${more.length}개`]
    return { is: 'unseen', why: text(`${of}, without such a line. Not that of ${name}${rest}: ${why.en}`, `${ofKo}, 그런 줄 없음. ${name}${restKo}의 로그는 읽지 못했습니다: ${why.ko}`) }
  }
  return { is: 'passed', answer: unread.length === 0 ? text(`no such line in ${count} logs`, `로그 ${count}개에 그런 줄 없음`) : text(`no such line, ${of}; of the others all requests succeed`, `그런 줄 없음, ${ofKo}. 나머지는 모든 요청이 성공`) }
}

/** The newest line that says so of the bucket, with its pod. */
function refusal(scene: Scene, pods: readonly SeenPod[], { source }: RegExp): ReturnType<typeof logLine> {
  return logLine(scene, pods, new RegExp(`(?:bucket|objstore|upload|block|iter|meta|s3|blob).*(?:${source})|(?:${source}).*(?:bucket|objstore|upload|block)`, 'i'))
}

/** Pods with a new template are new pods, which read the key anew. A mark that bears the time of the look is another each time that it is taken. */
function restart(scene: Scene, refusedPods: readonly SeenPod[]): { fix?: Fix } {
  const workloads = [...new Set(refusedPods.flatMap((pod) => workloadOfPod(scene, pod) ?? []))]
  if (workloads.length === 0) return {}
  const value = new Date(scene.observation.at).toISOString()
  const names = workloads.map(({ name }) => name).join(', ')
  return { fix: chosenFix(
    text(`Restart the pods of ${names}, after the right key was written, so that they read it anew`, `올바른 키를 저장한 뒤 ${names}의 파드를 재시작해 키를 다시 읽게 하기`),
    ...workloads.map((workload): Edit => ({ op: 'field.set', object: specObjectId(workload), pointer: '/spec/template/metadata/annotations/restarted-at', value })),
  ) }
}

/** A request that fails is tried again within so long by all of them: the compactor waits the longest. */
const RETRIED_MS = 6 * 60_000
const JUST_NOW_MS = 2 * 60_000

/** Whether what a pod's log complains of is over: its newest complaint is old, and since an earlier look its requests succeed. */
function isOver(scene: Scene, pod: SeenPod): boolean {
  const log = scene.logs[pod.name]
  const times = (log !== undefined && 'lines' in log ? log.lines : []).flatMap((line) => timeOf(line) ?? [])
  const age = times.length === 0 ? 0 : scene.observation.at - Math.max(...times)
  const watchedMs = scene.before === undefined ? 0 : scene.observation.at - scene.before.at
  if (age < JUST_NOW_MS || (age < RETRIED_MS && watchedMs < RETRIED_MS / 6)) return false
  return succeeds(scene, pod)
}

/** Whether it asks something of the bucket, and no request of it fails. */
function succeeds(scene: Scene, pod: SeenPod): boolean {
  return (grown(scene, [pod], 'thanos_objstore_bucket_operations_total') ?? 0) > 0 && grown(scene, [pod], 'thanos_objstore_bucket_operation_failures_total') === 0
}

/** When Thanos wrote a line, as text or as JSON. */
function timeOf(line: string): number | undefined {
  const at = Date.parse(/\bts"?[=:]"?(\d{4}-\d\d-\d\dT[\d:.]+Z)/.exec(line)?.[1] ?? '')
  return Number.isNaN(at) ? undefined : at
}

function failures(scene: Scene): Outcome {
  const pods = users(scene)
  if (!hasMetrics(scene, pods)) return { is: 'unseen', why: whyNoMetrics(scene, pods) }
  const each = pods.map((pod) => ({ pod, failed: grown(scene, [pod], 'thanos_objstore_bucket_operation_failures_total') ?? 0, all: grown(scene, [pod], 'thanos_objstore_bucket_operations_total') ?? 0 }))
  const [worst] = each.toSorted((a, b) => b.failed / Math.max(1, b.all) - a.failed / Math.max(1, a.all))
  const mostlyFails = ({ failed, all }: { failed: number; all: number }): boolean => failed > 0 && failed >= all * 0.5
  const all = each.reduce((sum, { all: count }) => sum + count, 0)
  if (worst === undefined || !mostlyFails(worst)) return { is: 'passed', answer: text(`${each.reduce((sum, { failed }) => sum + failed, 0)} of ${Math.round(all)}`, `${Math.round(all)}건 중 ${each.reduce((sum, { failed }) => sum + failed, 0)}건`) }
  const log = scene.logs[worst.pod.name]
  const unsaid = log !== undefined && 'lines' in log ? text('Its log does not say why yet.', '이유가 아직 로그에 없습니다.') : text('Its log says why: “Check now” reads it.', '이유는 로그에 있으며 “지금 확인”이 읽습니다.')
  const untold = worst.pod.kind === 'store' && !worst.pod.isReady ? SILENT_STORE : unsaid
  return { is: 'failed', way: 'object-storage', todo: NEW_KEY, answer: text(`${worst.failed} of ${worst.all} of ${worst.pod.name}`, `${worst.pod.name}의 ${worst.all}건 중 ${worst.failed}건`), verdict: text(`Most requests of ${worst.pod.name} to the bucket fail. ${untold.en}`, `${worst.pod.name}의 버킷 요청이 대부분 실패합니다. ${untold.ko}`),
    evidence: [figure('thanos_objstore_bucket_operation_failures_total', worst.failed, true), figure('thanos_objstore_bucket_operations_total', worst.all)], ...restart(scene, each.filter(mostlyFails).map(({ pod }) => pod)) }
}

function uploads(scene: Scene): Outcome {
  const pods = podsOfKind(scene, 'receive', 'rule', 'sidecar')
  if (pods.length === 0) return { is: 'passed', answer: text('nobody here uploads', '업로드하는 파드 없음') }
  if (!hasMetrics(scene, pods)) return { is: 'unseen', why: whyNoMetrics(scene, pods) }
  const failed = grown(scene, pods, 'thanos_shipper_upload_failures_total') ?? 0
  const done = total(scene.observation, pods, 'thanos_shipper_uploads_total') ?? 0
  const last = Math.max(0, ...pods.map((pod) => (total(scene.observation, [pod], 'thanos_objstore_bucket_last_successful_upload_time') ?? 0) * 1000))
  const evidence: Evidence[] = [figure('thanos_shipper_uploads_total', done), figure('thanos_shipper_upload_failures_total', failed, failed > 0)]
  const age = scene.observation.at - last
  if (failed > 0 && (last === 0 || age > UPLOAD_LATE_MS)) return { is: 'failed', way: 'object-storage', todo: NEW_KEY, evidence, answer: text('They fail.', '실패합니다.'), verdict: text('Receivers cannot upload their blocks; what they keep is lost when their retention ends.', 'receive가 블록을 업로드하지 못합니다. 보존 기간이 끝나면 데이터가 사라집니다.'),
    ...restart(scene, pods.filter((pod) => (grown(scene, [pod], 'thanos_shipper_upload_failures_total') ?? 0) > 0)) }
  return { is: 'passed', evidence, answer: last === 0 ? text('none was due yet', '아직 업로드할 블록 없음') : text(`the last ${roughly(age).en} ago`, `마지막 ${roughly(age).ko} 전`) }
}
