// $(NAME) inside object storage configuration: Thanos fills it in from the container's environment, and does not start without.
import { text } from '../../text.ts'
import { isFragment, report, safeFix, type Check } from '../check.ts'
import { bucketReferences, bucketVariables } from '../bucket-variables.ts'
import type { Edit } from '../edit.ts'
import type { Finding } from '../finding.ts'
import { containerOf, containerPointer, environmentOf, sameNamespace } from '../pod.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../spec.ts'

/** Source: pkg/extkingpin/flags.go, registered with environment substitution. */
export const objectStorageVariables: Check = ({ spec }) => workloads(spec).filter((workload) => !isFragment(workload)).flatMap((workload): Finding[] => {
  const { names, hasEnvFrom } = environmentOf(workload)
  const missing = hasEnvFrom ? [] : bucketReferences(spec, workload).filter((name) => !names.includes(name))
  if (missing.length === 0) return []
  const edits = copied(spec, workload, missing)
  return [report({ object: specObjectId(workload), path: 'env', source: 'https://thanos.io/tip/thanos/storage.md' }, 'objstore/unset-variable', 'error',
    text(`The object storage configuration uses ${missing.map((name) => `$(${name})`).join(', ')}, which ${workload.name} does not set.`, `오브젝트 스토리지 설정에서 ${missing.map((name) => `$(${name})`).join(', ')} 변수를 쓰는데 ${workload.name}에 그 환경 변수가 없습니다.`),
    text('Thanos exits at start: found reference to unset environment variable. Give the container the variables, for example from a Secret.', 'Thanos가 "found reference to unset environment variable"로 시작하자마자 종료됩니다. Secret 등에서 컨테이너에 환경 변수를 주세요.'),
    edits.length === missing.length ? safeFix(text('Set them as the others do', '다른 워크로드처럼 설정'), ...edits) : undefined)]
})

/** The variables as another workload that reads the same configuration sets them. */
function copied(spec: StackSpec, workload: Workload, missing: readonly string[]): Edit[] {
  const written = containerOf(workload).env
  if (written !== undefined && written !== null && !Array.isArray(written)) return []
  const others = workloads(spec).filter((other) => other !== workload && !isFragment(other) && sameNamespace(other, workload)).flatMap((other) => bucketVariables(spec, other))
  return missing.flatMap((name): Edit[] => {
    const variable = others.find((entry) => entry.name === name)
    return variable ? [{ op: 'field.set', object: specObjectId(workload), pointer: `${containerPointer(workload)}/env/-`, value: variable }] : []
  })
}
