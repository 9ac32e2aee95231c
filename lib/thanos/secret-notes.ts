// Secrets that pods read only when they start, and that were written after those pods' workload was last rolled out. Gauntlet knows what a
// Secret says no more than it shows it, so it gives pods no checksum of one: a plan says in words what it does not do.
import { mapsAt, stringAt } from '../manifest/fields.ts'
import { managedEntries, ownersOf } from '../manifest/managed-fields.ts'
import type { KubeObject } from '../manifest/types.ts'
import { text, type Text } from '../text.ts'
import { flagValues } from './read-args.ts'
import { flagsOf } from './catalogue.ts'
import { fileAt } from './files.ts'
import { sameNamespace } from './pod.ts'
import { isManaged, renderObject } from './render.ts'
import { specObjectId, workloads, type Reference, type StackSpec, type Workload } from './spec.ts'

/** `live` is by objectId, with its managedFields; `restarting` are the workloads whose pods a plan restarts anyway. */
export function secretNotes(spec: StackSpec, { live, restarting }: { live: ReadonlyMap<string, KubeObject>; restarting: ReadonlySet<string> }): Text[] {
  const late = new Map<Reference, Workload[]>()
  for (const workload of workloads(spec).filter((each) => isManaged(each) && !restarting.has(specObjectId(each)))) {
    const rolled = rolledAt(live.get(specObjectId(workload)))
    for (const secret of secretsOf(spec, workload)) {
      const there = live.get(specObjectId(secret))
      // No pod of that rollout can have read an earlier text of one that was made later: it waited for it.
      if (rolled !== '' && writtenAt(there) > rolled && !(madeAt(there) > rolled)) late.set(secret, [...late.get(secret) ?? [], workload])
    }
  }
  return [...late].map(([secret, readers]) => {
    const [id, names, at] = [specObjectId(secret), readers.map(({ name }) => name).join(', '), writtenAt(live.get(specObjectId(secret))).replace('T', ' ').replace('Z', ' UTC')]
    return text(
      `${id} was written at ${at}, after ${names} was last rolled out. Pods read it only when they start: those that are older use what it said before, and this plan does not restart them.`,
      `${id}은(는) ${names}의 마지막 롤아웃 뒤인 ${at}에 바뀌었습니다. 파드는 시작할 때만 읽으므로 그보다 오래된 파드는 이전 내용을 쓰며, 이 계획은 재시작하지 않습니다.`,
    )
  })
}

/** Secrets that a workload reads once: files of flags, variables of the environment. */
function secretsOf(spec: StackSpec, workload: Workload): Set<Reference> {
  const files = Object.keys(flagsOf(workload.kind)).filter((flag) => flag.endsWith('-file')).flatMap((flag) => flagValues(workload.args, flag)).flatMap((path): Reference[] => {
    const found = fileAt(spec, workload, path)
    return found.status === 'file' && found.object.type === 'reference' ? [found.object] : []
  })
  const named = (name: string | undefined): Reference[] => spec.objects.filter((object) => object.type === 'reference').filter((object) => object.name === name && sameNamespace(object, workload))
  const containers = mapsAt(renderObject(workload), 'spec', 'template', 'spec', 'containers')
  const variables = containers.flatMap((container) => [
    ...mapsAt(container, 'env').flatMap((entry) => named(stringAt(entry, 'valueFrom', 'secretKeyRef', 'name'))),
    ...mapsAt(container, 'envFrom').flatMap((entry) => named(stringAt(entry, 'secretRef', 'name'))),
  ])
  return new Set([...files, ...variables])
}

/** To the second, as Kubernetes tells it; "" when nobody is told. */
function writtenAt(secret: KubeObject | undefined): string {
  return newest(secret ? managedEntries(secret).map(({ manager }) => manager.time) : [])
}

/** "" when nobody tells. */
function madeAt(secret: KubeObject | undefined): string {
  return stringAt(secret, 'metadata', 'creationTimestamp') ?? ''
}

/** When something of the pod template was last written: a rollout, or `kubectl rollout restart`. */
function rolledAt(workload: KubeObject | undefined): string {
  return newest(workload ? ownersOf(workload, 'spec.template').map(({ time }) => time) : [])
}

function newest(times: readonly (string | undefined)[]): string {
  return times.reduce((latest: string, time = '') => (time > latest ? time : latest), '')
}
