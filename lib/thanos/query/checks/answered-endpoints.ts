// Endpoints of a querier that nothing answers, and stores that no querier asks.
import { text, type Text } from '../../../text.ts'
import { resolveAddress, type Address, type Destination } from '../../address.ts'
import { isFragment, safeFix, workloadsOf, type Check } from '../../check.ts'
import type { Finding, Fix } from '../../finding.ts'
import { grpcPort, serviceHost } from '../../hashring.ts'
import { leadsToOperated } from '../../operated.ts'
import { resolveTargetPort, sameNamespace, servicesFor, workloadsBehind, type ServiceView } from '../../pod.ts'
import { specObjectId, type StackSpec, type Workload } from '../../spec.ts'
import { isRouter } from '../../receive/mode.ts'
import { isStateless } from '../../rule/mode.ts'
import { endpointsOf, ENDPOINT_FLAGS, type QueryEndpoint } from '../endpoints.ts'
import { replaceEndpoint } from '../replace-endpoint.ts'

const SOURCE = 'https://thanos.io/tip/thanos/service-discovery.md'

export const answeredEndpoints: Check = ({ spec }) => {
  const queriers = workloadsOf(spec, 'query').filter((workload) => !isFragment(workload)).map((query): Querier => {
    const { endpoints, isComplete } = endpointsOf(spec, query)
    return { query, isComplete, asked: endpoints.map((endpoint) => ({ endpoint, found: resolveAddress(spec, query, endpoint.address) })) }
  })
  return [
    ...queriers.flatMap(({ query, asked }) => asked.flatMap(({ endpoint, found }) => judge(spec, query, endpoint, found))),
    ...unasked(spec, queriers),
  ]
}

type Querier = { readonly query: Workload; readonly isComplete: boolean; readonly asked: readonly { readonly endpoint: QueryEndpoint; readonly found: Destination }[] }

function judge(spec: StackSpec, query: Workload, endpoint: QueryEndpoint, found: Destination): Finding[] {
  const { address, flag } = endpoint
  const where = { object: specObjectId(query), path: `flags.${flag}`, source: SOURCE, about: address.text }
  const problem = problemOf(found, address)
  if (!problem || ('service' in found && typeof found.service !== 'string' && leadsToOperated(spec, found.service))) return []
  return [{
    ...where, code: problem.code, severity: problem.severity,
    message: text(`Endpoint ${address.text}: ${problem.message.en}`, `엔드포인트 ${address.text}: ${problem.message.ko}`),
    reason: text(
      'query leaves an endpoint that never answered out of its store list without a word, and answers without its data.',
      'query는 한 번도 응답하지 않은 엔드포인트를 목록에서 조용히 빼고 그 데이터 없이 응답합니다.',
    ),
    ...repair(spec, query, endpoint, found),
  }]
}

function problemOf(found: Destination, address: Address): { code: string; severity: Finding['severity']; message: Text } | undefined {
  switch (found.status) {
    case 'outside': return undefined
    case 'no-service': return {
      code: 'query/endpoint-not-here', severity: 'advice',
      message: found.service === 'prometheus-operated'
        ? text('no such Service among these objects. It answers only where a Prometheus runs with a Thanos sidecar (port name grpc) and unique external labels.', '이 오브젝트 중에 해당 Service가 없습니다. Prometheus가 Thanos sidecar(포트 이름 grpc)와 고유한 외부 라벨을 가질 때만 응답합니다.')
        : text(`no Service ${found.service} among these objects.`, `이 오브젝트 중에 Service ${found.service}이(가) 없습니다.`),
    }
    case 'no-port': return {
      code: 'query/endpoint-unanswered', severity: 'error',
      message: text(`Service ${found.service.name} has no such port; it has ${portList(found.service)}.`, `Service ${found.service.name}에 그 포트가 없습니다. 있는 포트는 ${portList(found.service)}입니다.`),
    }
    case 'no-pods':
    case 'no-pod': return {
      code: 'query/endpoint-unanswered', severity: 'error',
      message: text(`Service ${found.service.name} leads to no pod of these workloads.`, `Service ${found.service.name}이(가) 이 워크로드의 파드로 연결되지 않습니다.`),
    }
    case 'workload': {
      const want = grpcPort(found.workload)
      if (!['store', 'receive', 'rule', 'query', 'sidecar'].includes(found.workload.kind)) {
        return { code: 'query/endpoint-unanswered', severity: 'error', message: text(`it leads to ${found.workload.name}, which serves no StoreAPI.`, `StoreAPI를 제공하지 않는 ${found.workload.name}(으)로 연결됩니다.`) }
      }
      if (found.port === want) return undefined
      if (found.port === undefined && address.port !== undefined && !found.service.isHeadless) {
        return { code: 'query/endpoint-unanswered', severity: 'error', message: text(`Service ${found.service.name} leads its port ${address.port} to a port name that ${found.workload.name} does not have.`, `Service ${found.service.name}의 포트 ${address.port}이(가) ${found.workload.name}에 없는 포트 이름으로 연결됩니다.`) }
      }
      return { code: 'query/endpoint-unanswered', severity: 'error', message: text(`it leads to port ${found.port ?? '(none)'} of ${found.workload.name}, whose StoreAPI is on ${want}.`, `${found.workload.name}의 포트 ${found.port ?? '(없음)'}(으)로 연결되는데 StoreAPI는 ${want}에 있습니다.`) }
    }
  }
}

