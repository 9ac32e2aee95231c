// Flags that exclude each other: a configuration on the command line, and the same from a file.
import { text } from '../../text.ts'
import { flagValue } from '../read-args.ts'
import { flagOf } from '../catalogue.ts'
import { atFlag, chosenFix, report, type Check } from '../check.ts'
import { specObjectId, workloads } from '../spec.ts'

/** Source: efficientgo/tools extkingpin, PathOrContent. Of hashrings the file wins. */
export const exclusiveFlags: Check = ({ spec }) => workloads(spec).flatMap((workload) => workload.args.flatMap((arg) => {
  if (arg.style !== 'equals' && arg.style !== 'space') return []
  const { flag } = arg
  const twin = `${flag}-file`
  if (flagValue(workload.args, twin) === undefined || flag === 'receive.hashrings' || flagOf(workload.kind, flag)?.type !== 'inline-yaml') return []
  return [report(atFlag(workload, flag, 'https://thanos.io/tip/thanos/getting-started.md'), 'flag/exclusive', 'error',
    text(`\`--${flag}\` and \`--${twin}\` exclude each other.`, `\`--${flag}\`과(와) \`--${twin}\`은(는) 함께 쓸 수 없습니다.`),
    text(`Thanos exits at start: both ${flag} and ${twin} flags set.`, `Thanos가 "both ${flag} and ${twin} flags set"으로 시작하자마자 종료됩니다.`),
    // Which of the two is meant, only a person knows.
    chosenFix(text(`Keep --${twin}`, `--${twin}만 남기기`), { op: 'flag.set', object: specObjectId(workload), flag, values: [] }))]
}))
