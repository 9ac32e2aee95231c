// Takes a workload out of an installation together with all that points to it. Pure: edits, a line for each, and what a person must know.
import { z } from 'zod'
import { text, type Text } from '../../text.ts'
import { parseAddress, resolveAddress, type Address } from '../address.ts'
import { applyEdits } from '../apply-edits.ts'
import { flagValue, flagValues } from '../read-args.ts'
import { parseDurationMs } from '../duration.ts'
import type { Edit } from '../edit.ts'
import { hashringFileOf } from '../files.ts'
import { algorithmOf, parseHashrings, podNames, replicationFactor } from '../hashring.ts'
import { leaveEndpoints } from '../query/endpoint-file.ts'
import { endpointsOf } from '../query/endpoints.ts'
import { hasRing, isRouter } from '../receive/mode.ts'
import { specObjectId, type StackSpec, type Workload } from '../spec.ts'
import type { Line } from './addition.ts'
import { claimsOf, ownedBy } from './pointing.ts'
import { running } from './surroundings.ts'

/**
 * Edits of one step and what they come to. `effects` are what changes for data, writes and queries; `left` is what only a person can do;
 * `kept` stays on purpose.
 */
export type Removal = {
  readonly spec: StackSpec
  readonly edits: readonly Edit[]
  readonly lines: readonly Line[]
  readonly effects: readonly Text[]
  readonly left: readonly Text[]
  readonly kept: readonly Text[]
}

/** What taking out the workload with this objectId comes to; undefined when there is none. */
export function removeWorkload(spec: StackSpec, id: string): Removal | undefined {
  const workload = running(spec).find((candidate) => specObjectId(candidate) === id)
  if (workload === undefined) return undefined
  const parts = [leaveQueriers(spec, workload), leaveRings(spec, workload), fillGap(spec, workload)]
  const owned = ownedBy(spec, workload)
  const gone = [id, ...owned]
  const lines = [
    ...parts.flatMap((part) => part.lines),
    ...gone.map((object): Line => ({ object, what: object === id ? text(`${workload.object} ${workload.name} is taken out`, `${workload.object} ${workload.name} 제거`) : text(`${object.split('/')[0]} ${object.split('/').at(-1)}: nothing else uses it`, `${object.split('/')[0]} ${object.split('/').at(-1)}: 다른 곳에서 쓰지 않음`) })),
  ]
  const edits = [...parts.flatMap((part) => part.edits), ...gone.map((object): Edit => ({ op: 'object.remove', object }))]
  return {
    spec: applyEdits(spec, edits), edits, lines,
    effects: [...parts.flatMap((part) => part.effects), ...broken(spec, workload)],
    left: [clusterLeft(gone)],
    kept: [...claims(workload), ...keptLabels(workload)],
  }
}

type Part = { readonly edits: readonly Edit[]; readonly lines: readonly Line[]; readonly effects: readonly Text[] }
const NOTHING: Part = { edits: [], lines: [], effects: [] }

function leadsTo(spec: StackSpec, from: Workload, address: Address, workload: Workload): boolean {
  const found = resolveAddress(spec, from, address)
  return found.status === 'workload' && found.workload === workload
}

function leaveQueriers(spec: StackSpec, workload: Workload): Part {
  let next = spec
  const edits: Edit[] = []
  const lines: Line[] = []
  const effects: Text[] = []
  for (const query of running(spec).filter(({ kind }) => kind === 'query')) {
    if (query === workload) continue
    const all = endpointsOf(spec, query).endpoints
    const addresses = all.filter(({ address }) => leadsTo(spec, query, address, workload)).map(({ address }) => address.text)
    if (addresses.length === 0) continue
    // Two queriers may share one file: the second then has nothing left to change.
    const leaving = leaveEndpoints(next, query, new Set(addresses))
    next = applyEdits(next, leaving)
    edits.push(...leaving)
    lines.push({ object: specObjectId(query), what: text(`${query.name} no longer asks ${addresses.join(', ')}`, `${query.name}이(가) ${addresses.join(', ')}을(를) 더 이상 조회하지 않음`) })
    if (all.length === addresses.length) effects.push(text(`${query.name} has nothing left to ask, and answers every query empty.`, `${query.name}이(가) 조회할 대상이 남지 않아 모든 쿼리에 빈 답을 줍니다.`))
  }
  return { edits, lines, effects }
}

const RawRings = z.array(z.looseObject({ hashring: z.string().optional(), endpoints: z.array(z.json()).nullish() }))

