// Services and monitors that lead to nothing, or to two things at once.
import { getAt } from '../../manifest/pointer.ts'
import { isJsonObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { isFragment, report, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { grpcPort } from '../hashring.ts'
import type { Kind } from '../kind.ts'
import { fits } from '../label-selector.ts'
import { renderArgs } from '../read-args.ts'
import { containerPorts, neighbourPorts, objects, podLabels, resolveTargetPort, sameNamespace, services, serviceNameOf, stringsAt, workloadsBehind, type ServiceView } from '../pod.ts'
import { specObjectId, workloads, type Other, type StackSpec, type Workload } from '../spec.ts'

const SERVICE_SOURCE = 'https://kubernetes.io/docs/concepts/services-networking/service/#services-in-kubernetes'
const MONITOR_SOURCE = 'https://prometheus-operator.dev/docs/developer/getting-started/'

export const selectors: Check = ({ spec }) => [...services(spec).flatMap((service) => ofService(spec, service)), ...governing(spec), ...ingresses(spec), ...monitors(spec)]

function ofService(spec: StackSpec, service: ServiceView): Finding[] {
  const behind = workloadsBehind(spec, service)
  const where = { object: specObjectId(service.object), path: 'spec.selector', source: SERVICE_SOURCE }
  if (behind.length === 0) {
    if (Object.keys(service.selector).length === 0 || !isMeantForThanos(spec, service)) return []
    return [report(where, 'service/selects-nothing', 'warning',
      text(`Service ${service.name} selects no pods of these workloads.`, `Service ${service.name}이(가) 이 워크로드의 파드를 하나도 선택하지 않습니다.`),
      text('Every label of the selector must be on the pods. Without endpoints, connections are refused and its DNS name is empty.', '셀렉터의 모든 라벨이 파드에 있어야 합니다. 엔드포인트가 없으면 연결이 거부되고 DNS 이름이 비어 있습니다.'))]
  }
  const kinds = [...new Set(behind.map(({ kind }) => kind))].filter((kind) => kind !== 'sidecar')
  if (kinds.length < 2 && !hidesOne(service, behind)) return []
  return [report(where, 'service/selects-two', 'warning',
    text(`Service ${service.name} leads to ${behind.map(({ name, kind }) => `${name} (${kind})`).join(' and ')}.`, `Service ${service.name}이(가) ${behind.map(({ name, kind }) => `${name}(${kind})`).join(', ')}(으)로 연결됩니다.`),
    text('Each connection reaches one or the other by chance, so requests fail now and then. Give the selector a label that only one has.', '연결마다 둘 중 하나에 무작위로 닿아 요청이 가끔 실패합니다. 하나만 가진 라벨을 셀렉터에 추가하세요.'))]
}

/**
 * Whether a Service with one address leads to workloads of one kind that answer otherwise: shards of a store, queriers with other stores.
 * Those with the same arguments may be meant, for zones, and so are receivers under one address.
 */
function hidesOne(service: ServiceView, behind: readonly Workload[]): boolean {
  const [first, ...others] = behind.filter(({ kind }) => ASKED.includes(kind))
  if (!first || others.length === 0 || service.isHeadless) return false
  const isAsked = ['query', 'query-frontend'].includes(first.kind) || service.ports.some((port) => resolveTargetPort(port, first) === grpcPort(first))
  return isAsked && others.some((other) => JSON.stringify(renderArgs(other.args)) !== JSON.stringify(renderArgs(first.args)))
}

/** Kinds whose answers depend on their arguments. */
const ASKED: readonly Kind[] = ['query', 'query-frontend', 'store', 'rule']

/** A Service named like a workload, or that a StatefulSet names as its own. Others may lead to pods that are not among these objects. */
function isMeantForThanos(spec: StackSpec, service: ServiceView): boolean {
  if (service.object.type === 'object' && !service.object.managed) return false
  return workloads(spec).some((workload) => !isFragment(workload) && sameNamespace(workload, service) && (service.name === workload.name || service.name === `${workload.name}-headless` || serviceNameOf(workload) === service.name))
}

/** Kinds whose single pods are asked by name. */
const NAMED: readonly Kind[] = ['receive', 'rule', 'store']

/** Pods have names in DNS only under the Service that their StatefulSet names. */
function governing(spec: StackSpec): Finding[] {
  return workloads(spec).filter((workload) => workload.object === 'StatefulSet' && NAMED.includes(workload.kind) && (workload.replicas ?? 1) > 1).flatMap((workload): Finding[] => {
    const name = serviceNameOf(workload)
    const service = name === undefined ? undefined : services(spec).find((candidate) => candidate.name === name && sameNamespace(candidate, workload))
    const where = { object: specObjectId(workload), path: 'spec.serviceName', source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id' }
    const reason = text('Pods of a StatefulSet have names of their own in DNS only under a headless Service (clusterIP: None) that exists. Rings and dns+ endpoints need these names.', 'StatefulSet의 파드는 존재하는 headless Service(clusterIP: None) 아래에서만 DNS에 이름을 가집니다. 링과 dns+ 엔드포인트에 이 이름이 필요합니다.')
    if (name !== undefined && !service) return [report(where, 'workload/no-governing-service', 'advice', text(`${workload.name} names the Service ${name}, which is not among these objects.`, `${workload.name}의 serviceName ${name}에 해당하는 Service가 이 오브젝트 중에 없습니다.`), reason)]
    if (!service || service.isHeadless) return []
    return [report(where, 'workload/service-not-headless', 'advice', text(`${workload.name} names the Service ${service.name}, which is not headless.`, `${workload.name}의 serviceName ${service.name}이(가) headless가 아닙니다.`), reason)]
  })
}

/** What comes in from outside and ends at a port that the Service does not have. */
function ingresses(spec: StackSpec): Finding[] {
  return spec.objects.flatMap((object): Finding[] => {
    if (object.type !== 'object' || object.object !== 'Ingress') return []
    const backends = [getAt(object.manifest, '/spec/defaultBackend'), ...objects(getAt(object.manifest, '/spec/rules')).flatMap((rule) => objects(getAt(rule, '/http/paths')).map(({ backend }) => backend))]
    return backends.flatMap((backend): Finding[] => {
      const name = isJsonObject(backend) ? getAt(backend, '/service/name') : undefined
      const port = isJsonObject(backend) ? getAt(backend, '/service/port/name') ?? getAt(backend, '/service/port/number') : undefined
      const service = services(spec).find((candidate) => candidate.name === name && sameNamespace(candidate, object))
      if (!service && typeof name === 'string' && object.managed) return [noTarget(object, name)]
      if (!service || port === undefined || service.ports.some((candidate) => candidate.name === port || candidate.port === port)) return []
      return [report({ object: specObjectId(object), path: 'spec.rules', source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/', about: `${service.name}:${String(port)}` }, 'service/ingress-port-missing', 'error',
        text(`Ingress ${object.name} leads to port ${String(port)} of Service ${service.name}, which has ${service.ports.map((each) => each.name ?? each.port).join(', ') || 'none'}.`, `Ingress ${object.name}이(가) Service ${service.name}의 포트 ${String(port)}(으)로 연결되는데 있는 포트는 ${service.ports.map((each) => each.name ?? each.port).join(', ') || '없음'}입니다.`),
        text('The ingress controller has no address to send requests to and answers 503.', 'Ingress 컨트롤러가 요청을 보낼 주소가 없어 503으로 답합니다.'))]
    })
  })
}

function noTarget(ingress: Other, service: string): Finding {
  return report({ object: specObjectId(ingress), path: 'spec.rules', source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/' }, 'service/ingress-without-service', 'warning',
    text(`Ingress ${ingress.name} leads to the Service ${service}, which is not among these objects.`, `Ingress ${ingress.name}이(가) 이 오브젝트 중에 없는 Service ${service}(으)로 연결됩니다.`),
    text('Where the cluster does not have it either, the ingress controller answers 503.', '클러스터에도 없으면 Ingress 컨트롤러가 503으로 답합니다.'))
}

function monitors(spec: StackSpec): Finding[] {
  return spec.objects.flatMap((object): Finding[] => {
    if (object.type !== 'object') return []
    if (object.object === 'ServiceMonitor') return ofServiceMonitor(spec, object)
    return object.object === 'PodMonitor' ? ofPodMonitor(spec, object) : []
  })
}

function ofServiceMonitor(spec: StackSpec, monitor: Other): Finding[] {
  const found = services(spec).filter((service) => service.object.type === 'object' && fits(getAt(monitor.manifest, '/spec/selector'), stringsAt(service.object.manifest, '/metadata/labels')) && isSelectedNamespace(monitor, service))
  if (found.length === 0) return isOfThanos(spec, monitor) ? [selectsNothing(monitor, text('Service', 'Service'))] : []
  return portsOf(monitor, 'endpoints').flatMap((port): Finding[] => (found.some((service) => service.ports.some(({ name }) => name === port)) ? [] : [unknownPort(monitor, port, found.map(({ name }) => name), found.flatMap((service) => service.ports.flatMap(({ name }) => name ?? [])))]))
}

function ofPodMonitor(spec: StackSpec, monitor: Other): Finding[] {
  const found = workloads(spec).filter((workload) => !isFragment(workload) && isSelectedNamespace(monitor, workload) && fits(getAt(monitor.manifest, '/spec/selector'), podLabels(workload)))
  if (found.length === 0) return isOfThanos(spec, monitor) ? [selectsNothing(monitor, text('pod', '파드'))] : []
  const names = found.flatMap((workload) => [...containerPorts(workload), ...neighbourPorts(workload)].flatMap(({ name }) => name ?? []))
  return portsOf(monitor, 'podMetricsEndpoints').flatMap((port) => (names.includes(port) ? [] : [unknownPort(monitor, port, found.map(({ name }) => name), names)]))
}

function isSelectedNamespace(monitor: Other, target: ServiceView | Workload): boolean {
  const names = getAt(monitor.manifest, '/spec/namespaceSelector/matchNames')
  if (getAt(monitor.manifest, '/spec/namespaceSelector/any') === true) return true
  return Array.isArray(names) ? target.namespace === undefined || names.includes(target.namespace) : sameNamespace(monitor, target)
}

function isOfThanos(spec: StackSpec, { name, managed }: Other): boolean {
  return managed && (/thanos/i.test(name) || workloads(spec).some((workload) => workload.name === name))
}

function portsOf({ manifest }: Other, list: string): string[] {
  return objects(getAt(manifest, `/spec/${list}`)).flatMap(({ port }) => (typeof port === 'string' ? [port] : []))
}

function selectsNothing(monitor: Other, what: { en: string; ko: string }): Finding {
  return report({ object: specObjectId(monitor), path: 'spec.selector', source: MONITOR_SOURCE }, 'monitor/selects-nothing', 'warning',
    text(`${monitor.object} ${monitor.name} selects no ${what.en} among these objects.`, `${monitor.object} ${monitor.name}이(가) 이 오브젝트 중 어떤 ${what.ko}도 선택하지 않습니다.`),
    text('Prometheus scrapes nothing by it, and alerts that compare values stay silent. A ServiceMonitor goes by the labels of the Service, not by those of the pods.', 'Prometheus가 아무것도 스크레이프하지 않아 값을 비교하는 알림이 울리지 않습니다. ServiceMonitor는 파드가 아니라 Service의 라벨로 선택합니다.'))
}

function unknownPort(monitor: Other, port: string, targets: readonly string[], known: readonly string[]): Finding {
  return report({ object: specObjectId(monitor), path: 'spec.endpoints', source: MONITOR_SOURCE, about: port }, 'monitor/unknown-port', 'warning',
    text(`${monitor.object} ${monitor.name} scrapes port "${port}"; ${targets.join(', ')} ${targets.length > 1 ? 'name' : 'names'} ${[...new Set(known)].join(', ') || 'none'}.`, `${monitor.object} ${monitor.name}이(가) 포트 "${port}"을(를) 스크레이프하는데 ${targets.join(', ')}의 포트 이름은 ${[...new Set(known)].join(', ') || '없음'}입니다.`),
    text('Ports of monitors are names, not numbers. Without such a name there is no target.', 'monitor의 포트는 번호가 아니라 이름입니다. 그 이름이 없으면 타깃이 없습니다.'))
}
