// The replication factor against the size of the rings: too many copies for the pods, or one copy for many pods.
import { text } from '../../../text.ts'
import { flagValue } from '../../read-args.ts'
import { chosenFix, isFragment, isWholeCommand, workloadsOf, type Check, type Where } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { algorithmOf, quorum, replicationFactor as factorOf } from '../../hashring.ts'
import { ringsOf } from '../mode.ts'
import { specObjectId, type Workload } from '../../spec.ts'

const SOURCE = 'https://thanos.io/tip/components/receive.md'

/** ketama refuses a ring smaller than the factor; hashmod accepts it and fails each write. Source: pkg/receive/hashring.go. */
export const replicationFactor: Check = ({ spec }) => workloadsOf(spec, 'receive').flatMap((workload) => {
  const rings = ringsOf(spec, workload)
  const factor = factorOf(workload)
  const where = { object: specObjectId(workload), path: 'flags.receive.replication-factor', source: SOURCE }
  if (!rings) return isPieceWithOneCopy(workload) ? [singleCopy(where, workload.replicas ?? 1)] : []
  return rings.flatMap((ring): Finding[] => {
    const at = ring.hashring === undefined ? where : { ...where, about: ring.hashring }
    const size = ring.endpoints.length
    const name = ring.hashring ?? 'default'
    if (factor > size && size > 0) {
      return [{
        ...at, code: 'receive/factor-above-ring', severity: 'error',
        message: text(`Replication factor ${factor} needs ${factor} receivers; ring ${name} has ${size}.`, `복제 계수 ${factor}에는 수신기 ${factor}대가 필요한데 링 ${name}에는 ${size}대가 있습니다.`),
        reason: algorithmOf(ring, workload) === 'ketama'
          ? text('The ring cannot be built: every receiver exits, at start or within minutes of the change.', '링을 만들 수 없어 모든 수신기가 시작할 때 또는 변경 후 몇 분 안에 종료됩니다.')
          : text(`Every write fails: "insufficient nodes; have ${size}, want ${factor}".`, `모든 쓰기가 "insufficient nodes; have ${size}, want ${factor}"로 실패합니다.`),
        fix: chosenFix(text(`Set the factor to ${size}`, `계수를 ${size}(으)로 설정`), { op: 'flag.set', object: where.object, flag: 'receive.replication-factor', values: [String(size)] }),
      }]
    }
    return factor === 1 && size > 1 ? [singleCopy(at, size, name)] : []
  })
})

function singleCopy(where: Where, size: number, ring?: string): Finding {
  return {
    ...where, code: 'receive/single-copy', severity: 'warning',
    message: ring === undefined
      ? text(`${size} receivers keep one copy of each series.`, `수신기 ${size}대가 시리즈의 사본을 하나만 보관합니다.`)
      : text(`Ring ${ring} has ${size} receivers and one copy of each series.`, `링 ${ring}에 수신기가 ${size}대 있지만 시리즈의 사본은 하나입니다.`),
    reason: text(
      `A remote write fails when any of its series cannot be stored, so one pod down refuses nearly every write. ${size} receivers with one copy are less available than one. With 3 copies ${quorum(3)} must accept, so one may be down; memory and disk grow threefold.`,
      `원격 쓰기는 시리즈 하나라도 저장하지 못하면 실패하므로 파드 하나만 내려가도 거의 모든 쓰기가 거부됩니다. 사본이 하나인 수신기 ${size}대는 한 대보다 가용성이 낮습니다. 사본 3개면 ${quorum(3)}대가 받으면 되므로 하나가 내려가도 됩니다. 메모리와 디스크는 세 배가 됩니다.`,
    ),
    ...(size >= 3 ? { fix: chosenFix(text('Keep 3 copies', '사본 3개 유지'), { op: 'flag.set', object: where.object, flag: 'receive.replication-factor', values: ['3'] }) } : {}),
  }
}

/** A command line with its replicas beside it, whose ring is elsewhere: the ring is at least that large. */
function isPieceWithOneCopy(workload: Workload): boolean {
  return isFragment(workload) && isWholeCommand(workload) && factorOf(workload) === 1 && (workload.replicas ?? 1) > 1 && flagValue(workload.args, 'receive.hashrings-file') !== undefined
}
