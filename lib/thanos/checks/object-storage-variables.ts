// $(NAME) inside object storage configuration: Thanos fills it in from the container's environment, and does not start without.
import { text } from '../../text.ts'
import { isFragment, report, type Check } from '../check.ts'
import { objectStorageOf } from '../files.ts'
import type { Finding } from '../finding.ts'
import { environmentOf } from '../pod.ts'
import { specObjectId, workloads, type ObjectStorage } from '../spec.ts'

/** Source: pkg/extkingpin/flags.go, registered with environment substitution. */
export const objectStorageVariables: Check = ({ spec }) => workloads(spec).filter((workload) => !isFragment(workload)).flatMap((workload): Finding[] => {
  const storage = objectStorageOf(spec, workload)?.storage
  const { names, hasEnvFrom } = environmentOf(workload)
  const missing = storage && !hasEnvFrom ? variablesOf(storage).filter((name) => !names.includes(name)) : []
  if (missing.length === 0) return []
  return [report({ object: specObjectId(workload), path: 'env', source: 'https://thanos.io/tip/thanos/storage.md' }, 'objstore/unset-variable', 'error',
    text(`The object storage configuration uses ${missing.map((name) => `$(${name})`).join(', ')}, which ${workload.name} does not set.`, `오브젝트 스토리지 설정에서 ${missing.map((name) => `$(${name})`).join(', ')} 변수를 쓰는데 ${workload.name}에 그 환경 변수가 없습니다.`),
    text('Thanos exits at start: found reference to unset environment variable. Give the container the variables, for example from a Secret.', 'Thanos가 "found reference to unset environment variable"로 시작하자마자 종료됩니다. Secret 등에서 컨테이너에 환경 변수를 주세요.'))]
})

function variablesOf({ settings, credentials }: ObjectStorage): string[] {
  const texts = [...Object.values(settings).map(String), ...Object.values(credentials).flatMap(({ state, text: shown }) => (state === 'reference' && shown !== undefined ? [shown] : []))]
  return [...new Set(texts.flatMap((value) => [...value.matchAll(/\$\(([A-Za-z_]\w*)\)/g)].flatMap(([, name]) => name ?? [])))]
}
