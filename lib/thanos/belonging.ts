// Which objects of an import belong to the Thanos installation and are managed, and why the others are only kept and given back.
// Managed is what Thanos workloads need or what acts on them; decided by selectors and references first, by names only after these.
import { getAt } from '../manifest/pointer.ts'
import { isJsonObject, type Json, type JsonObject } from '../manifest/types.ts'
import { text, type Text } from '../text.ts'
import { objects as maps, sameNamespace, stringsAt } from './pod.ts'
import { remembered } from './remember.ts'
import { renderObject } from './render.ts'
import { specObjectId, type SpecObject, type StackSpec } from './spec.ts'
import { kindReason, operatorReason, ownerReason, workloadReason } from './belonging-reasons.ts'

/** An object that is not applied, and why. */
export type NotManaged = { readonly object: string; readonly why: Text }

/** The objects with `managed` set as they belong; all of one import must be given together. */
export function withBelonging(objects: readonly SpecObject[]): SpecObject[] {
  const why = reasons(objects)
  return objects.map((object): SpecObject => {
    const isManaged = why.get(object) === undefined
    if (object.type === 'object') return object.managed === isManaged ? object : { ...object, managed: isManaged }
    if (object.type === 'reference' || object.object === 'Fragment') return object
    const { managed: _, ...rest } = object
    return isManaged ? rest : { ...rest, managed: false }
  })
}

/** What of a spec is not applied, in its order, each with the reason. Secrets and pieces are not among them. */
export const notManaged: (spec: StackSpec) => readonly NotManaged[] = remembered((spec) => {
  const why = reasons(spec.objects)
  return spec.objects.flatMap((object): NotManaged[] => {
    if (object.type === 'reference' || object.object === 'Fragment') return []
    const isManaged = object.type === 'object' ? object.managed : object.managed !== false && why.get(object) === undefined
    return isManaged ? [] : [{ object: specObjectId(object), why: why.get(object) ?? LEFT_OUT }]
  })
})

/** Of objects that were read from a cluster: the workloads themselves, and what acts on their pods or is named by them. Secrets are for the caller to choose. */
export function aroundWorkloads(objects: readonly SpecObject[]): SpecObject[] {
  const world = new World(objects)
  return objects.filter((object) => object.type === 'workload' || (object.type === 'reference' && object.object === 'Secret') || world.leadsToThanos(object))
}

/** The namespace of the stack, and by each other one the objects that would be managed in a stack there; undefined when no object names one. */
export function furtherNamespaces(objects: readonly SpecObject[]): { home: string; further: ReadonlyMap<string, readonly SpecObject[]> } | undefined {
  const world = new World(objects)
  const home = homeOf(objects, world)
  if (home === undefined) return undefined
  const outside = objects.filter((object) => object.namespace !== undefined && object.namespace !== home && belongs(object, world))
  return { home, further: Map.groupBy(outside, ({ namespace }) => namespace ?? '') }
}

function reasons(objects: readonly SpecObject[]): Map<SpecObject, Text | undefined> {
  const world = new World(objects)
  const home = homeOf(objects, world)
  return new Map(objects.map((object) => [object, world.reasonAnywhere(object) ?? elsewhere(object, home)]))
}

/** The namespace of a stack is the one in which most of its workloads lie. */
function homeOf(objects: readonly SpecObject[], world: World): string | undefined {
  const candidates = objects.filter((object) => object.namespace !== undefined && belongs(object, world))
  const running = candidates.filter(({ type }) => type === 'workload')
  const byNamespace = Map.groupBy(running.length > 0 ? running : candidates, ({ namespace }) => namespace)
  return [...byNamespace].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0]
}

function belongs(object: SpecObject, world: World): boolean {
  return object.type !== 'reference' && object.object !== 'Fragment' && world.reasonAnywhere(object) === undefined
}