function leaveRings(spec: StackSpec, workload: Workload): Part {
  if (workload.kind !== 'receive') return NOTHING
  const readers = running(spec).filter((reader) => hasRing(reader) && reader.kind === 'receive')
  const files = Map.groupBy(readers.flatMap((reader) => ({ reader, file: hashringFileOf(spec, reader) })), ({ file }) => (file === undefined ? '' : `${specObjectId(file.object)} ${file.key}`))
  return [...files.values()].map(([first]): Part => {
    const { reader, file } = first ?? {}
    if (reader === undefined || file?.object.type !== 'config' || file.text === undefined) return NOTHING
    const parsed = parseHashrings(file.text)
    const raw = RawRings.safeParse('rings' in parsed ? JSON.parse(file.text) : undefined).data
    if (raw === undefined || !('rings' in parsed)) return NOTHING
    const isGone = (address: string): boolean => leadsTo(spec, reader, parseAddress(address), workload)
    const shrunk = parsed.rings.map((ring, at) => ({ ring, raw: raw[at] ?? {}, left: ring.endpoints.filter(({ address }) => !isGone(address)) }))
    if (shrunk.every(({ ring, left }) => ring.endpoints.length === left.length)) return NOTHING
    // When its last reader goes, the ring goes with it.
    if (readers.every((each) => each === workload)) return { ...NOTHING, effects: [text('No receiver is left: remote write is refused from then on.', '수신기가 남지 않아 이후 원격 쓰기가 거부됩니다.')] }
    const next = shrunk.filter(({ left }) => left.length > 0).map(({ ring, raw: written, left }) => (left.length === ring.endpoints.length ? written : { ...written, endpoints: (written.endpoints ?? []).filter((_, at) => !isGone(ring.endpoints[at]?.address ?? '')) }))
    const effects = shrunk.filter(({ ring, left }) => ring.endpoints.length !== left.length).map(({ ring, left }) => ringEffect(workload, reader, ring.hashring ?? 'default', ring.endpoints.length, left.length, algorithmOf(ring, reader) === 'ketama'))
    return {
      edits: [{ op: 'file.set', object: specObjectId(file.object), key: file.key, text: `${JSON.stringify(next, null, 2)}\n` }],
      lines: [{ object: specObjectId(file.object), what: text(`The pods of ${workload.name} leave the ring`, `${workload.name}의 파드가 링에서 빠짐`) }],
      effects,
    }
  }).reduce((all, part) => ({ edits: [...all.edits, ...part.edits], lines: [...all.lines, ...part.lines], effects: [...all.effects, ...part.effects] }), NOTHING)
}

function ringEffect(workload: Workload, reader: Workload, name: string, before: number, after: number, isKetama: boolean): Text {
  const factor = replicationFactor(reader)
  if (after === 0) return text(`Ring ${name} is gone: its tenants go to the next ring that takes them, and are refused when there is none.`, `링 ${name}이(가) 없어집니다. 그 테넌트는 받아 주는 다음 링으로 가며 없으면 거부됩니다.`)
  if (after < factor) return text(`Ring ${name} has ${after} of ${before} pods left, fewer than the ${factor} copies: it cannot be built, and every write fails.`, `링 ${name}에 파드가 ${before}개 중 ${after}개 남아 사본 ${factor}개보다 적습니다. 링을 만들 수 없어 모든 쓰기가 실패합니다.`)
  const share = isKetama ? `${Math.round((100 * (before - after)) / before)} %` : undefined
  return text(
    `Ring ${name} shrinks from ${before} to ${after} pods: ${share === undefined ? 'with hashmod most series move' : `about ${share} of the series move`} to the others, which need their memory. What ${workload.name} holds can be queried only until its pods stop; wait until it is uploaded.`,
    `링 ${name}이(가) 파드 ${before}개에서 ${after}개로 줄어듭니다. ${share === undefined ? 'hashmod라서 대부분의 시리즈가' : `시리즈의 약 ${share}가`} 나머지로 옮겨져 메모리를 씁니다. ${workload.name}이(가) 가진 데이터는 파드가 멈출 때까지만 조회되므로 업로드를 기다리세요.`,
  )
}

