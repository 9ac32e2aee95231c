// Where a ruler asks its questions and sends its alerts.
import { text } from '../../../text.ts'
import { flagValue, flagValues } from '../../read-args.ts'
import { atFlag, chosenFix, isFragment, isWholeCommand, report, safeFix, workloadsOf, type Check } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { httpProblem } from '../../http-destination.ts'
import { removedLabels, replicaLabelsOf } from '../../query/replica-label.ts'
import { specObjectId, type StackSpec, type Workload } from '../../spec.ts'
import { isStateless } from '../mode.ts'

const SOURCE = 'https://github.com/thanos-io/thanos/blob/main/cmd/thanos/rule.go'
const CONFIGS = ['query.config', 'query.config-file']
const DIRECT = ['query', 'query.sd-files', 'grpc-query-endpoint']

export const querySource: Check = ({ spec }) => workloadsOf(spec, 'rule').flatMap((workload) => [...source(workload), ...answers(spec, workload), ...alertmanagers(workload), ...alertLink(workload), ...restoring(spec, workload)])

function source(workload: Workload): Finding[] {
  const config = CONFIGS.find((flag) => flagValue(workload.args, flag) !== undefined)
  const direct = DIRECT.find((flag) => flagValue(workload.args, flag) !== undefined)
  const exits = text('rule exits at start.', 'rule이 시작하자마자 종료됩니다.')
  const addresses = flagValues(workload.args, 'query')
  const twice = addresses.find((address, at) => addresses.indexOf(address) !== at)
  return [
    ...(config === undefined && direct === undefined && !isFragment(workload) ? [report(atFlag(workload, 'query', SOURCE), 'rule/no-query', 'error',
      text(`${workload.name} has nothing to ask: neither --query nor --query.config-file.`, `${workload.name}에 조회할 곳이 없습니다. --query도 --query.config-file도 없습니다.`),
      text('rule exits at start: no query configuration parameter was provided.', 'rule이 "no query configuration parameter was provided"로 시작하자마자 종료됩니다.'))] : []),
    ...(config !== undefined && direct !== undefined ? [report(atFlag(workload, direct, SOURCE), 'rule/query-and-config', 'error',
      text(`\`--${direct}\` and \`--${config}\` of ${workload.name} exclude each other.`, `${workload.name}의 \`--${direct}\`과(와) \`--${config}\`은(는) 함께 쓸 수 없습니다.`), exits,
      chosenFix(text(`Keep --${config}`, `--${config}만 남기기`), ...DIRECT.map((flag) => ({ op: 'flag.set' as const, object: specObjectId(workload), flag, values: [] }))))] : []),
    ...(twice === undefined ? [] : [report(atFlag(workload, 'query', SOURCE), 'rule/query-twice', 'error',
      text(`${workload.name} is given --query=${twice} twice.`, `${workload.name}에 --query=${twice}이(가) 두 번 있습니다.`), exits,
      safeFix(text('Name it once', '한 번만 쓰기'), { op: 'flag.set', object: specObjectId(workload), flag: 'query', values: [...new Set(addresses)] }))]),
  ]
}

/** --query is the HTTP API of a querier, not its gRPC. */
function answers(spec: StackSpec, workload: Workload): Finding[] {
  if (isFragment(workload)) return []
  return flagValues(workload.args, 'query').flatMap((address) => {
    const problem = httpProblem(spec, workload, address, ['query', 'query-frontend', 'rule'])
    if (!problem) return []
    return [report({ ...atFlag(workload, 'query', 'https://thanos.io/tip/components/rule.md'), about: address }, 'rule/query-unanswered', problem.isCertain ? 'error' : 'advice',
      text(`--query=${address}: ${problem.message.en}`, `--query=${address}: ${problem.message.ko}`),
      text('No rule can be evaluated, and no alert fires. --query takes the HTTP address of a querier.', '규칙을 평가할 수 없어 알림이 울리지 않습니다. --query에는 query의 HTTP 주소를 쓰세요.'))]
  })
}

