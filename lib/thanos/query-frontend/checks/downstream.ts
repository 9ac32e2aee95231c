// Where a query-frontend sends its queries.
import { text } from '../../../text.ts'
import { flagValue } from '../../read-args.ts'
import { atFlag, isFragment, isWholeCommand, report, workloadsOf, type Check } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { httpProblem } from '../../http-destination.ts'
import { neighbourPorts } from '../../pod.ts'

const SOURCE = 'https://thanos.io/tip/components/query-frontend.md'
const FLAG = 'query-frontend.downstream-url'

export const downstream: Check = ({ spec }) => workloadsOf(spec, 'query-frontend').flatMap((workload): Finding[] => {
  const where = atFlag(workload, FLAG, SOURCE)
  const url = flagValue(workload.args, FLAG)
  if (url !== undefined && url.trim() === '') {
    return [report(where, 'query-frontend/no-downstream', 'error', text(`--${FLAG} of ${workload.name} is empty.`, `${workload.name}의 --${FLAG}이(가) 비어 있습니다.`), text('query-frontend exits at start.', 'query-frontend가 시작하자마자 종료됩니다.'))]
  }
  if (isFragment(workload)) return []
  if (url === undefined) {
    // The default is Prometheus' port in the same pod.
    if (!isWholeCommand(workload) || neighbourPorts(workload).length > 0) return []
    return [report(where, 'query-frontend/no-downstream', 'error',
      text(`${workload.name} has no --${FLAG}, and asks http://localhost:9090 in its own pod.`, `${workload.name}에 --${FLAG}이(가) 없어 자기 파드의 http://localhost:9090에 조회합니다.`),
      text('Nothing listens there: every query fails with 502.', '그곳에서 수신하는 것이 없어 모든 조회가 502로 실패합니다.'))]
  }
  const problem = httpProblem(spec, workload, url, ['query', 'query-frontend', 'rule'])
  if (!problem) return []
  return [report(where, 'query-frontend/downstream-unanswered', problem.isCertain ? 'error' : 'advice', text(`${url}: ${problem.message.en}`, `${url}: ${problem.message.ko}`), text('Every query through the frontend fails.', '프런트엔드를 거치는 모든 조회가 실패합니다.'))]
})
