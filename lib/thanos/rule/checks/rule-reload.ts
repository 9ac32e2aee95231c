// Rule files that the ruler has before it and does not read: those that no pattern finds, and those that change while it runs.
import { getAt } from '../../../manifest/pointer.ts'
import { text } from '../../../text.ts'
import { flagValues } from '../../read-args.ts'
import { atFlag, isFragment, report, workloadsOf, type Check } from '../../check.ts'
import { filesMatching, ruleFilesOf } from '../../files.ts'
import type { Finding } from '../../finding.ts'
import { objects } from '../../pod.ts'
import { specObjectId, type StackSpec, type Workload } from '../../spec.ts'
import { looksLikeRules } from '../rule-file.ts'

const SOURCE = 'https://thanos.io/tip/components/rule.md'

export const ruleReload: Check = ({ spec }) => workloadsOf(spec, 'rule').filter((workload) => !isFragment(workload)).flatMap((workload) => [...leftOut(spec, workload), ...neverRead(spec, workload)])

/** Files beside those that a pattern finds, in the same directory. */
function leftOut(spec: StackSpec, workload: Workload): Finding[] {
  const globs = flagValues(workload.args, 'rule-file')
  const found = new Set(globs.flatMap((glob) => filesMatching(spec, workload, glob)).map(({ object, key }) => `${specObjectId(object)} ${key}`))
  const beside = globs.flatMap((glob) => filesMatching(spec, workload, glob.replace(/[^/]*$/, '*')))
    .filter(({ object, key, text: content }) => !found.has(`${specObjectId(object)} ${key}`) && content !== undefined && looksLikeRules(content))
  const names = [...new Set(beside.map(({ key }) => key))]
  if (names.length === 0) return []
  return [report(atFlag(workload, 'rule-file', SOURCE), 'rule/file-left-out', 'warning',
    text(`No --rule-file of ${workload.name} finds ${names.join(', ')}.`, `${workload.name}의 --rule-file에 ${names.join(', ')}이(가) 포함되지 않습니다.`),
    text('The ruler loads the others, reports success, and never evaluates these. A pattern *.yaml leaves .yml out.', 'ruler는 다른 파일만 읽고 성공했다고 보고하며 이 규칙은 평가하지 않습니다. *.yaml 패턴은 .yml을 포함하지 않습니다.'))]
}

/** Nothing watches rule files. Source: docs/components/rule.md, cmd/thanos/rule.go (SIGHUP and POST /-/reload). */
function neverRead(spec: StackSpec, workload: Workload): Finding[] {
  const isFromConfigMap = ruleFilesOf(spec, workload).some(({ object, isSubPath }) => object.type === 'config' && !isSubPath)
  const hasReloader = objects(getAt(workload.rest, '/spec/template/spec/containers')).some((container) => container.name !== workload.container && /reload/i.test(`${String(container.name)} ${String(container.image)}`))
  if (!isFromConfigMap || hasReloader) return []
  return [report(atFlag(workload, 'rule-file', SOURCE), 'rule/no-reload', 'advice',
    text(`Nothing tells ${workload.name} when its rule files change.`, `규칙 파일이 바뀌어도 ${workload.name}에 알려 주는 것이 없습니다.`),
    text('The ruler reads rule files at start, on SIGHUP and on POST /-/reload, and watches nothing: changed rules wait for the next restart. Run a config reloader beside it, or reload every pod after each change.', 'ruler는 시작할 때, SIGHUP, POST /-/reload에만 규칙 파일을 읽고 감시하지 않습니다. 바뀐 규칙은 다음 재시작까지 적용되지 않습니다. config reloader를 옆에 두거나 변경할 때마다 모든 파드를 다시 읽게 하세요.'))]
}
