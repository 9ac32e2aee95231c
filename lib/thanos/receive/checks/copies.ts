// Replication factors that protect less than they seem to: two copies, and routers that disagree.
import { text } from '../../../text.ts'
import { chosenFix, report, atFlag, workloadsOf, type Check } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { replicationFactor } from '../../hashring.ts'
import { hasRing, ringsOf } from '../mode.ts'
import { type ReadRing, readRing } from '../ring-files.ts'
import { specObjectId } from '../../spec.ts'

const SOURCE = 'https://github.com/thanos-io/thanos/blob/main/pkg/receive/handler.go'
const FLAG = 'receive.replication-factor'

/** Quorum of two copies is one. Every router counts by its own flag. Source: pkg/receive/handler.go, writeQuorum. */
export const copies: Check = ({ spec }) => {
  const receivers = workloadsOf(spec, 'receive').filter(hasRing)
  const twos = receivers.flatMap((workload): Finding[] => {
    const rings = ringsOf(spec, workload)
    if (replicationFactor(workload) !== 2 || !rings) return []
    const canHoldThree = rings.every((ring) => ring.endpoints.length >= 3)
    return [report(atFlag(workload, FLAG, SOURCE), 'receive/two-copies', 'advice',
      text(`${workload.name} keeps two copies, and a write counts as done with one.`, `${workload.name}은(는) 사본을 두 개 보관하며 하나만 저장되어도 쓰기가 완료됩니다.`),
      text('Since v0.37 the quorum of two is one: writes survive one pod, and what only one pod has is lost with it. With three copies two must have it.', 'v0.37부터 사본 2개의 정족수는 1입니다. 파드 하나가 내려가도 쓰기는 되지만 한 파드에만 있는 데이터는 그 파드와 함께 사라집니다. 사본이 3개면 2대가 저장해야 합니다.'),
      canHoldThree ? chosenFix(text('Keep 3 copies', '사본 3개 유지'), { op: 'flag.set', object: specObjectId(workload), flag: FLAG, values: ['3'] }) : undefined)]
  })
  const byRing = Map.groupBy(receivers.flatMap((workload) => {
    const ring = readRing(spec, workload)
    return ring ? [{ workload, ring: ringKey(ring) }] : []
  }), ({ ring }) => ring)
  const differing = [...byRing.values()].flatMap((readers): Finding[] => {
    const known = readers.map(({ workload }) => ({ workload, factor: replicationFactor(workload) })).filter(({ factor }) => Number.isFinite(factor))
    const [most] = known.toSorted((a, b) => b.factor - a.factor)
    if (!most) return []
    const fits = ringsOf(spec, most.workload)?.every((ring) => ring.endpoints.length >= most.factor) === true
    return known.filter(({ factor }) => factor !== most.factor).map(({ workload, factor }) => report(
      atFlag(workload, FLAG, SOURCE), 'receive/factors-differ', 'error',
      text(`${workload.name} keeps ${factor} ${factor === 1 ? 'copy' : 'copies'} and ${most.workload.name} ${most.factor}, on the same ring.`, `같은 링에서 ${workload.name}은(는) 사본 ${factor}개, ${most.workload.name}은(는) ${most.factor}개를 씁니다.`),
      text('A receiver refuses a replica number above its own factor with 400, so writes fail or keep fewer copies, depending on which pod takes them.', '수신기는 자신의 계수보다 큰 복제 번호를 400으로 거부하므로 어느 파드가 받느냐에 따라 쓰기가 실패하거나 사본이 줄어듭니다.'),
      // Which of them is meant, nobody can say; with the larger one no copy is lost.
      fits ? chosenFix(text(`Set it to ${most.factor} as on ${most.workload.name}`, `${most.workload.name}처럼 ${most.factor}(으)로 설정`), { op: 'flag.set', object: specObjectId(workload), flag: FLAG, values: [String(most.factor)] }) : undefined,
    ))
  })
  return [...twos, ...differing]
}

/** The ring itself and not where it stands: each command line has its own copy of it. */
function ringKey({ object, path, parsed, namespace }: ReadRing): string {
  return 'rings' in parsed ? JSON.stringify([namespace ?? '', parsed.rings.map(({ hashring, tenants, endpoints }) => [hashring, tenants, endpoints.map(({ address }) => address)])]) : `${object} ${path}`
}
