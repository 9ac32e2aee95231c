// Files that Thanos would reload, mounted in a way that never shows a change.
import { text } from '../../text.ts'
import { flagValue, flagValues } from '../read-args.ts'
import { isFragment, safeFix, workloadsOf, type Check } from '../check.ts'
import { fileAt, filesMatching, type MountedFile } from '../files.ts'
import type { Finding, Fix } from '../finding.ts'
import { containerOf, containerPointer, objects } from '../pod.ts'
import { specObjectId, type Workload } from '../spec.ts'

/** A ConfigMap mounted by subPath is copied once; the kubelet never updates it. */
export const frozenFiles: Check = ({ spec }) => workloadsOf(spec, 'receive', 'rule', 'query').filter((workload) => !isFragment(workload)).flatMap((workload) => [
  ...['receive.hashrings-file', 'endpoint.sd-config-file', 'receive.limits-config-file'].flatMap((flag) => {
    const path = flagValue(workload.args, flag)
    const found = path === undefined ? undefined : fileAt(spec, workload, path)
    return found?.status === 'file' && found.object.type === 'config' && found.isSubPath ? [{ ...frozen(workload, flag, found.object.name), ...asDirectory(workload, flag, path ?? '', found) }] : []
  }),
  ...flagValues(workload.args, 'rule-file').flatMap((glob) => filesMatching(spec, workload, glob)
    .filter((file) => file.object.type === 'config' && file.isSubPath).slice(0, 1).map((file) => ({ ...frozen(workload, 'rule-file', file.object.name), about: file.object.name }))),
])

function frozen(workload: Workload, flag: string, configMap: string): Finding {
  return {
    code: 'workload/frozen-file', severity: 'warning', object: specObjectId(workload), path: `flags.${flag}`,
    message: text(`ConfigMap ${configMap} is mounted by subPath, so a change of it never reaches ${workload.name}.`, `ConfigMap ${configMap}이(가) subPath로 마운트되어 변경이 ${workload.name}에 전달되지 않습니다.`),
    reason: text('The kubelet does not update files mounted by subPath. Only a restart of every pod shows the new text. Mount the ConfigMap as a directory.', 'kubelet은 subPath로 마운트한 파일을 갱신하지 않습니다. 모든 파드를 재시작해야 새 내용이 보입니다. ConfigMap을 디렉터리로 마운트하세요.'),
    source: 'https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically',
  }
}

/** The whole ConfigMap as a directory of its own, and the flag's path below it. */
function asDirectory(workload: Workload, flag: string, path: string, file: MountedFile): { fix?: Fix } {
  const mounts = objects(containerOf(workload).volumeMounts)
  const index = mounts.findIndex((mount) => mount.mountPath === path && typeof mount.subPath === 'string')
  const mount = mounts[index]
  if (!mount || typeof mount.name !== 'string') return {}
  const directory = `/etc/thanos-${mount.name}`
  const object = specObjectId(workload)
  return {
    fix: safeFix(
      text(`Mount it as ${directory}`, `${directory}에 마운트`),
      { op: 'field.set', object, pointer: `${containerPointer(workload)}/volumeMounts/${index}`, value: { name: mount.name, mountPath: directory } },
      { op: 'flag.set', object, flag, values: [`${directory}/${file.key}`] },
    ),
  }
}