function elsewhere(object: SpecObject, home: string | undefined): Text | undefined {
  if (home === undefined || object.namespace === undefined || object.namespace === home || object.type === 'reference') return undefined
  const where = object.namespace
  return text(
    `It is in the namespace ${where}; this stack is in ${home}. Make a stack for ${where} to manage it.`,
    `네임스페이스 ${where}에 있고 이 스택은 ${home}에 있습니다. 관리하려면 ${where}의 스택을 만드세요.`,
  )
}

const LEFT_OUT = text('It was no part of the installation when it was read.', '읽을 때 이 설치에 속하지 않았습니다.')

/** Pods that an object makes: their labels and what they name. */
type Pods = { readonly owner: SpecObject; readonly namespace?: string | undefined; readonly labels: Readonly<Record<string, string>>; readonly names: ReadonlySet<string> }
type Side = 'thanos' | 'foreign'

class World {
  readonly #pods: Record<Side, Pods[]> = { thanos: [], foreign: [] }
  /** By side, the pods that carry a label ("key=value") or name an object ("ConfigMap/NAME"). */
  readonly #podsWith: Record<Side, Map<string, Pods[]>>
  readonly #byKind: Map<string, SpecObject[]>
  readonly #ownWords: Set<string>
  readonly #links = new Map<SpecObject, Partial<Record<Side, SpecObject | null>>>()

  constructor(objects: readonly SpecObject[]) {
    this.#byKind = Map.groupBy(objects, (object) => object.object)
    for (const object of objects) {
      if (object.type === 'reference' || object.object === 'Fragment') continue
      const template = templateOf(object)
      if (!template) continue
      const isThanos = object.type === 'workload' && object.kind !== 'sidecar' && ownerReason(object) === undefined
      this.#pods[isThanos ? 'thanos' : 'foreign'].push({ owner: object, namespace: object.namespace, labels: stringsAt(template, '/metadata/labels'), names: namesIn(template) })
    }
    this.#podsWith = { thanos: indexed(this.#pods.thanos), foreign: indexed(this.#pods.foreign) }
    this.#ownWords = new Set(this.#pods.thanos.flatMap(({ labels }) => NAMING_LABELS.flatMap((key) => labels[key] ?? [])))
  }

