// Log lines that go to a journal which a pod does not have.
import { text } from '../../text.ts'
import { flagValue } from '../read-args.ts'
import { flagOf, valueProblem } from '../catalogue.ts'
import { atFlag, isFragment, report, safeFix, type Check } from '../check.ts'
import { fileAt } from '../files.ts'
import { specObjectId, workloads } from '../spec.ts'

/** The socket that go-systemd asks for. */
const SOCKET = '/run/systemd/journal/socket'

/** Source: pkg/logging/logger.go, NewLogger. */
export const journal: Check = ({ spec, release }) => workloads(spec).filter((workload) => !isFragment(workload) && flagValue(workload.args, 'log.format') === 'journald').flatMap((workload) => {
  const flag = flagOf(workload.kind, 'log.format')
  // Older releases do not know the word, which is said already.
  if (!flag || valueProblem(flag, 'journald', release(workload)) !== undefined || fileAt(spec, workload, SOCKET).status !== 'no-mount') return []
  return [report(atFlag(workload, 'log.format', 'https://github.com/thanos-io/thanos/blob/v0.42.4/pkg/logging/logger.go'), 'flag/no-journal', 'error',
    text(`\`--log.format=journald\` needs the node's journal, and nothing is mounted at ${SOCKET}.`, `\`--log.format=journald\`에는 노드의 journal이 필요한데 ${SOCKET}에 마운트된 것이 없습니다.`),
    text('Thanos exits at start: journald log format requested but systemd journal is not available.', 'Thanos가 "journald log format requested but systemd journal is not available"로 시작하자마자 종료됩니다.'),
    safeFix(text('Log to the container again', '컨테이너 로그로 되돌리기'), { op: 'flag.set', object: specObjectId(workload), flag: 'log.format', values: [] }))]
})
