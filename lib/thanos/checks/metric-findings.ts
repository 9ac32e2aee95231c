// What is to be said of the metrics that an expression names; for rule files and for queries that were pasted.
import { text } from '../../text.ts'
import { report, type Where } from '../check.ts'
import type { Finding, Fix } from '../finding.ts'
import { metricNotes, missesAbsence } from '../metrics.ts'

/** A fix that writes another metric, where there is a place to write it. */
export type Rewrite = (metric: string, instead: string) => Fix | undefined

/** Findings on one expression; `name` is what it is called: a rule or a file. */
export function judgeExpression(where: Omit<Where, 'source'>, name: string, expression: string, rewrite: Rewrite = () => undefined): Finding[] {
  const at = { ...where, source: 'https://github.com/thanos-io/thanos/tree/main/mixin' }
  return [
    ...metricNotes(expression).map(({ name: metric, instead, state, why }) => {
      const there = { ...at, about: `${name} ${metric}` }
      switch (state) {
        case 'absent': return report(there, 'rule/unknown-metric', 'warning',
          text(`${name} uses ${metric}, which no Thanos has. Use ${instead}.`, `${name}에서 쓰는 ${metric}은(는) Thanos에 없습니다. ${instead}을(를) 사용하세요.`),
          text('The expression matches nothing: a panel stays empty, an alert never fires.', '식에 맞는 데이터가 없어 패널이 비어 있고 알림이 울리지 않습니다.'), rewrite(metric, instead))
        case 'renamed': return report(there, 'rule/renamed-metric', 'advice',
          text(`${name} uses ${metric}. Newer releases call it ${instead}.`, `${name}에서 쓰는 ${metric}의 이름이 새 버전에서 ${instead}(으)로 바뀌었습니다.`),
          text('Under the old name there is no data, so an alert never fires after the upgrade. The mixin still has the old name.', '이전 이름으로는 데이터가 없어 업그레이드 뒤 알림이 울리지 않습니다. mixin은 아직 이전 이름을 씁니다.'), rewrite(metric, instead))
        case 'misleading': return report(there, 'rule/misleading-metric', 'advice',
          text(`${name} uses ${metric}, which says little. Use ${instead}.`, `${name}에서 쓰는 ${metric}은(는) 알려 주는 것이 적습니다. ${instead}을(를) 사용하세요.`),
          why ?? text('It does not say what it seems to say.', '보이는 것과 뜻이 다릅니다.'))
      }
    }),
    ...(missesAbsence(expression) ? [report({ ...at, about: name }, 'rule/up-misses-absence', 'advice',
      text(`${name} asks for up == 0, and a target that is gone has no "up". Use absent(up{…} == 1).`, `${name}은(는) up == 0을 보는데 사라진 타깃에는 "up"이 없습니다. absent(up{…} == 1)을 사용하세요.`),
      text('When all pods are deleted or discovery loses them, nothing is 0 and the alert stays silent. A pod that runs without being ready counts as up: thanos_status{check="ready"} tells.', '파드가 모두 삭제되거나 서비스 디스커버리에서 빠지면 0인 값이 없어 알림이 울리지 않습니다. 실행 중이지만 준비되지 않은 파드는 up입니다. thanos_status{check="ready"}로 확인하세요.'))] : []),
  ]
}
