// NetworkPolicies that no pod feels, and those that keep a querier from its stores.
import { getAt } from '../../manifest/pointer.ts'
import { isJsonObject, type Json, type JsonObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { resolveAddress } from '../address.ts'
import { isFragment, report, workloadsOf, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { grpcPort } from '../hashring.ts'
import { fits } from '../label-selector.ts'
import { containerPorts, objects, podLabels, sameNamespace, workloadsBehind } from '../pod.ts'
import { endpointsOf } from '../query/endpoints.ts'
import { specObjectId, workloads, type Other, type StackSpec, type Workload } from '../spec.ts'

const SOURCE = 'https://kubernetes.io/docs/concepts/services-networking/network-policies/'

type Side = 'Ingress' | 'Egress'

export const networkPolicies: Check = ({ spec }) => {
  const policies = spec.objects.flatMap((object) => (object.type === 'object' && object.object === 'NetworkPolicy' && object.managed ? [object] : []))
  if (policies.length === 0) return []
  const all = workloads(spec).filter((workload) => !isFragment(workload))
  return [...policies.flatMap((policy) => idle(policy, all)), ...shutOut(spec, policies)]
}

/** A policy of something else may have come along: one that is named after Thanos, or after a workload, is meant for it. */
function idle(policy: Other, all: readonly Workload[]): Finding[] {
  const near = all.filter((workload) => sameNamespace(workload, policy))
  const isMeant = /thanos/i.test(policy.name) || near.some(({ name }) => policy.name.startsWith(name))
  if (!isMeant || near.some((workload) => selects(policy, workload))) return []
  return [report({ object: specObjectId(policy), path: 'spec.podSelector', source: SOURCE }, 'policy/selects-nothing', 'warning',
    text(`NetworkPolicy ${policy.name} selects no pod of these workloads.`, `NetworkPolicy ${policy.name}이(가) 이 워크로드의 파드를 하나도 선택하지 않습니다.`),
    text('What it is to allow or to forbid it does for no pod: those that were meant stay open, or stay shut.', '허용하거나 막으려던 것이 어떤 파드에도 적용되지 않아 의도한 파드가 열려 있거나 막힌 채로 남습니다.'))]
}

/** Policies add up: what one of them allows is allowed, and a pod that none selects is open. */
function shutOut(spec: StackSpec, policies: readonly Other[]): Finding[] {
  return workloadsOf(spec, 'query').filter((query) => !isFragment(query)).flatMap((query) => {
    const asked = endpointsOf(spec, query).endpoints.flatMap(({ address }) => {
      const found = resolveAddress(spec, query, address)
      return found.status === 'workload' ? workloadsBehind(spec, found.service) : []
    })
    return [...new Set(asked)].flatMap((target): Finding[] => {
      const shut = policies.find((policy) => isShutBy(policies, { side: 'Ingress', of: target, peer: query, target }, policy)) ?? policies.find((policy) => isShutBy(policies, { side: 'Egress', of: query, peer: target, target }, policy))
      if (!shut) return []
      return [report({ object: specObjectId(shut), path: 'spec', source: SOURCE }, 'policy/shuts-out-grpc', 'warning',
        text(`NetworkPolicy ${shut.name} keeps ${query.name} from port ${grpcPort(target)} of ${target.name}.`, `NetworkPolicy ${shut.name} 때문에 ${query.name}이(가) ${target.name}의 포트 ${grpcPort(target)}에 연결할 수 없습니다.`),
        text('The querier asks its stores over gRPC. Packets that a policy does not allow are dropped: the store never shows up, and answers lack its data without an error.', 'query는 gRPC로 store에 묻습니다. 정책이 허용하지 않은 패킷은 버려지므로 store가 나타나지 않고, 응답은 오류 없이 그 데이터를 빠뜨립니다.'))]
    })
  })
}

/** One way of a connection: the pods that policies act on, those on its other end, and the ones that listen. */
type Way = { readonly side: Side; readonly of: Workload; readonly peer: Workload; readonly target: Workload }

/** Whether a policy is the first of those on one side, none of which lets the connection through. */
function isShutBy(policies: readonly Other[], way: Way, policy: Other): boolean {
  const acting = policies.filter((each) => selects(each, way.of) && sides(each).includes(way.side))
  return acting[0] === policy && !acting.some((each) => objects(getAt(each.manifest, way.side === 'Ingress' ? '/spec/ingress' : '/spec/egress')).some((rule) => admits(rule, way)))
}

function selects(policy: Other, workload: Workload): boolean {
  return sameNamespace(policy, workload) && fits(getAt(policy.manifest, '/spec/podSelector') ?? {}, podLabels(workload))
}

function sides({ manifest }: Other): string[] {
  const written = getAt(manifest, '/spec/policyTypes')
  if (Array.isArray(written)) return written.filter((side) => typeof side === 'string')
  return getAt(manifest, '/spec/egress') === undefined ? ['Ingress'] : ['Ingress', 'Egress']
}

function admits(rule: JsonObject, { side, of, peer, target }: Way): boolean {
  const peers = objects(side === 'Ingress' ? rule.from : rule.to)
  const ports = objects(rule.ports)
  return (peers.length === 0 || peers.some((each) => isPeer(each, of, peer))) && (ports.length === 0 || ports.some((port) => isPort(port, target)))
}

/** What cannot be told, an address range or a namespace by its labels, is taken for allowed. */
function isPeer(written: JsonObject, of: Workload, peer: Workload): boolean {
  if (written.ipBlock !== undefined) return true
  const isSelected = written.podSelector === undefined || fits(written.podSelector, podLabels(peer))
  if (written.namespaceSelector === undefined) return isSelected && sameNamespace(of, peer)
  return isSelected && isNamespace(written.namespaceSelector, peer.namespace)
}

/** Every namespace carries its own name as a label; of others nobody knows here. */
function isNamespace(selector: Json, namespace: string | undefined): boolean {
  const labels = isJsonObject(selector) && isJsonObject(selector.matchLabels) ? selector.matchLabels : {}
  const name = labels['kubernetes.io/metadata.name']
  return name === undefined || namespace === undefined || name === namespace
}

function isPort(written: JsonObject, target: Workload): boolean {
  const { port, endPort, protocol } = written
  if (protocol !== undefined && protocol !== 'TCP') return false
  const wanted = grpcPort(target)
  if (port === undefined) return true
  if (typeof port === 'string') return containerPorts(target).some((each) => each.name === port && each.port === wanted)
  return typeof port === 'number' && (typeof endPort === 'number' ? port <= wanted && wanted <= endPort : port === wanted)
}
