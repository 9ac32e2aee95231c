// Rule files that the ruler refuses, and globs that find none.
import { text } from '../../../text.ts'
import { flagValues } from '../../read-args.ts'
import { isFragment, workloadsOf, type Check } from '../../check.ts'
import { filesMatching, mayFindMore } from '../../files.ts'
import type { Finding } from '../../finding.ts'
import { specObjectId, type StackSpec } from '../../spec.ts'
import { ruleTexts } from '../rule-texts.ts'

const SOURCE = 'https://thanos.io/tip/components/rule.md'

export const ruleFiles: Check = ({ spec }) => [...refused(spec), ...foundNothing(spec)]

function refused(spec: StackSpec): Finding[] {
  return ruleTexts(spec).flatMap(({ object, path, key, parsed }): Finding[] => {
    if ('groups' in parsed) return []
    const line = parsed.line === undefined ? '' : `:${parsed.line}`
    return [{
      code: 'rule/file-refused', severity: 'error', object, path, source: SOURCE,
      message: text(`${key}${line} is refused: ${parsed.fault.en}.`, `${key}${line}이(가) 거부됩니다: ${parsed.fault.ko}.`),
      reason: text('At start the ruler exits; at a reload the groups of this file are dropped while the others load.', '시작할 때는 ruler가 종료되고, 다시 읽을 때는 이 파일의 그룹만 빠집니다.'),
    }]
  })
}

function foundNothing(spec: StackSpec): Finding[] {
  return workloadsOf(spec, 'rule').filter((workload) => !isFragment(workload)).flatMap((workload) => flagValues(workload.args, 'rule-file').flatMap((glob): Finding[] => {
    if (filesMatching(spec, workload, glob).length > 0 || mayFindMore(spec, workload, glob)) return []
    return [{
      code: 'rule/no-files', severity: 'warning', object: specObjectId(workload), path: 'flags.rule-file', source: SOURCE, about: glob,
      message: text(`--rule-file=${glob} finds no file among the ConfigMaps that are mounted.`, `--rule-file=${glob}에 맞는 파일이 마운트된 ConfigMap에 없습니다.`),
      reason: text('The ruler reports a successful reload with 0 rules. Mind the ending (.yml against .yaml), and that quotes become part of the pattern.', 'ruler가 규칙 0개로 성공했다고 보고합니다. 확장자(.yml과 .yaml)를 확인하세요. 따옴표는 패턴의 일부가 됩니다.'),
    }]
  }))
}
