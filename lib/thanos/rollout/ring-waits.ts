// What has to be over before what when a hashring changes: pods are ready before a ring names them, and a ring has shrunk before they go.
import { text } from '../../text.ts'
import { fileReads } from '../file-readers.ts'
import { specObjectId, workloads, type StackSpec } from '../spec.ts'
import type { Wait } from './order.ts'
import { addressesOf, ringReaders, serverOf } from './rings.ts'

/** What the specs do not show: objects that were applied and not seen taken in, and workloads whose pods are not what their object asks for. */
export type Unsettled = { readonly owed: ReadonlySet<string>; readonly unready: ReadonlySet<string> }

/** Only receivers that run now count: where nothing is written yet, the usual order does. */
export function ringWaits(before: StackSpec, after: StackSpec, { owed, unready }: Unsettled): Wait[] {
  // A receiver that leaves sees the new ring as well, until it is deleted.
  const staying = new Set(after.objects.map(specObjectId))
  const lingering: StackSpec = { ...after, objects: [...after.objects, ...workloads(before).filter((workload) => !staying.has(specObjectId(workload)))] }
  const later = new Map(ringReaders(lingering).map((reader) => [reader.id, reader]))
  return ringReaders(before).flatMap((old) => {
    const next = later.get(old.id)
    if (!next) return []
    const [was, is] = [addressesOf(old.rings), addressesOf(next.rings)]
    // The object by which the new ring reaches the pods: the file that they watch, or they themselves.
    const ring = old.isWatched && next.isWatched && old.source === next.source ? next.source : next.id
    // With a ring that is too small its receivers exit, and are ready only once they have the new one: nobody waits for them.
    const canRun = smallest(old.rings) >= old.factor
    const isUnsettled = (id: string): boolean => canRun && id !== ring && (owed.has(id) || unready.has(id))
    const waits: Wait[] = []
    for (const address of is.filter((one) => !was.includes(one))) {
      const server = serverOf(after, next.workload, address)
      if (server !== undefined && server !== 'elsewhere' && (serverOf(before, old.workload, address) === undefined || isUnsettled(specObjectId(server)))) {
        waits.push({
          first: specObjectId(server), next: ring,
          reason: text(`After ${server.name}: its new pods are ready before the ring names them.`, `${server.name} 다음: 새 파드가 준비된 뒤에 링에 넣습니다.`),
        })
      }
    }
    for (const address of was.filter((one) => !is.includes(one))) {
      const server = serverOf(before, old.workload, address)
      if (server !== undefined && server !== 'elsewhere' && serverOf(after, next.workload, address) === undefined) {
        waits.push({
          first: ring, next: specObjectId(server),
          reason: AFTER_THE_RING,
        })
      }
    }
    // The ring may have left pods behind already, and who has it is not known: none may go before.
    const losers = losing(before, after)
    if (owed.has(ring)) waits.push(...losers.filter((id) => id !== ring).map((id): Wait => ({ first: ring, next: id, reason: AFTER_THE_RING })))
    const isFactorOwed = ring !== next.id && owed.has(next.id) && !losers.includes(next.id)
    return [...waits, ...factorWaits({ ring, id: next.id, was: old, is: next, isRingOwed: owed.has(ring), isFactorOwed })]
  })
}

const AFTER_THE_RING = text('After the ring: nobody writes to a pod any more when it goes.', '링 다음: 더 이상 아무도 쓰지 않게 된 뒤에 파드가 내려갑니다.')

/** The receivers that have fewer pods afterwards. */
export function losing(before: StackSpec, after: StackSpec): string[] {
  const later = new Map(workloads(after).map((workload) => [specObjectId(workload), workload.replicas ?? 1]))
  return workloads(before).filter((workload) => workload.kind === 'receive' && (workload.replicas ?? 1) > (later.get(specObjectId(workload)) ?? 0)).map(specObjectId)
}

function smallest(rings: Sides['was']['rings']): number {
  return Math.min(...rings.map(({ endpoints }) => endpoints.length))
}

type Sides = { ring: string; id: string; isRingOwed: boolean; isFactorOwed: boolean; was: { rings: readonly { endpoints: readonly unknown[] }[]; factor: number }; is: { rings: readonly { endpoints: readonly unknown[] }[]; factor: number } }

/** A receiver exits when its ring has fewer endpoints than its replication factor. */
function factorWaits({ ring, id, was, is, isRingOwed, isFactorOwed }: Sides): Wait[] {
  if (is.factor > was.factor && (smallest(was.rings) < is.factor || isRingOwed)) {
    return [{ first: ring, next: id, reason: text(`After the ring: it has ${is.factor} endpoints before the replication factor is ${is.factor}.`, `링 다음: 엔드포인트가 ${is.factor}개가 된 뒤에 복제 계수를 ${is.factor}(으)로 올립니다.`) }]
  }
  // A lower factor that was applied and not seen taken in: some pod may still have one as high as the ring is long.
  const wasHigher = isFactorOwed && smallest(is.rings) < smallest(was.rings)
  if (wasHigher || (is.factor < was.factor && smallest(is.rings) < was.factor)) {
    return [{ first: id, next: ring, reason: text(`After the replication factor is ${is.factor}: a receiver exits at a ring that is smaller than its factor.`, `복제 계수가 ${is.factor}이(가) 된 다음: 링이 복제 계수보다 작으면 receiver가 종료됩니다.`) }]
  }
  return []
}

/** A workload that is new to a file, or reads it only at its start, begins after the file is there. */
export function fileWaits(before: StackSpec, after: StackSpec): Wait[] {
  const had = new Map(before.objects.flatMap((object) => (object.type === 'config' ? [[specObjectId(object), object.files] as const] : [])))
  const knew = new Set(fileReads(before).map(({ workload, config, key }) => `${specObjectId(workload)} ${specObjectId(config)} ${key}`))
  return fileReads(after).flatMap(({ workload, config, key, how }): Wait[] => {
    const [id, file] = [specObjectId(workload), specObjectId(config)]
    const isNew = had.get(file)?.[key] === undefined || (!knew.has(`${id} ${file} ${key}`) && had.get(file)?.[key] !== config.files[key] && how !== 'watch')
    const isReadAnew = how === 'start' && had.get(file)?.[key] !== config.files[key]
    return isNew || isReadAnew
      ? [{ first: file, next: id, isUsual: true, reason: text(`After ${config.name}: its pods read ${key} when they start.`, `${config.name} 다음: 파드가 시작할 때 ${key}을(를) 읽습니다.`) }]
      : []
  })
}
