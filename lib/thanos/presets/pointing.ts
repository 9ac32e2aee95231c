// What points to a workload and to nothing else: Services, budgets, autoscalers, monitors, and the ConfigMaps that only it mounts.
import { getAt } from '../../manifest/pointer.ts'
import { isJsonObject, type Json, type JsonObject } from '../../manifest/types.ts'
import { objects, podLabels, sameNamespace, servicesFor, stringsAt, workloadsBehind } from '../pod.ts'
import { renderObject } from '../render.ts'
import { specObjectId, type Other, type SpecObject, type StackSpec, type Workload, workloads } from '../spec.ts'

/** objectIds of what is of no use without the workload. Secrets and claims are never among them. */
export function ownedBy(spec: StackSpec, workload: Workload): string[] {
  const services = servicesFor(spec, workload).filter((service) => workloadsBehind(spec, service).length === 1).map(({ object }) => object)
  const gone = new Set(services.map(specObjectId))
  const others = spec.objects.filter((object): object is Other => object.type === 'object' && !gone.has(specObjectId(object)))
  const pointing = others.filter((object) => sameNamespace(object, workload) && pointsOnlyTo(spec, workload, object, services))
  const configs = spec.objects.filter((object) => object.type === 'config' && object.object === 'ConfigMap' && sameNamespace(object, workload) && isMountedOnlyBy(spec, workload, object.name))
  return [...services, ...pointing, ...configs].map(specObjectId)
}

/** Names of the ConfigMaps that a workload's pods mount or read their environment from. */
export function configsOf(workload: Workload): Set<string> {
  const found = new Set<string>()
  const pod = getAt(renderObject(workload), '/spec/template/spec')
  const walk = (value: Json | undefined): void => {
    if (Array.isArray(value)) value.forEach(walk)
    if (!isJsonObject(value)) return
    for (const [key, child] of Object.entries(value)) {
      if (/^configMap(Ref|KeyRef)?$/.test(key) && isJsonObject(child) && typeof child.name === 'string') found.add(child.name)
      walk(child)
    }
  }
  walk(pod)
  return found
}

function isMountedOnlyBy(spec: StackSpec, workload: Workload, name: string): boolean {
  const users = workloads(spec).filter((candidate) => sameNamespace(candidate, workload) && configsOf(candidate).has(name))
  if (!users.includes(workload) || users.length > 1) return false
  // Something that is no Thanos may mount it too.
  return !spec.objects.some((object) => object.type === 'object' && JSON.stringify(object.manifest).includes(`"name":"${name}"`) && object.object !== 'ConfigMap')
}

function pointsOnlyTo(spec: StackSpec, workload: Workload, object: Other, services: readonly SpecObject[]): boolean {
  const { manifest } = object
  switch (object.object) {
    case 'PodDisruptionBudget': return selectsOnly(spec, workload, stringsAt(manifest, '/spec/selector/matchLabels'))
    case 'NetworkPolicy': return selectsOnly(spec, workload, stringsAt(manifest, '/spec/podSelector/matchLabels'))
    case 'HorizontalPodAutoscaler':
    case 'VerticalPodAutoscaler': return targets(manifest, workload)
    case 'ServiceMonitor': return monitorsOnly(spec, stringsAt(manifest, '/spec/selector/matchLabels'), services)
    case 'ServiceAccount': return accountOf(workload) === object.name && workloads(spec).every((other) => other === workload || accountOf(other) !== object.name)
    default: return false
  }
}

function selectsOnly(spec: StackSpec, workload: Workload, labels: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(labels)
  if (wanted.length === 0) return false
  const selected = workloads(spec).filter((candidate) => sameNamespace(candidate, workload) && wanted.every(([key, value]) => podLabels(candidate)[key] === value))
  return selected.length === 1 && selected[0] === workload
}

function targets(manifest: JsonObject, workload: Workload): boolean {
  const target = getAt(manifest, '/spec/scaleTargetRef') ?? getAt(manifest, '/spec/targetRef')
  return isJsonObject(target) && target.kind === workload.object && target.name === workload.name
}

function monitorsOnly(spec: StackSpec, labels: Readonly<Record<string, string>>, gone: readonly SpecObject[]): boolean {
  const wanted = Object.entries(labels)
  const monitored = spec.objects.filter((object) => object.type === 'object' && object.object === 'Service' && wanted.every(([key, value]) => stringsAt(object.manifest, '/metadata/labels')[key] === value))
  return wanted.length > 0 && monitored.length > 0 && monitored.every((service) => gone.includes(service))
}

function accountOf(workload: Workload): string | undefined {
  const pod = getAt(renderObject(workload), '/spec/template/spec')
  const account = isJsonObject(pod) ? pod.serviceAccountName : undefined
  return typeof account === 'string' ? account : undefined
}

/** The claim templates of a StatefulSet, and whether Kubernetes deletes the claims with it. */
export function claimsOf(workload: Workload): { names: string[]; areDeleted: boolean } {
  const rendered = renderObject(workload)
  const names = objects(getAt(rendered, '/spec/volumeClaimTemplates')).flatMap((claim) => {
    const name = getAt(claim, '/metadata/name')
    return typeof name === 'string' ? [name] : []
  })
  return { names, areDeleted: getAt(rendered, '/spec/persistentVolumeClaimRetentionPolicy/whenDeleted') === 'Delete' }
}
