// A compactor that ends after one pass although Kubernetes keeps it running.
import { text } from '../../../text.ts'
import { booleanFlag } from '../../args.ts'
import { isFragment, isWholeCommand, setFlagFix, workloadsOf, type Check } from '../../check.ts'
import { specObjectId } from '../../spec.ts'

/** Without --wait compact exits when all work is done, and has no web UI, blocks API or progress metrics. Source: cmd/thanos/compact.go. */
export const compactWait: Check = ({ spec }) => workloadsOf(spec, 'compact').filter((workload) => !booleanFlag('compact', workload.args, 'wait') && isWholeCommand(workload)).map((workload) => ({
  // A command line alone may be that of a CronJob, where one pass is what is wanted.
  code: 'compact/no-wait', severity: isFragment(workload) && workload.replicas === undefined ? 'warning' : 'error', object: specObjectId(workload), path: 'flags.wait',
  message: text(`${workload.name} runs without --wait.`, `${workload.name}이(가) --wait 없이 실행됩니다.`),
  reason: text('It exits after each pass and Kubernetes restarts it with growing delays (CrashLoopBackOff); the blocks API and the progress metrics do not exist.', '한 번 작업할 때마다 종료되어 Kubernetes가 점점 늦게 재시작합니다(CrashLoopBackOff). 블록 API와 진행 메트릭도 없습니다.'),
  source: 'https://thanos.io/tip/components/compact.md',
  fix: setFlagFix(workload, 'wait', 'true'),
}))
