// Data that must outlive a pod, and does not: receivers, rulers and compactors without a volume of their own, and too large ConfigMaps.
import { getAt } from '../../manifest/pointer.ts'
import { isJsonObject, type Json, type JsonObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { isFragment, report, type Check } from '../check.ts'
import { dataDirectory } from '../data-directory.ts'
import { fileAt } from '../files.ts'
import type { Finding } from '../finding.ts'
import { containerOf, objects } from '../pod.ts'
import { isRouter } from '../receive/mode.ts'
import { isStateless } from '../rule/mode.ts'
import { specObjectId, type ConfigFiles, type Other, type StackSpec, type Workload } from '../spec.ts'

/** What Kubernetes takes in one ConfigMap. */
const CONFIG_MAP_BYTES = 1024 * 1024

export const stableStorage: Check = ({ spec }) => spec.objects.flatMap((object): Finding[] => {
  if (object.type === 'config') return isFragment(object) ? [] : tooLarge(object, object.files, object.rest.binaryData)
  if (object.type === 'object' && object.object === 'ConfigMap') return tooLarge(object, {}, object.manifest.binaryData)
  return object.type === 'workload' ? [...asDeployment(spec, object), ...passing(spec, object)] : []
})

function passing(spec: StackSpec, workload: Workload): Finding[] {
  const directory = workload.kind === 'compact' ? undefined : dataDirectory(workload)
  if (isFragment(workload) || directory === undefined || isRouter(spec, workload) || isStateless(workload)) return []
  const { flag, path } = directory
  const found = fileAt(spec, workload, `${path}/.`)
  if (found.status !== 'elsewhere') return []
  const volume = objects(getAt(workload.rest, '/spec/template/spec/volumes')).find(({ name }) => name === found.volume)
  if (volume === undefined) return []
  if (volume.emptyDir === undefined) return [...onNode(workload, flag, volume), ...sharedClaim(workload, flag, volume)]
  return [report({ object: specObjectId(workload), path: `flags.${flag}`, source: 'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir' }, 'workload/passing-storage', 'warning',
    text(`${workload.name} keeps its data in an emptyDir.`, `${workload.name}이(가) 데이터를 emptyDir에 둡니다.`),
    workload.kind === 'receive'
      ? text('A pod that moves to another node comes back empty: what it had not uploaded, two hours and more, is lost. Use a volumeClaimTemplate.', '파드가 다른 노드로 옮겨지면 비어 있는 상태로 돌아오며 업로드하지 않은 두 시간 이상의 데이터를 잃습니다. volumeClaimTemplate을 사용하세요.')
      : text('A pod that moves to another node loses what it recorded and had not uploaded, and the state of its alerts. Use a volumeClaimTemplate.', '파드가 다른 노드로 옮겨지면 업로드하지 않은 기록과 알림 상태를 잃습니다. volumeClaimTemplate을 사용하세요.'))]
}

function onNode(workload: Workload, flag: string, volume: JsonObject): Finding[] {
  if (volume.hostPath === undefined) return []
  return [report({ object: specObjectId(workload), path: `flags.${flag}`, source: 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath' }, 'workload/node-storage', 'warning',
    text(`${workload.name} keeps its data in a directory of its node (hostPath).`, `${workload.name}이(가) 데이터를 노드의 디렉터리(hostPath)에 둡니다.`),
    text('A pod that moves to another node finds another directory: what it had not uploaded stays behind, and two pods of one node write into the same. Use a volumeClaimTemplate.', '파드가 다른 노드로 옮겨지면 다른 디렉터리를 보게 되어 업로드하지 않은 데이터가 남겨지고, 한 노드의 두 파드는 같은 디렉터리에 씁니다. volumeClaimTemplate을 사용하세요.'))]
}

/** Every pod takes the lock of its directory, so of two on one claim one never starts. Pods may have directories of their own on it. */
function sharedClaim(workload: Workload, flag: string, volume: JsonObject): Finding[] {
  const isApart = objects(containerOf(workload).volumeMounts).some(({ name, subPathExpr }) => name === volume.name && typeof subPathExpr === 'string')
  if (volume.persistentVolumeClaim === undefined || (workload.replicas ?? 1) < 2 || isApart) return []
  return [report({ object: specObjectId(workload), path: `flags.${flag}`, source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/' }, 'workload/shared-claim', 'error',
    text(`All ${workload.replicas ?? 1} replicas of ${workload.name} keep their data in one claim.`, `${workload.name}의 레플리카 ${workload.replicas ?? 1}개가 모두 하나의 클레임에 데이터를 둡니다.`),
    text('The first pod locks the directory, and the others end at start; a claim for one node keeps them in ContainerCreating. A volumeClaimTemplate gives each pod a claim of its own.', '첫 파드가 디렉터리를 잠그므로 나머지는 시작하자마자 종료되고, 한 노드용 클레임이면 ContainerCreating에 머뭅니다. volumeClaimTemplate은 파드마다 클레임을 만듭니다.'))]
}

/** Pods of a Deployment have new names each time: no place in a ring, no volume that comes back, a new label stream per pod. */
function asDeployment(spec: StackSpec, workload: Workload): Finding[] {
  if (workload.object !== 'Deployment' || workload.kind !== 'receive' || isRouter(spec, workload) || workload.replicas === 0) return []
  return [report({ object: specObjectId(workload), path: 'kind', source: 'https://thanos.io/tip/components/receive.md' }, 'receive/ingestor-deployment', 'warning',
    text(`${workload.name} keeps data and is a Deployment.`, `${workload.name}은(는) 데이터를 보관하는데 Deployment입니다.`),
    text('Its pods have a new name after every restart: no ring can name them, no volume comes back to them, and a label with the pod\'s name begins a new stream of blocks each time. Receivers that keep data are a StatefulSet.', '재시작할 때마다 파드 이름이 바뀌어 링에 적을 수 없고 볼륨이 돌아오지 않으며, 파드 이름을 쓰는 라벨은 매번 새 블록 스트림을 만듭니다. 데이터를 보관하는 수신기는 StatefulSet으로 두세요.'))]
}

function tooLarge(config: ConfigFiles | Other, files: Readonly<Record<string, string>>, binary: Json | undefined): Finding[] {
  const texts = Object.entries(files).reduce((sum, [key, content]) => sum + key.length + bytesOf(content), 0)
  // Base64 is three bytes in four letters; Kubernetes counts the bytes.
  const bytes = Object.entries(isJsonObject(binary) ? binary : {}).reduce((sum, [key, content]) => sum + key.length + Math.floor(String(content).replaceAll(/[\s=]/g, '').length * 3 / 4), texts)
  if (bytes <= CONFIG_MAP_BYTES) return []
  return [report({ object: specObjectId(config), path: 'files', source: 'https://kubernetes.io/docs/concepts/configuration/configmap/#motivation' }, 'config/too-large', 'error',
    text(`ConfigMap ${config.name} has ${(bytes / CONFIG_MAP_BYTES).toFixed(1)} MiB; Kubernetes takes 1 MiB.`, `ConfigMap ${config.name}의 크기가 ${(bytes / CONFIG_MAP_BYTES).toFixed(1)} MiB입니다. Kubernetes는 1 MiB까지 받습니다.`),
    text('The API server refuses it: Too long: may not be more than 1048576 bytes. Share the files over several.', 'API 서버가 거부합니다("Too long: may not be more than 1048576 bytes"). 파일을 여러 ConfigMap으로 나누세요.'))]
}

/** Bytes in UTF-8; most texts are far too short to count. */
function bytesOf(content: string): number {
  return content.length * 3 <= CONFIG_MAP_BYTES / 100 ? content.length : new TextEncoder().encode(content).length
}
