// $(NAME) in arguments that the container has no variable for: Kubernetes then leaves the text as it is.
import { text, type Text } from '../../text.ts'
import { flagName, renderArgs } from '../read-args.ts'
import { isFragment, safeFix, type Check } from '../check.ts'
import type { Edit } from '../edit.ts'
import type { Finding } from '../finding.ts'
import { isRunByShell } from '../in-sight.ts'
import { containerOf, containerPointer, environmentOf, objects } from '../pod.ts'
import { specObjectId, workloads, type Workload } from '../spec.ts'

/** What these names are taken for by custom, as fields of the pod. */
const FIELDS: Readonly<Record<string, string>> = {
  POD_NAME: 'metadata.name', NAME: 'metadata.name', HOSTNAME: 'metadata.name', POD_NAMESPACE: 'metadata.namespace', NAMESPACE: 'metadata.namespace', POD_IP: 'status.podIP',
}
/** Kubernetes sets these itself for every Service of the namespace. */
const OF_SERVICES = /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT(_\d+_(TCP|UDP)(_\w+)?)?$/

export const unsetVariables: Check = ({ spec }) => workloads(spec).filter((workload) => !isFragment(workload) && !environmentOf(workload).hasEnvFrom).flatMap((workload) => {
  const set = new Set(environmentOf(workload).names)
  const byFlag = new Map<string, Set<string>>()
  for (const arg of workload.args) {
    const flag = flagName(arg)
    const missing = variablesIn(renderArgs([arg]).join(' ')).filter((name) => !set.has(name) && !OF_SERVICES.test(name) && !isCommand(workload, name))
    if (flag !== undefined && missing.length > 0) byFlag.set(flag, new Set([...byFlag.get(flag) ?? [], ...missing]))
  }
  return [...byFlag].map(([flag, missing]) => unset(workload, flag, [...missing]))
})

/** Edits that give the container a variable with a field of the pod, before those that use it; none where it has the variable. */
export function addVariable(workload: Workload, name: string): Edit[] {
  const fieldPath = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined
  if (fieldPath === undefined || isFragment(workload) || environmentOf(workload).names.includes(name)) return []
  const object = specObjectId(workload)
  const pointer = `${containerPointer(workload)}/env`
  const variable = { name, valueFrom: { fieldRef: { fieldPath } } }
  const written = containerOf(workload).env
  // Kubernetes refuses what is no list, and nothing can be added to it.
  if (written !== undefined && written !== null && !Array.isArray(written)) return []
  const existing = objects(written)
  // A variable can use only those that stand above it.
  const isUsed = existing.some(({ value }) => typeof value === 'string' && variablesIn(value).includes(name))
  return [isUsed ? { op: 'field.set', object, pointer, value: [variable, ...existing] } : { op: 'field.set', object, pointer: `${pointer}/-`, value: variable }]
}

/** In a line of a shell `$(nproc)` is what a program prints. Names of variables are written in capitals, those of programs are not. */
function isCommand(workload: Workload, name: string): boolean {
  return isRunByShell(workload) && !/^[A-Z][A-Z\d_]*$/.test(name)
}

/** Names in `$(NAME)`; `$$(NAME)` is an escape. */
function variablesIn(written: string): string[] {
  return [...written.matchAll(/(?<!\$)(?:\$\$)*\$\(([A-Za-z_][\w.-]*)\)/g)].flatMap((match) => match[1] ?? [])
}

function unset(workload: Workload, flag: string, missing: readonly string[]): Finding {
  const shown = missing.map((name) => `$(${name})`).join(', ')
  const edits = missing.flatMap((name) => addVariable(workload, name))
  return {
    code: 'workload/unset-variable', severity: 'error', object: specObjectId(workload), path: `flags.${flag}`,
    message: text(`--${flag} uses ${shown}, which the container does not set.`, `--${flag}에서 ${shown} 변수를 쓰는데 컨테이너에 그 환경 변수가 없습니다.`),
    reason: consequence(workload, flag),
    source: 'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/',
    ...(edits.length === missing.length ? { fix: safeFix(text(`Add ${missing.join(', ')} to the container`, `컨테이너에 ${missing.join(', ')} 추가`), ...edits) } : {}),
  }
}

function consequence(workload: Workload, flag: string): Text {
  if (isRunByShell(workload)) return text('Kubernetes leaves the text as it is, and the shell looks for a program of that name: without one the value is empty.', 'Kubernetes가 텍스트를 그대로 두어 셸이 그 이름의 프로그램을 찾으며, 없으면 값이 비게 됩니다.')
  if (flag === 'label') return text('Kubernetes leaves the text as it is, so every replica carries the same label.', 'Kubernetes가 텍스트를 그대로 두므로 모든 레플리카가 같은 라벨을 갖습니다.')
  return text('Kubernetes leaves the text as it is, and Thanos takes it literally.', 'Kubernetes가 텍스트를 그대로 두므로 Thanos가 글자 그대로 읽습니다.')
}
