// How a new workload becomes part of the installation: queriers ask it and remove its replica label, rings send it series.
import { z } from 'zod'
import { isJsonObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { isKnown, NEWEST } from '../catalogue.ts'
import type { Edit } from '../edit.ts'
import { hashringFileOf } from '../files.ts'
import { algorithmOf, expectedEndpoints, GRPC_PORT, grpcPort, parseHashrings, replicationFactor, serviceHost } from '../hashring.ts'
import { servicesFor } from '../pod.ts'
import { joinEndpoint } from '../query/endpoint-file.ts'
import { endpointsOf } from '../query/endpoints.ts'
import { removedLabels, replicaLabelsOf } from '../query/replica-label.ts'
import { isRouter } from '../receive/mode.ts'
import { isStateless } from '../rule/mode.ts'
import { specObjectId, type StackSpec, type Workload } from '../spec.ts'
import { releaseOf } from '../version.ts'
import type { Gathering } from './addition.ts'
import { receiversOf, running } from './surroundings.ts'

export type StoreEndpoint = { readonly address: string; readonly isGroup: boolean }

/** Workloads that answer queries: stores, ingesting receivers, rulers that keep what they record. */
export function storeApis(spec: StackSpec): Workload[] {
  return running(spec).filter((workload) => workload.kind === 'store' || (workload.kind === 'receive' && !isRouter(spec, workload)) || (workload.kind === 'rule' && !isStateless(workload)))
}

/**
 * How a querier reaches a workload: every pod of a receiver or ruler by DNS, since each holds something else; one of several equal
 * stores in turn. Undefined when no Service leads to it.
 */
export function endpointOf(spec: StackSpec, workload: Workload): StoreEndpoint | undefined {
  const services = servicesFor(spec, workload)
  const service = services.find(({ isHeadless }) => isHeadless) ?? services[0]
  if (service === undefined) return undefined
  const host = serviceHost(service.name, workload.namespace ?? service.namespace)
  const named = service.ports.find(({ name, port }) => name === 'grpc' || port === GRPC_PORT)
  if (workload.kind === 'store') return { address: `${host}:${service.isHeadless ? grpcPort(workload) : named?.port ?? GRPC_PORT}`, isGroup: (workload.replicas ?? 1) > 1 && service.isHeadless }
  return { address: service.isHeadless && named?.name === 'grpc' ? `dnssrv+_grpc._tcp.${host}` : `dns+${host}:${grpcPort(workload)}`, isGroup: false }
}

/** The endpoints that a new querier asks: those of the queriers that are there, else every workload that answers. */
export function endpointsForQuerier(spec: StackSpec): StoreEndpoint[] {
  const [querier] = running(spec).filter(({ kind }) => kind === 'query')
  const known = querier === undefined ? [] : endpointsOf(spec, querier).endpoints.map(({ address, isGroup }) => ({ address: address.text, isGroup }))
  return known.length > 0 ? known : storeApis(spec).flatMap((workload) => endpointOf(spec, workload) ?? [])
}

/** The labels by which replicas of the installation differ, for a querier to remove. */
export function replicaLabels(spec: StackSpec): string[] {
  const removed = running(spec).filter(({ kind }) => kind === 'query').flatMap((query) => [...removedLabels(query)])
  return [...new Set([...removed, ...storeApis(spec).filter(({ kind }) => kind !== 'store').flatMap(replicaLabelsOf)])]
}

/** Lets every querier ask a new workload and remove its replica label. */
export function joinQueriers(gathering: Gathering, id: string): void {
  const workload = running(gathering.spec).find((candidate) => specObjectId(candidate) === id)
  const endpoint = workload && endpointOf(gathering.spec, workload)
  if (workload === undefined || endpoint === undefined) return
  for (const query of running(gathering.spec).filter(({ kind }) => kind === 'query')) {
    const release = releaseOf(query.image ?? '') ?? NEWEST
    const querier = specObjectId(query)
    const isAsked = endpointsOf(gathering.spec, query).endpoints.some(({ address }) => address.text === endpoint.address)
    if (!isAsked) {
      gathering.change(querier, text(`${query.name} asks ${endpoint.address}`, `${query.name}이(가) ${endpoint.address}을(를) 조회`), ...joinEndpoint(gathering.spec, query, endpoint, release))
    }
    const missing = workload.kind === 'store' ? [] : replicaLabelsOf(workload).filter((label) => !removedLabels(query).has(label))
    const edits = missing.map((value): Edit => ({ op: 'flag.add', object: querier, flag: 'query.replica-label', value }))
    gathering.change(querier, text(`${query.name} removes the replica label ${missing.join(', ')}`, `${query.name}이(가) 레플리카 라벨 ${missing.join(', ')}을(를) 제거`), ...edits)
  }
}

const RawRings = z.array(z.looseObject({ hashring: z.string().optional(), tenants: z.array(z.string()).nullish(), endpoints: z.array(z.json()).nullish() }))

/** Makes the pods of new receivers members of the ring of everybody, or of a ring of their own for some tenants. */
export function joinRing(gathering: Gathering, id: string): void {
  const { spec, request } = gathering
  const workload = running(spec).find((candidate) => specObjectId(candidate) === id)
  const members = workload && expectedEndpoints(spec, workload)
  if (workload === undefined || members === undefined) return
  const [reader] = receiversOf(spec).ringReaders
  if (reader === undefined) {
    if (!request.parts.includes('router') && members.length > 1) gathering.left.push(text(`Nothing sends series to ${workload.name} yet. Add a router, which spreads writes over its ${members.length} pods.`, `아직 ${workload.name}(으)로 시리즈를 보내는 것이 없습니다. 파드 ${members.length}개에 쓰기를 나누는 라우터를 추가하세요.`))
    return
  }
  const file = hashringFileOf(spec, reader)
  const rings = file?.text === undefined ? undefined : RawRings.safeParse(parseJson(file.text)).data
  if (file?.object.type !== 'config' || rings === undefined) {
    gathering.left.push(text(`The ring of ${reader.name} is not among these objects. Add ${members.join(', ')} to it.`, `${reader.name}의 링이 이 오브젝트 중에 없습니다. 링에 ${members.join(', ')}을(를) 추가하세요.`))
    return
  }
  const change = (next: unknown): Edit => ({ op: 'file.set', object: specObjectId(file.object), key: file.key, text: `${JSON.stringify(next, null, 2)}\n` })
  if (request.tenants.length > 0) {
    const own = { hashring: workload.name, tenants: request.tenants, endpoints: members }
    gathering.change(specObjectId(file.object), text(`Ring ${workload.name} for ${request.tenants.join(', ')}, before the others`, `${request.tenants.join(', ')} 테넌트의 링 ${workload.name}, 다른 링보다 앞에 둠`), change([own, ...rings]))
    return
  }
  const at = rings.findLastIndex(({ tenants }) => (tenants ?? []).length === 0)
  const old = rings[at]
  const before = old?.endpoints?.length ?? 0
  if (old?.endpoints?.some((endpoint) => isJsonObject(endpoint) && typeof endpoint.az === 'string' && endpoint.az !== '') === true) {
    gathering.left.push(text(
      `The ring names the zone of its pods. Name it for those of ${workload.name} too: without one they count as a zone of their own.`,
      `링에 파드의 존(az)이 적혀 있습니다. ${workload.name} 파드의 존도 적으세요. 적지 않으면 별도의 존 하나로 취급됩니다.`,
    ))
  }
  const next = old === undefined ? [...rings, { hashring: 'default', endpoints: members }] : rings.with(at, { ...old, endpoints: [...old.endpoints ?? [], ...members] })
  gathering.change(specObjectId(file.object), old === undefined ? text(`Ring default with ${members.length} pods`, `파드 ${members.length}개의 default 링`) : moved(spec, reader, file.text ?? '', at, before, members.length), change(next))
}

function moved(spec: StackSpec, reader: Workload, written: string, at: number, before: number, added: number): ReturnType<typeof text> {
  const parsed = parseHashrings(written)
  const ring = 'rings' in parsed ? parsed.rings[at] : undefined
  const isKetama = ring !== undefined && algorithmOf(ring, reader) === 'ketama'
  const share = Math.round((100 * added) / (before + added))
  const after = before + added
  return isKetama
    ? text(`The ring grows from ${before} to ${after} pods: about ${share} % of the series move. Replication factor ${replicationFactor(reader)}.`, `링이 ${before}개에서 ${after}개 파드로 커지며 시리즈의 약 ${share} %가 옮겨집니다. 복제 계수 ${replicationFactor(reader)}.`)
    : text(`The ring grows from ${before} to ${after} pods: with hashmod most series move, and ingestors flush their heads.`, `링이 ${before}개에서 ${after}개 파드로 커집니다. hashmod라서 대부분의 시리즈가 옮겨지고 수신기가 head를 비웁니다.`)
}

/** Whether a release has a flag, for what presets write only where it is known. */
export function has(gathering: Gathering, kind: Workload['kind'], flag: string): boolean {
  return isKnown(kind, flag, gathering.around.release)
}

function parseJson(written: string): unknown {
  try {
    return JSON.parse(written)
  } catch {
    return undefined
  }
}
