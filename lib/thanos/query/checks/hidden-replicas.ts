// Replicas behind one virtual address: the querier's one connection reaches one of them.
import { text } from '../../../text.ts'
import { resolveAddress } from '../../address.ts'
import { isFragment, safeFix, workloadsOf, type Check } from '../../check.ts'
import type { Edit } from '../../edit.ts'
import type { Finding, Fix } from '../../finding.ts'
import { grpcPort, serviceHost } from '../../hashring.ts'
import type { Kind } from '../../kind.ts'
import { servicesFor, workloadsBehind, type ServiceView } from '../../pod.ts'
import { specObjectId, type StackSpec, type Workload } from '../../spec.ts'
import { endpointsOf, type QueryEndpoint } from '../endpoints.ts'
import { replaceEndpoint } from '../replace-endpoint.ts'

/**
 * gRPC keeps one connection, and a ClusterIP picks one pod for it: each querier sees another ruler, receiver or Prometheus. Stores that hold the
 * same blocks answer alike, so one of them is enough.
 */
export const hiddenReplicas: Check = ({ spec }) => workloadsOf(spec, 'query').filter((workload) => !isFragment(workload)).flatMap((query) => endpointsOf(spec, query).endpoints.flatMap((endpoint): Finding[] => {
  const found = resolveAddress(spec, query, endpoint.address)
  // dns+ and dnssrv+ find every pod only where the Service has no address of its own.
  if (found.status !== 'workload' || (endpoint.address.lookup !== undefined && found.service.isHeadless) || found.pod !== undefined) return []
  const { workload } = found
  const hidden = workloadsBehind(spec, found.service).filter(({ kind }) => OWN.includes(kind))
  const replicas = hidden.reduce((sum, each) => sum + (each.replicas ?? 1), 0)
  if (replicas < 2 || !hidden.includes(workload)) return []
  const names = hidden.map(({ name }) => name).join(', ')
  return [{
    code: 'query/hidden-replicas', severity: 'warning', object: specObjectId(query), path: `flags.${endpoint.flag}`, about: endpoint.address.text,
    message: text(`${endpoint.address.text} reaches one of the ${replicas} replicas of ${names}, and each query replica another one.`, `${endpoint.address.text}은(는) ${names}의 레플리카 ${replicas}개 중 하나에만 연결되며 query 레플리카마다 다릅니다.`),
    reason: text('Answers change from one query to the next, and what only the others hold is missing. Use dns+ or dnssrv+ on a headless Service, which finds every pod.', '조회할 때마다 답이 달라지고 다른 레플리카만 가진 데이터가 빠집니다. 모든 파드를 찾는 headless Service에 dns+ 또는 dnssrv+를 사용하세요.'),
    source: 'https://thanos.io/tip/thanos/service-discovery.md#dns-service-discovery',
    ...everyPod(spec, query, endpoint, { workload, hidden }, found.service),
  }]
}))

/** Kinds whose every pod holds data that no other has. */
const OWN: readonly Kind[] = ['rule', 'receive', 'sidecar']

/** Uses the workload's headless Service; where there is none, adds one beside the Service that was asked. */
function everyPod(spec: StackSpec, query: Workload, endpoint: QueryEndpoint, { workload, hidden }: { workload: Workload; hidden: readonly Workload[] }, asked: ServiceView): { fix?: Fix } {
  const port = grpcPort(workload)
  const existing = servicesFor(spec, workload).find((service) => service.isHeadless && hidden.every((each) => workloadsBehind(spec, service).includes(each)))
  const name = existing?.name ?? `${asked.name}-headless`
  const namespace = workload.namespace === undefined ? {} : { namespace: workload.namespace }
  const headless: Edit = {
    op: 'object.add',
    manifest: {
      apiVersion: 'v1', kind: 'Service', metadata: { name, ...namespace },
      spec: { clusterIP: 'None', selector: { ...asked.selector }, ports: [{ name: 'grpc', port, targetPort: port }] },
    },
  }
  const value = `dns+${serviceHost(name, workload.namespace)}:${port}`
  const rewritten = replaceEndpoint(spec, query, endpoint, value)
  if (rewritten.length === 0) return {}
  return {
    fix: safeFix(
      existing ? text(`Ask every pod: ${value}`, `모든 파드에 질의: ${value}`) : text(`Add the headless Service ${name} and ask every pod`, `headless Service ${name}을(를) 추가하고 모든 파드에 질의`),
      ...(existing ? [] : [headless]),
      ...rewritten,
    ),
  }
}
