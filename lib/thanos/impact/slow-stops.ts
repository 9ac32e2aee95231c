// Receivers of older releases that do not end by themselves once an endpoint has left their ring: how long they may take to stop, and that nothing is lost by it.
import { getAt } from '../../manifest/pointer.ts'
import { text } from '../../text.ts'
import { addressesOf, ringReaders } from '../rollout/rings.ts'
import { specObjectId, workloads, type Workload } from '../spec.ts'
import { isAtLeast, releaseOf } from '../version.ts'
import type { Change, Impact } from './impact.ts'

/**
 * From v0.35 to v0.41 a request waits with no end for a place among the senders to an endpoint, also when those have ended because it left the ring, and
 * a receiver that stops waits for its requests with no end as well. Source: pkg/pool/worker_pool.go, pkg/server/grpc/grpc.go; seen on v0.40.1.
 */
const [FIRST, MENDED] = ['0.35', '0.42']
const USUAL_GRACE_S = 30

export function slowStops({ before, after, restarting }: Change): Impact[] {
  const next = new Map(ringReaders(after).map((reader) => [reader.id, addressesOf(reader.rings)]))
  const stopping = new Set(restarting.map(specObjectId))
  return ringReaders(before).filter(({ workload }) => isSlow(workload)).flatMap(({ id, workload, rings }): Impact[] => {
    const gone = addressesOf(rings).filter((address) => next.get(id)?.includes(address) === false)
    const objects = [id]
    const seconds = graceOf(workloads(after).find((each) => specObjectId(each) === id) ?? workload)
    if (gone.length > 0) {
      return [{
        area: 'restarts', weight: 'notice', objects,
        message: text(`Pods of ${workload.name} may not end by themselves after this: when they are stopped, each may take its whole ${seconds} s`, `이후 ${workload.name}의 파드는 스스로 종료하지 못할 수 있으며 종료할 때 각각 유예 시간 ${seconds}초를 모두 쓸 수 있습니다`),
        detail: text(`${gone.length === 1 ? 'An endpoint leaves' : `${gone.length} endpoints leave`} their ring. ${WHY.en}`, `링에서 엔드포인트 ${gone.length}개가 빠집니다. ${WHY.ko}`),
      }]
    }
    if (!stopping.has(id)) return []
    return [{
      area: 'restarts', weight: 'none', objects,
      message: text(`Each pod of ${workload.name} may take its whole ${seconds} s to stop, if an endpoint left its ring since it began`, `${workload.name}의 파드가 시작된 뒤 링에서 엔드포인트가 빠졌다면 종료할 때 각각 유예 시간 ${seconds}초를 모두 쓸 수 있습니다`),
      detail: WHY,
    }]
  })
}

const WHY = text(
  'Until v0.41 a request that is on its way to such an endpoint may wait for ever, and a receiver that stops waits for it until it is killed. No sample is lost by that: what it took in is in its write-ahead log and is read again when it starts. From v0.42 on they end by themselves.',
  'v0.41까지는 빠진 엔드포인트로 가던 요청이 끝없이 기다릴 수 있고, 종료하는 수신기는 강제 종료될 때까지 그 요청을 기다립니다. 받은 샘플은 WAL에 있어 다시 시작할 때 읽으므로 사라지지 않습니다. v0.42부터는 스스로 종료합니다.',
)

function isSlow({ image = '' }: Workload): boolean {
  const release = releaseOf(image)
  return release !== undefined && isAtLeast(release, FIRST) && !isAtLeast(release, MENDED)
}

function graceOf({ rest }: Workload): number {
  const seconds = getAt(rest, '/spec/template/spec/terminationGracePeriodSeconds')
  return typeof seconds === 'number' ? seconds : USUAL_GRACE_S
}