/** A shard of old blocks leaves a gap: the store that left them to it serves all blocks again, unless another shard covers them. */
function fillGap(spec: StackSpec, workload: Workload): Part {
  if (workload.kind !== 'store') return NOTHING
  const others = running(spec).filter((other) => other.kind === 'store' && other !== workload)
  const edge = agoMs(workload, 'max-time')
  const heirs = edge === undefined || agoMs(workload, 'min-time') !== undefined ? [] : others.filter((other) => {
    const from = agoMs(other, 'min-time')
    return from !== undefined && from >= edge && others.every((third) => third === other || agoMs(third, 'min-time') !== undefined)
  })
  if (heirs.length === 0) {
    const isLast = others.length === 0
    return { ...NOTHING, effects: isLast ? [text('No store is left: what the receivers no longer hold cannot be queried.', '스토어가 남지 않아 수신기에 없는 데이터는 조회할 수 없습니다.')] : [] }
  }
  return {
    edits: heirs.map((heir): Edit => ({ op: 'flag.set', object: specObjectId(heir), flag: 'min-time', values: [] })),
    lines: heirs.map((heir): Line => ({ object: specObjectId(heir), what: text(`${heir.name} serves the old blocks again: --min-time is taken away`, `${heir.name}이(가) 오래된 블록을 다시 제공: --min-time 삭제`) })),
    effects: [],
  }
}

function agoMs(workload: Workload, flag: string): number | undefined {
  const value = flagValue(workload.args, flag)
  return value?.startsWith('-') === true ? parseDurationMs(value.slice(1)) : undefined
}

/** Flags that name one querier, by kind. */
const ASKING_FLAGS: Readonly<Partial<Record<Workload['kind'], readonly string[]>>> = { 'query-frontend': ['query-frontend.downstream-url'], 'rule': ['query', 'grpc-query-endpoint'] }

/** What asks the workload and cannot be mended by taking a line away. */
function broken(spec: StackSpec, workload: Workload): Text[] {
  const asking = running(spec).flatMap((other) => {
    const flags = ASKING_FLAGS[other.kind] ?? []
    return flags.some((flag) => flagValues(other.args, flag).some((value) => leadsTo(spec, other, parseAddress(value), workload))) ? [other] : []
  })
  const named = asking.map((other) => text(`${other.name} asks ${workload.name}: give it another querier, or take it out too.`, `${other.name}이(가) ${workload.name}에 조회합니다. 다른 querier를 지정하거나 함께 제거하세요.`))
  const isLastCompactor = workload.kind === 'compact' && running(spec).filter(({ kind }) => kind === 'compact').length === 1
  const isLastRouter = isRouter(spec, workload) && running(spec).filter((other) => isRouter(spec, other)).length === 1
  return [
    ...named,
    ...(isLastCompactor ? [text('Nothing compacts, downsamples or deletes by retention then; the bucket grows.', '이후 컴팩션, 다운샘플링, 보관 기간에 따른 삭제가 없어 버킷이 계속 커집니다.')] : []),
    ...(isLastRouter ? [text('Prometheus servers that write to it are refused; point them elsewhere first.', '여기로 쓰던 Prometheus가 거부됩니다. 먼저 다른 곳을 가리키게 하세요.')] : []),
  ]
}

function claims(workload: Workload): Text[] {
  const { names, areDeleted } = claimsOf(workload)
  if (names.length === 0) return []
  const pods = podNames(workload)
  const [first = workload.name] = pods
  const shown = pods.length > 1 ? `${names[0]}-${first} … ${names[0]}-${pods.at(-1)}` : `${names[0]}-${first}`
  return areDeleted
    ? [text(`The claims ${shown} are deleted by Kubernetes with the StatefulSet: its persistentVolumeClaimRetentionPolicy says so. Set whenDeleted to Retain first, to keep the data.`, `클레임 ${shown}은(는) persistentVolumeClaimRetentionPolicy 때문에 StatefulSet과 함께 Kubernetes가 삭제합니다. 데이터를 남기려면 먼저 whenDeleted를 Retain으로 바꾸세요.`)]
    : [text(`The claims ${shown} and their data stay; Gauntlet never deletes them.`, `클레임 ${shown}과(와) 데이터는 남습니다. Gauntlet은 삭제하지 않습니다.`)]
}

function keptLabels(workload: Workload): Text[] {
  if (workload.kind !== 'receive' && workload.kind !== 'rule') return []
  return [text('Queriers go on removing its replica label: blocks in the bucket carry it.', 'querier는 레플리카 라벨을 계속 제거합니다. 버킷의 블록에 그 라벨이 있습니다.')]
}

function clusterLeft(gone: readonly string[]): Text {
  const namespace = gone.map((id) => id.split('/')).find((parts) => parts.length === 3)?.[1]
  const names = gone.map((id) => `${(id.split('/')[0] ?? '').toLowerCase()}/${id.split('/').at(-1)}`).join(' ')
  const command = `kubectl${namespace === undefined ? '' : ` -n ${namespace}`} delete ${names}`
  return text(`Gauntlet deletes nothing in the cluster. When the change is applied: ${command}`, `Gauntlet은 클러스터에서 아무것도 삭제하지 않습니다. 변경을 적용한 뒤 실행하세요: ${command}`)
}
