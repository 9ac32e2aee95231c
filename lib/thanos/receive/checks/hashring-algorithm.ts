// The default algorithm, hashmod, which moves most series whenever the ring changes.
import { text } from '../../../text.ts'
import { flagValue } from '../../read-args.ts'
import { chosenFix, workloadsOf, type Check } from '../../check.ts'
import { algorithmOf } from '../../hashring.ts'
import { ringsOf } from '../mode.ts'
import { specObjectId } from '../../spec.ts'

export const hashringAlgorithm: Check = ({ spec }) => workloadsOf(spec, 'receive').flatMap((workload) => {
  const rings = ringsOf(spec, workload)
  if (!rings) return []
  const hashmod = rings.filter((ring) => algorithmOf(ring, workload) === 'hashmod')
  const size = Math.max(...hashmod.map((ring) => ring.endpoints.length), 0)
  if (size < 2) return []
  const moved = Math.round((100 * size) / (size + 1))
  const isSaid = flagValue(workload.args, 'receive.hashrings-algorithm') !== undefined
  return [{
    code: 'receive/hashmod', severity: 'advice', object: specObjectId(workload), path: 'flags.receive.hashrings-algorithm',
    message: text(`${workload.name} spreads series by hashmod${isSaid ? '' : ', the default'}: from ${size} to ${size + 1} receivers about ${moved} % of the series move.`, `${workload.name}은(는) ${isSaid ? '' : '기본값인 '}hashmod로 시리즈를 나눕니다. 수신기가 ${size}대에서 ${size + 1}대가 되면 시리즈의 약 ${moved} %가 옮겨집니다.`),
    reason: text('Series that move lie in two heads until the old one is cut, which takes memory when it is needed most. ketama moves about 1 of n. Changing the algorithm moves series once.', '옮겨진 시리즈는 이전 head가 잘릴 때까지 두 곳의 메모리를 차지합니다. ketama는 약 n분의 1만 옮깁니다. 알고리즘을 바꾸면 시리즈가 한 번 옮겨집니다.'),
    source: 'https://thanos.io/tip/components/receive.md',
    // A ring that names its own algorithm does not listen to the flag.
    ...(hashmod.some((ring) => ring.algorithm) ? {} : { fix: chosenFix(text('Use ketama', 'ketama 사용'), { op: 'flag.set', object: specObjectId(workload), flag: 'receive.hashrings-algorithm', values: ['ketama'] }) }),
  }]
})
