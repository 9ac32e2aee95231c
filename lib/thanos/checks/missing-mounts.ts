// Files that a flag names and the pod does not have, and data that is written where no volume is.
import { text, type Text } from '../../text.ts'
import { flagValue } from '../read-args.ts'
import { isFragment, type Check } from '../check.ts'
import { dataDirectory } from '../data-directory.ts'
import { fileAt, type FileLookup } from '../files.ts'
import type { Finding } from '../finding.ts'
import { isFilledByShell } from '../in-sight.ts'
import { isRouter } from '../receive/mode.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../spec.ts'

/** Flags that name a file which must be there when the process starts. */
const FILE_FLAGS = [
  'objstore.config-file', 'receive.hashrings-file', 'receive.relabel-config-file', 'receive.limits-config-file', 'endpoint.sd-config-file',
  'query.config-file', 'alertmanagers.config-file', 'alert.relabel-config-file', 'remote-write.config-file', 'selector.relabel-config-file',
  'index-cache.config-file', 'store.caching-bucket.config-file', 'query-range.response-cache-config-file', 'labels.response-cache-config-file',
  'tracing.config-file', 'request.logging-config-file',
] as const

const SOURCE = 'https://kubernetes.io/docs/concepts/storage/volumes/'

export const missingMounts: Check = ({ spec }) => workloads(spec).filter((workload) => !isFragment(workload)).flatMap((workload) => [
  ...FILE_FLAGS.flatMap((flag) => missingFile(spec, workload, flag)),
  ...looseData(spec, workload),
])

function missingFile(spec: StackSpec, workload: Workload, flag: string): Finding[] {
  const path = flagValue(workload.args, flag)
  // The agent of Vault mounts its files when the pod is made.
  if (path === undefined || path.includes('$(') || isFilledByShell(workload, path) || path.startsWith('/vault/secrets/')) return []
  const problem = describe(fileAt(spec, workload, path), path)
  if (!problem) return []
  return [{
    code: problem.code, severity: problem.severity, object: specObjectId(workload), path: `flags.${flag}`, source: SOURCE,
    message: problem.message, reason: problem.reason,
  }]
}

function describe(found: FileLookup, path: string): { code: string; severity: Finding['severity']; message: Text; reason: Text } | undefined {
  const exits = text('Thanos cannot read the file and exits at start.', 'Thanos가 파일을 읽지 못해 시작하자마자 종료됩니다.')
  const stuck = text('The kubelet waits for it, and the pod stays in ContainerCreating.', 'kubelet이 계속 기다리며 파드가 ContainerCreating 상태에 머뭅니다.')
  switch (found.status) {
    case 'file':
    case 'elsewhere': return undefined
    case 'no-mount': return {
      code: 'workload/file-not-mounted', severity: 'error', reason: exits,
      message: text(`Nothing is mounted at ${path}.`, `${path}에 마운트된 것이 없습니다.`),
    }
    case 'no-volume': return {
      code: 'workload/volume-missing', severity: 'error',
      message: text(`${path} is mounted from the volume "${found.volume}", which the pod does not have.`, `${path}은(는) 볼륨 "${found.volume}"에서 마운트되는데 파드에 그 볼륨이 없습니다.`),
      reason: text('The API server refuses the workload: volumeMounts[].name not found.', 'API 서버가 "volumeMounts[].name not found"로 워크로드를 거부합니다.'),
    }
    case 'no-object': return {
      code: 'workload/source-missing', severity: found.kind === 'Secret' ? 'advice' : 'warning', reason: stuck,
      message: text(`${path} comes from the ${found.kind} ${found.name}, which is not among these objects.`, `${path}은(는) ${found.kind} ${found.name}에서 오는데 이 오브젝트 중에 없습니다.`),
    }
    case 'no-key': return {
      code: 'workload/key-missing', severity: 'error', reason: exits,
      message: text(`${found.object.object} ${found.object.name} has no key "${found.key}", so ${path} does not exist.`, `${found.object.object} ${found.object.name}에 "${found.key}" 키가 없어 ${path}이(가) 존재하지 않습니다.`),
    }
  }
}

function looseData(spec: StackSpec, workload: Workload): Finding[] {
  const directory = dataDirectory(workload)
  if (directory === undefined || isRouter(spec, workload)) return []
  const { flag, path } = directory
  if (fileAt(spec, workload, `${path}/.`).status !== 'no-mount') return []
  return [{
    code: 'workload/data-not-mounted', severity: 'warning', object: specObjectId(workload), path: `flags.${flag}`, source: SOURCE,
    message: text(`No volume is mounted at ${path}, where ${workload.kind} keeps its data.`, `${workload.kind}이(가) 데이터를 두는 ${path}에 마운트된 볼륨이 없습니다.`),
    reason: text('The data lies in the container: it is gone with every restart, and it fills the node\'s disk.', '데이터가 컨테이너 안에 있어 재시작할 때마다 사라지고 노드 디스크를 채웁니다.'),
  }]
}
