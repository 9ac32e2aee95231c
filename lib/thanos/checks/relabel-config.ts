// Relabel rules that Thanos refuses: actions that do not exist, and in a selector of blocks all but three.
import { text } from '../../text.ts'
import { isFragment, report, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { actionOf, parseRelabel, RELABEL_ACTIONS, relabelText, SELECTOR_ACTIONS } from '../relabel.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../spec.ts'

const FLAGS = ['selector.relabel-config', 'receive.relabel-config', 'alert.relabel-config'] as const

export const relabelConfig: Check = ({ spec }) => workloads(spec).flatMap((workload) => FLAGS.flatMap((flag) => judge(spec, workload, flag)))

function judge(spec: StackSpec, workload: Workload, flag: (typeof FLAGS)[number]): Finding[] {
  const found = relabelText(spec, workload, flag)
  if (!found || (isFragment(workload) && found.object !== specObjectId(workload)) || found.content.includes('$(')) return []
  const where = { object: found.object, path: found.path, source: 'https://thanos.io/tip/thanos/sharding.md#relabelling', ...(found.object === specObjectId(workload) ? {} : { about: workload.name }) }
  const exits = text(`${workload.kind} exits at start.`, `${workload.kind}이(가) 시작하자마자 종료됩니다.`)
  const parsed = parseRelabel(found.content)
  if ('fault' in parsed) {
    return [report(where, 'relabel/unreadable', 'error', text(`The relabel configuration of ${workload.name} is refused: ${parsed.fault.en}.`, `${workload.name}의 relabel 설정이 거부됩니다: ${parsed.fault.ko}.`), exits)]
  }
  const isSelector = flag === 'selector.relabel-config'
  const allowed = isSelector ? SELECTOR_ACTIONS : RELABEL_ACTIONS
  const wrong = [...new Set(parsed.rules.map(actionOf).filter((action) => !allowed.includes(action)))]
  if (wrong.length === 0) return []
  return [report(where, isSelector ? 'relabel/selector-action' : 'relabel/unknown-action', 'error',
    isSelector
      ? text(`A selector of blocks knows keep, drop and hashmod; ${workload.name} is given ${wrong.join(', ')}.`, `블록 셀렉터는 keep, drop, hashmod만 쓸 수 있는데 ${workload.name}에 ${wrong.join(', ')}이(가) 있습니다.`)
      : text(`"${wrong.join(', ')}" is no relabel action.`, `"${wrong.join(', ')}"은(는) relabel 동작이 아닙니다.`),
    exits)]
}