  /** Why an object is not managed whatever its namespace; undefined when it is. */
  reasonAnywhere(object: SpecObject): Text | undefined {
    if (object.type === 'reference' || object.object === 'Fragment') return undefined
    const fixed = ownerReason(object) ?? operatorReason(object) ?? workloadReason(object) ?? kindReason(object)
    if (fixed || object.type === 'workload') return fixed
    if (this.#linked(object, 'thanos')) return undefined
    const foreign = this.#linked(object, 'foreign')
    if (foreign) {
      const isSidecar = foreign.type === 'workload'
      const name = `${foreign.object} ${foreign.name}`
      return isSidecar
        ? text(`It belongs to ${name}, which is read and not managed.`, `읽기만 하고 관리하지 않는 ${name}에 속합니다.`)
        : text(`It belongs to ${name}, which runs no Thanos component.`, `Thanos 구성 요소를 실행하지 않는 ${name}에 속합니다.`)
    }
    if (this.#isNamedAfterThanos(object) || this.#pods.thanos.length === 0) return undefined
    const stranger = NAMES_OF_APPS.map((key) => labelsOf(object)[key]).find((value) => value !== undefined)
    if (object.object === 'Service' || object.object === 'ConfigMap') {
      return stranger === undefined ? undefined : text(`Its labels say that it belongs to ${stranger}.`, `레이블에 따르면 ${stranger}에 속합니다.`)
    }
    return text('Nothing in it leads to a Thanos workload of this import.', '가져온 Thanos 워크로드와 이어지는 내용이 없습니다.')
  }

  #isNamedAfterThanos(object: SpecObject): boolean {
    const labels = labelsOf(object)
    if (/thanos/i.test(object.name) || Object.values(labels).some((value) => /thanos/i.test(value))) return true
    if (NAMING_LABELS.some((key) => this.#ownWords.has(labels[key] ?? ''))) return true
    return object.object === 'PrometheusRule' && /\bthanos[_-]/.test(JSON.stringify(getAt(manifestOf(object), '/spec/groups') ?? null))
  }

  /** Whether an object acts on pods that run Thanos, or is named by them. */
  leadsToThanos(object: SpecObject): boolean {
    return this.#linked(object, 'thanos') !== undefined
  }

  /** The owner of pods on a side that an object leads to, through other objects where need be. */
  #linked(object: SpecObject, side: Side): SpecObject | undefined {
    const known = this.#links.get(object) ?? {}
    this.#links.set(object, known)
    if (known[side] === undefined) {
      // A circle of references leads nowhere.
      known[side] = null
      known[side] = this.#find(object, side) ?? null
    }
    return known[side] ?? undefined
  }

  #find(object: SpecObject, side: Side): SpecObject | undefined {
    const manifest = manifestOf(object)
    switch (object.object) {
      case 'Service': return this.#selected(object, { matchLabels: getAt(manifest, '/spec/selector') ?? null }, side)
      case 'PodDisruptionBudget':
      case 'PodMonitor': return this.#selected(object, getAt(manifest, '/spec/selector'), side)
      case 'NetworkPolicy': return this.#selected(object, getAt(manifest, '/spec/podSelector'), side, true)
      case 'HorizontalPodAutoscaler': return this.#pods[side].find(({ owner }) => owner.object === getAt(manifest, '/spec/scaleTargetRef/kind') && owner.name === getAt(manifest, '/spec/scaleTargetRef/name') && sameNamespace(owner, object))?.owner
      case 'ConfigMap':
      case 'ServiceAccount': return this.#naming(`${object.object}/${object.name}`, object, side)
      case 'RoleBinding': return this.#through('ServiceAccount', maps(manifest.subjects).flatMap(({ kind, name }) => (kind === 'ServiceAccount' ? [name] : [])), object, side)
      case 'Role': return (this.#byKind.get('RoleBinding') ?? [])
        .filter((binding) => getAt(manifestOf(binding), '/roleRef/kind') === 'Role' && getAt(manifestOf(binding), '/roleRef/name') === object.name && sameNamespace(binding, object))
        .map((binding) => this.#linked(binding, side)).find((owner) => owner !== undefined)
      case 'ServiceMonitor': {
        const selector = getAt(manifest, '/spec/selector')
        const service = (this.#byKind.get('Service') ?? []).find((candidate) => matches(selector, labelsOf(candidate)) && this.#linked(candidate, side))
        return service && this.#linked(service, side)
      }
      case 'Ingress': return this.#through('Service', backendsOf(manifest), object, side)
      default: return undefined
    }
  }

  /** An account that no ServiceAccount object stands for is still the one that pods run under. */
  #through(kind: 'ServiceAccount' | 'Service', names: readonly (Json | undefined)[], from: SpecObject, side: Side): SpecObject | undefined {
    for (const name of names) {
      const object = (this.#byKind.get(kind) ?? []).find((candidate) => candidate.name === name && sameNamespace(candidate, from))
      const owner = object ? this.#linked(object, side) : this.#naming(`${kind}/${String(name)}`, from, side)
      if (owner) return owner
    }
    return undefined
  }

  #selected(object: SpecObject, selector: Json | undefined, side: Side, isAllWhenEmpty = false): SpecObject | undefined {
    const isEmpty = !isJsonObject(selector) || Object.values(selector).every((part) => part === null || Object.keys(part).length === 0)
    if (isEmpty && !(isAllWhenEmpty && isJsonObject(selector))) return undefined
    const wants = stringsAt(isJsonObject(selector) ? selector : {}, '/matchLabels')
    const [first] = Object.entries(wants)
    // Nearly every selector has a label to look up; the others are tried on all pods.
    const candidates = first ? this.#podsWith[side].get(first.join('=')) ?? [] : this.#pods[side]
    return candidates.find((pods) => sameNamespace(pods, object) && (isEmpty || matches(selector, pods.labels)))?.owner
  }

  #naming(name: string, from: SpecObject, side: Side): SpecObject | undefined {
    return this.#podsWith[side].get(name)?.find((pods) => sameNamespace(pods, from))?.owner
  }
}

function indexed(all: readonly Pods[]): Map<string, Pods[]> {
  const index = new Map<string, Pods[]>()
  for (const pods of all) {
    for (const word of [...pods.names, ...Object.entries(pods.labels).map((pair) => pair.join('='))]) {
      const known = index.get(word)
      if (known) known.push(pods)
      else index.set(word, [pods])
    }
  }
  return index
}

/** Labels that say which application an object is of; of these, those that Kubernetes recommends for it. */
const NAMING_LABELS = ['app.kubernetes.io/name', 'app', 'k8s-app']
const NAMES_OF_APPS = ['app.kubernetes.io/name', 'app.kubernetes.io/part-of']

function manifestOf(object: SpecObject): JsonObject {
  return object.type === 'object' ? object.manifest : renderObject(object)
}

function labelsOf(object: SpecObject): Record<string, string> {
  return stringsAt(object.type === 'config' ? object.rest : manifestOf(object), '/metadata/labels')
}

/** The template of the pods that an object makes; of a Pod itself the Pod. */
function templateOf(object: SpecObject): JsonObject | undefined {
  if (object.type !== 'workload' && object.type !== 'object') return undefined
  const manifest = manifestOf(object)
  const template = object.object === 'Pod' ? manifest : getAt(manifest, '/spec/template') ?? getAt(manifest, '/spec/jobTemplate/spec/template')
  return isJsonObject(template) && isJsonObject(template.spec) ? template : undefined
}

/** "ConfigMap/NAME" and "ServiceAccount/NAME" of whatever a template names. */
function namesIn(template: Json): Set<string> {
  const names = new Set<string>()
  const look = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(look)
    if (!isJsonObject(value)) return
    for (const [key, child] of Object.entries(value)) {
      if (/^configMap(?:Ref|KeyRef)?$/.test(key) && isJsonObject(child)) names.add(`ConfigMap/${String(child.name)}`)
      else if (/^serviceAccount(?:Name)?$/.test(key) && typeof child === 'string') names.add(`ServiceAccount/${child}`)
      look(child)
    }
  }
  look(template)
  return names
}

/** Whether a label selector takes a set of labels. An empty one takes none here. */
function matches(selector: Json | undefined, labels: Readonly<Record<string, string>>): boolean {
  if (!isJsonObject(selector)) return false
  const wanted = Object.entries(stringsAt(selector, '/matchLabels'))
  const expressions = maps(selector.matchExpressions)
  return wanted.length + expressions.length > 0 && wanted.every(([key, value]) => labels[key] === value) && expressions.every((one) => isMet(one, labels))
}

function isMet({ key, operator, values }: JsonObject, labels: Readonly<Record<string, string>>): boolean {
  const value = typeof key === 'string' ? labels[key] : undefined
  const isAmong = value !== undefined && Array.isArray(values) && values.includes(value)
  switch (operator) {
    case 'In': return isAmong
    case 'NotIn': return !isAmong
    case 'Exists': return value !== undefined
    case 'DoesNotExist': return value === undefined
    default: return false
  }
}

function backendsOf(ingress: JsonObject): (Json | undefined)[] {
  const paths = maps(getAt(ingress, '/spec/rules')).flatMap((rule) => maps(getAt(rule, '/http/paths')).map((path) => path.backend))
  return [getAt(ingress, '/spec/defaultBackend'), getAt(ingress, '/spec/backend'), ...paths]
    .flatMap((backend) => (isJsonObject(backend) ? [getAt(backend, '/service/name') ?? backend.serviceName] : []))
}
