// What pods need and these objects do not hold: ServiceAccounts, ConfigMaps, Secrets and claims; images without a version; autoscalers
// that scale what must not be scaled.
import { getAt } from '../../manifest/pointer.ts'
import { isJsonObject, type JsonObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { autoscalerOf, autoscalers } from '../autoscaler.ts'
import { releaseOf } from '../catalogue.ts'
import { isFragment, report, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { containerOf, objects, sameNamespace } from '../pod.ts'
import { remembered } from '../remember.ts'
import { isRouter } from '../receive/mode.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../spec.ts'

const SOURCE = 'https://kubernetes.io/docs/concepts/configuration/'

export const references: Check = ({ spec }) => {
  // What stands beside a sidecar is another one's to run.
  const all = workloads(spec).filter((workload) => !isFragment(workload) && workload.kind !== 'sidecar')
  return [...all.flatMap((workload) => [...missing(spec, workload), ...ofImage(workload), ...scaledIngestor(spec, workload)]), ...targetless(spec), ...unbound(spec), ...mixed(all)]
}

/** May be made by somebody else, so it is said as advice. What flags name as files is another check. */
function missing(spec: StackSpec, workload: Workload): Finding[] {
  const needed = [...new Set(namesIn(workload))].filter((id) => byName(spec).get(id)?.some((object) => sameNamespace(object, workload)) !== true)
  if (needed.length === 0) return []
  return [report({ object: specObjectId(workload), path: 'spec.template.spec', source: SOURCE }, 'workload/needs-more', 'advice',
    text(`${workload.name} needs ${needed.map((id) => id.replace('/', ' ')).join(', ')}, which ${needed.length > 1 ? 'are' : 'is'} not among these objects.`, `${workload.name}에 필요한 ${needed.map((id) => id.replace('/', ' ')).join(', ')}이(가) 이 오브젝트 중에 없습니다.`),
    text('Where the cluster does not have it either, the pod is not made or waits in ContainerCreating or CreateContainerConfigError.', '클러스터에도 없으면 파드가 만들어지지 않거나 ContainerCreating, CreateContainerConfigError 상태로 기다립니다.'))]
}

const byName = remembered((spec: StackSpec) => Map.groupBy(spec.objects, (object) => `${object.object}/${object.name}`))

function namesIn(workload: Workload): string[] {
  const pod = getAt(workload.rest, '/spec/template/spec')
  if (!isJsonObject(pod)) return []
  const environment = objects(containerOf(workload).env).flatMap(({ valueFrom }) => (isJsonObject(valueFrom) ? [...nameOf('ConfigMap', valueFrom.configMapKeyRef, 'name'), ...nameOf('Secret', valueFrom.secretKeyRef, 'name')] : []))
  const whole = objects(containerOf(workload).envFrom).flatMap((source) => [...nameOf('ConfigMap', source.configMapRef, 'name'), ...nameOf('Secret', source.secretRef, 'name')])
  // A volume that a flag reads from is judged where the flag is.
  const mounted = new Set(objects(containerOf(workload).volumeMounts).filter(({ mountPath }) => typeof mountPath === 'string' && !isRead(workload, mountPath)).map(({ name }) => name))
  const volumes = objects(pod.volumes).filter(({ name }) => mounted.has(name ?? '')).flatMap((volume) => [
    ...nameOf('ConfigMap', volume.configMap, 'name'), ...nameOf('Secret', volume.secret, 'secretName'), ...nameOf('PersistentVolumeClaim', volume.persistentVolumeClaim, 'claimName'),
  ])
  const account = typeof pod.serviceAccountName === 'string' && pod.serviceAccountName !== 'default' ? [`ServiceAccount/${pod.serviceAccountName}`] : []
  return [...account, ...environment, ...whole, ...volumes]
}

function isRead({ args }: Workload, mountPath: string): boolean {
  return args.some((arg) => 'value' in arg && arg.flag !== 'rule-file' && arg.value.startsWith(mountPath.replace(/\/+$/, '')))
}

function nameOf(kind: string, value: JsonObject[string] | undefined, key: string): string[] {
  if (!isJsonObject(value) || value.optional === true) return []
  const name = value[key]
  return typeof name === 'string' ? [`${kind}/${name}`] : []
}

/** Without a version nobody knows which flags the image takes. */
function ofImage(workload: Workload): Finding[] {
  const { image } = workload
  if (image === undefined || image.includes('@sha256:') || releaseOf(image) !== undefined || !/(^|\/)[^/:]+(:latest)?$/.test(image)) return []
  return [report({ object: specObjectId(workload), path: 'image', source: 'https://kubernetes.io/docs/concepts/containers/images/#image-names' }, 'workload/unpinned-image', 'advice',
    text(`${workload.name} runs ${image}, whatever that is today.`, `${workload.name}이(가) 버전이 정해지지 않은 ${image}을(를) 실행합니다.`),
    text('A restart may bring another release: flags that it no longer knows end the process. Name a version.', '재시작하면 다른 버전이 될 수 있고, 제거된 플래그가 있으면 시작하자마자 종료됩니다. 버전을 적으세요.'))]
}

function scaledIngestor(spec: StackSpec, workload: Workload): Finding[] {
  const autoscaler = workload.kind === 'receive' && !isRouter(spec, workload) ? autoscalerOf(spec, workload) : undefined
  if (!autoscaler) return []
  return [report({ object: specObjectId(autoscaler), path: 'spec.scaleTargetRef', source: 'https://github.com/thanos-io/thanos/issues/3141' }, 'receive/autoscaled', 'warning',
    text(`${autoscaler.name} changes the number of ${workload.name}, and the ring does not follow.`, `${autoscaler.name}이(가) ${workload.name}의 수를 바꾸지만 링은 따라가지 않습니다.`),
    text('New pods get no series, and a pod that is taken away stays in the ring: its share of writes fails. A ring that follows moves series at each step and asks for still more pods.', '새 파드는 시리즈를 받지 못하고, 없어진 파드가 링에 남아 그 몫의 쓰기가 실패합니다. 링이 따라가면 매번 시리즈가 옮겨져 파드가 더 필요해집니다.'))]
}

function targetless(spec: StackSpec): Finding[] {
  return autoscalers(spec).filter(({ object, target }) => /thanos/i.test(object.name) && byName(spec).get(target)?.some((other) => sameNamespace(other, object)) !== true).map(({ object, target }) => report(
    { object: specObjectId(object), path: 'spec.scaleTargetRef', source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/' }, 'autoscaler/no-target', 'warning',
    text(`HorizontalPodAutoscaler ${object.name} scales ${target.replace('/', ' ')}, which is not among these objects.`, `HorizontalPodAutoscaler ${object.name}의 대상 ${target.replace('/', ' ')}이(가) 이 오브젝트 중에 없습니다.`),
    text('It does nothing: FailedGetScale.', '아무 일도 하지 않습니다(FailedGetScale).')))
}

/** Rights of a Role that is not there, or for nobody: the pods that need them get 403. Of cluster roles and groups nobody knows here. */
function unbound(spec: StackSpec): Finding[] {
  return spec.objects.flatMap((object): Finding[] => {
    if (object.type !== 'object' || object.object !== 'RoleBinding' || !object.managed) return []
    const { roleRef } = object.manifest
    const accounts = objects(object.manifest.subjects).filter(({ kind, name, namespace }) => kind === 'ServiceAccount' && name !== 'default' && (namespace === undefined || namespace === object.namespace))
    const wanted = [...(isJsonObject(roleRef) && roleRef.kind === 'Role' ? [`Role/${String(roleRef.name)}`] : []), ...accounts.map(({ name }) => `ServiceAccount/${String(name)}`)]
    const missing = wanted.filter((id) => byName(spec).get(id)?.some((other) => sameNamespace(other, object)) !== true)
    if (missing.length === 0) return []
    const shown = missing.map((id) => id.replace('/', ' ')).join(', ')
    return [report({ object: specObjectId(object), path: 'roleRef', source: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/' }, 'rbac/binds-nothing', 'advice',
      text(`RoleBinding ${object.name} binds ${shown}, which ${missing.length > 1 ? 'are' : 'is'} not among these objects.`, `RoleBinding ${object.name}이(가) 이 오브젝트 중에 없는 ${shown}을(를) 연결합니다.`),
      text('Kubernetes takes it without a word. Where the cluster does not have it either, nobody gets the rights, and requests to the API server end in 403.', 'Kubernetes는 아무 말 없이 받아들입니다. 클러스터에도 없으면 권한이 주어지지 않아 API 서버 요청이 403으로 끝납니다.'))]
  })
}

/** Releases may differ for a while, in an upgrade; a block or an answer of one is not always understood by another. */
function mixed(all: readonly Workload[]): Finding[] {
  const releases = [...new Set(all.filter(({ kind }) => kind !== 'sidecar').flatMap(({ image }) => releaseOf(image ?? '') ?? []))]
  if (releases.length < 2) return []
  return [report({ object: '', path: 'image', source: 'https://thanos.io/tip/thanos/getting-started.md' }, 'stack/mixed-releases', 'advice',
    text(`These workloads run ${releases.toSorted().join(', ')}.`, `워크로드가 여러 버전(${releases.toSorted().join(', ')})을 실행합니다.`),
    text('Releases next to each other work together while an upgrade lasts. Further apart, flags, ring hashing (shuffle sharding in v0.41) and blocks differ without a word.', '이웃한 버전은 업그레이드하는 동안 함께 동작합니다. 더 떨어지면 플래그, 링 해시(v0.41의 셔플 샤딩), 블록이 아무 말 없이 달라집니다.'))]
}