/** Stores, receivers and rulers that no querier asks. A router keeps no data, and neither does a ruler that writes to a receiver. */
function unasked(spec: StackSpec, queriers: readonly Querier[]): Finding[] {
  const known = queriers.filter(({ asked }) => asked.length > 0)
  if (known.length === 0 || queriers.some(({ isComplete }) => !isComplete)) return []
  const reached = new Set(known.flatMap(({ asked }) => asked.flatMap(({ found }) => (found.status === 'workload' ? [specObjectId(found.workload)] : []))))
  const silent = workloadsOf(spec, 'store', 'receive', 'rule')
    .filter((workload) => !isFragment(workload) && !reached.has(specObjectId(workload)) && workload.replicas !== 0 && !isRouter(spec, workload) && !isStateless(workload))
  return silent.flatMap((workload): Finding[] => {
    const querier = known.find(({ query }) => sameNamespace(query, workload)) ?? known[0]
    if (!querier) return []
    const { query } = querier
    return [{
      code: 'query/store-not-asked', severity: 'warning', object: specObjectId(query), path: 'flags.endpoint', source: SOURCE, about: workload.name,
      message: known.length === 1
        ? text(`${query.name} has no endpoint for ${workload.name}.`, `${query.name}에 ${workload.name}의 엔드포인트가 없습니다.`)
        : text(`None of ${known.map((each) => each.query.name).join(', ')} has an endpoint for ${workload.name}.`, `${known.map((each) => each.query.name).join(', ')} 중 어디에도 ${workload.name}의 엔드포인트가 없습니다.`),
      reason: text('What it holds cannot be queried.', '이 워크로드의 데이터를 조회할 수 없습니다.'),
      ...addEndpoint(spec, query, workload),
    }]
  })
}

function addEndpoint(spec: StackSpec, query: Workload, workload: Workload): { fix?: Fix } {
  const usable = servicesFor(spec, workload).filter((service) => workloadsBehind(spec, service)[0] === workload).flatMap((service) => service.ports.filter(({ port }) => port === grpcPort(workload)).map((port) => ({ service, port })))
  const best = usable.find(({ service }) => service.isHeadless) ?? usable[0]
  const flag = ENDPOINT_FLAGS.find((name) => query.args.some((arg) => 'flag' in arg && arg.flag === name))
  if (!best || !flag) return {}
  const host = serviceHost(best.service.name, workload.namespace)
  const value = best.service.isHeadless ? `dns+${host}:${best.port.port}` : `${host}:${best.port.port}`
  return { fix: safeFix(text(`Add ${value}`, `${value} 추가`), { op: 'flag.add', object: specObjectId(query), flag, value }) }
}

function repair(spec: StackSpec, query: Workload, endpoint: QueryEndpoint, found: Destination): { fix?: Fix } {
  if (found.status !== 'no-port' && found.status !== 'workload') return {}
  const written = endpoint.address.text
  // Only a port that leads to where the component listens mends anything.
  const selected = workloadsBehind(spec, found.service)
  const port = found.service.ports.find((candidate) => selected.some((workload) => resolveTargetPort(candidate, workload) === grpcPort(workload)))
  if (!port) return {}
  const value = written.includes('dnssrv') && port.name !== undefined ? written.replace(/_[^._]+\._tcp/, `_${port.name}._tcp`) : written.replace(/:\d+$/, `:${port.port}`)
  const edits = value === written ? [] : replaceEndpoint(spec, query, endpoint, value)
  return edits.length === 0 ? {} : { fix: safeFix(text(`Write ${value}`, `${value}(으)로 바꾸기`), ...edits) }
}

function portList(service: ServiceView): string {
  return service.ports.map(({ name, port }) => (name === undefined ? String(port) : `${name} ${port}`)).join(', ')
}
