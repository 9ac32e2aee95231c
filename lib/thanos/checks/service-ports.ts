// Services whose ports lead nowhere: a named port that no container has, or a number on which nothing listens.
import { text } from '../../text.ts'
import { flagValue } from '../read-args.ts'
import { safeFix, type Check } from '../check.ts'
import type { Finding, Fix } from '../finding.ts'
import { CAPNPROTO_PORT, GRPC_PORT, HTTP_PORT, portOfAddress, REMOTE_WRITE_PORT } from '../hashring.ts'
import { expandVariables, neighbourPorts, resolveTargetPort, services, workloadsBehind, type ServicePort, type ServiceView } from '../pod.ts'
import { specObjectId, type Workload } from '../spec.ts'

const SOURCE = 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports'

export const servicePorts: Check = ({ spec }) => services(spec).flatMap((service) => {
  const selected = workloadsBehind(spec, service)
  // With several workloads behind it, a port is right when one of them answers there.
  return service.ports.flatMap((port) => {
    const [first = [], ...others] = selected.map((workload) => judge(service, port, workload))
    return others.some((found) => found.length === 0) ? [] : first
  })
})

/** The ports that a component listens on, by role. Sidecars share their pod, so nothing is said of them. */
export function listeningPorts(workload: Workload): Record<string, number> {
  const at = (flag: string, usual: number): number => portOfAddress(expandVariables(workload, flagValue(workload.args, flag) ?? '')) ?? usual
  const http = at('http-address', HTTP_PORT)
  if (workload.kind === 'query-frontend' || workload.kind === 'compact') return { http }
  const grpc = at('grpc-address', GRPC_PORT)
  if (workload.kind !== 'receive') return { http, grpc }
  const remoteWrite = at('remote-write.address', REMOTE_WRITE_PORT)
  const capnproto = at('receive.capnproto-address', CAPNPROTO_PORT)
  return { http, grpc, 'remote-write': remoteWrite, capnproto }
}

function judge(service: ServiceView, port: ServicePort, workload: Workload): Finding[] {
  if (workload.kind === 'sidecar' || hasUnknownPort(workload)) return []
  const where = { object: specObjectId(service.object), path: `spec.ports[${port.index}].targetPort`, severity: 'error' as const, source: SOURCE }
  const shown = port.name ?? String(port.port)
  const listening = listeningPorts(workload)
  const target = resolveTargetPort(port, workload)
  if (target === undefined) {
    return [{
      ...where, code: 'service/unknown-port-name',
      message: text(`Port ${shown} of Service ${service.name} leads to "${port.targetPort}", a port that ${workload.name} does not name.`, `Service ${service.name}의 포트 ${shown}은(는) "${port.targetPort}"(으)로 가는데 ${workload.name}에 그 이름의 포트가 없습니다.`),
      reason: text('Kubernetes makes no endpoints for this port; connections are refused.', 'Kubernetes가 이 포트의 엔드포인트를 만들지 않아 연결이 거부됩니다.'),
      ...suggestion(service, port, listening),
    }]
  }
  if (Object.values(listening).includes(target) || isOtherContainers(workload, target)) return []
  const list = Object.entries(listening).map(([role, number]) => `${role} ${number}`).join(', ')
  return [{
    ...where, code: 'service/nothing-listens',
    message: text(`Port ${shown} of Service ${service.name} leads to ${target}; ${workload.name} listens on ${list}.`, `Service ${service.name}의 포트 ${shown}은(는) ${target}(으)로 가는데 ${workload.name}은(는) ${list}에서 수신합니다.`),
    reason: text('Connections to this port are refused, although the pods are ready.', '파드가 준비되어 있어도 이 포트로의 연결은 거부됩니다.'),
    ...suggestion(service, port, listening),
  }]
}

function isOtherContainers(workload: Workload, port: number): boolean {
  return neighbourPorts(workload).some((candidate) => candidate.port === port)
}

/** Whether a listening address holds a variable whose value only the pod knows. */
function hasUnknownPort(workload: Workload): boolean {
  return ['http-address', 'grpc-address', 'remote-write.address'].some((flag) => expandVariables(workload, flagValue(workload.args, flag) ?? '').includes('$'))
}

function suggestion(service: ServiceView, port: ServicePort, listening: Readonly<Record<string, number>>): { fix?: Fix } {
  const byName = port.name === undefined ? undefined : listening[port.name]
  const byNumber = Object.values(listening).find((number) => number === port.port)
  const target = byName ?? byNumber
  if (target === undefined) return {}
  return {
    fix: safeFix(text(`Lead it to ${target}`, `${target}(으)로 연결`), { op: 'field.set', object: specObjectId(service.object), pointer: `/spec/ports/${port.index}/targetPort`, value: target }),
  }
}