function alertmanagers(workload: Workload): Finding[] {
  const urls = flagValues(workload.args, 'alertmanagers.url')
  const config = ['alertmanagers.config', 'alertmanagers.config-file'].find((flag) => flagValue(workload.args, flag) !== undefined)
  if (urls.length > 0 && config !== undefined) {
    return [report(atFlag(workload, 'alertmanagers.url', SOURCE), 'rule/alertmanagers-and-config', 'error',
      text(`\`--alertmanagers.url\` and \`--${config}\` of ${workload.name} exclude each other.`, `${workload.name}의 \`--alertmanagers.url\`과(와) \`--${config}\`은(는) 함께 쓸 수 없습니다.`),
      text('rule exits at start.', 'rule이 시작하자마자 종료됩니다.'),
      chosenFix(text(`Keep --${config}`, `--${config}만 남기기`), { op: 'flag.set', object: specObjectId(workload), flag: 'alertmanagers.url', values: [] }))]
  }
  const [only, ...others] = urls
  if (only === undefined || others.length > 0 || /^dns(?:srv|srvnoa|dualstack)?\+/.test(only)) return []
  return [report(atFlag(workload, 'alertmanagers.url', 'https://prometheus.io/docs/alerting/latest/alertmanager/#high-availability'), 'rule/one-alertmanager', 'advice',
    text(`${workload.name} sends alerts to one address, ${only}.`, `${workload.name}은(는) 한 주소 ${only}(으)로만 알림을 보냅니다.`),
    text('Alertmanagers in a cluster expect every alert at each of them; a Service hands it to one, and notifications are late or lost when that one is. Find all by dnssrv+_web._tcp on their headless Service.', '클러스터로 묶인 Alertmanager는 모든 인스턴스가 모든 알림을 받아야 합니다. Service는 하나에만 전달하므로 그 인스턴스가 내려가면 통지가 늦거나 사라집니다. headless Service에 dnssrv+_web._tcp를 써서 모두 찾으세요.'))]
}

/** The link under an alert is a Go template. */
function alertLink(workload: Workload): Finding[] {
  const template = flagValue(workload.args, 'alert.query-template')
  if (template === undefined || (template.match(/\{\{/g) ?? []).length === (template.match(/\}\}/g) ?? []).length) return []
  return [report(atFlag(workload, 'alert.query-template', SOURCE), 'rule/bad-alert-template', 'error',
    text(`--alert.query-template of ${workload.name} has a bracket that stays open.`, `${workload.name}의 --alert.query-template에 닫히지 않은 괄호가 있습니다.`),
    text('rule exits at start: it cannot parse the template.', 'rule이 템플릿을 해석하지 못해 시작하자마자 종료됩니다.'))]
}

/** A ruler without a TSDB asks the querier for the state of its alerts, whose series carry no replica label. */
function restoring(spec: StackSpec, workload: Workload): Finding[] {
  if (!isStateless(workload) || !isWholeCommand(workload)) return []
  const ignored = new Set(flagValues(workload.args, 'restore-ignored-label'))
  const removed = new Set(workloadsOf(spec, 'query').flatMap((query) => [...removedLabels(query)]))
  const label = replicaLabelsOf(workload).find((name) => !ignored.has(name) && (removed.size === 0 || removed.has(name)))
  if (label === undefined) return []
  return [report(atFlag(workload, 'restore-ignored-label', 'https://thanos.io/tip/components/rule.md#stateless-ruler-via-remote-write'), 'rule/state-not-restored', 'advice',
    text(`After a restart ${workload.name} looks for its alerts with ${label}, which the querier removes.`, `재시작하면 ${workload.name}이(가) query가 제거하는 ${label} 라벨로 알림 상태를 찾습니다.`),
    text('It finds none: alerts with a "for" begin to wait anew at every restart.', '찾지 못하므로 "for"가 있는 알림은 재시작할 때마다 처음부터 다시 기다립니다.'),
    safeFix(text(`Add --restore-ignored-label=${label}`, `--restore-ignored-label=${label} 추가`), { op: 'flag.add', object: specObjectId(workload), flag: 'restore-ignored-label', value: label }))]
}
