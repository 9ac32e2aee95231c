// The basics of a workload's pods, field by field: how each is read from a spec, checked as it is typed, and set by edits.
import { parseQuantity } from '../manifest/quantity.ts'
import { getAt } from '../manifest/pointer.ts'
import { isJsonObject, type Json, type JsonObject } from '../manifest/types.ts'
import { text, type Text } from '../text.ts'
import type { Edit } from './edit.ts'
import { isImage, isTag, joinImage, splitImage } from './image-name.ts'
import { fits } from './label-selector.ts'
import { containerPointer, podLabels, sameNamespace } from './pod.ts'
import { renderObject } from './render.ts'
import { specObjectId, type Other, type StackSpec, type Workload } from './spec.ts'

/** Fields that are one line of text. */
export const POD_TEXT_FIELDS = ['image', 'version', 'replicas', 'requests.cpu', 'limits.cpu', 'requests.memory', 'limits.memory', 'storage'] as const
/** Fields with a shape of their own: YAML where they are typed, JSON where they are kept. */
export const POD_SHAPE_FIELDS = [
  'env', 'nodeSelector', 'tolerations', 'affinity', 'topologySpreadConstraints', 'livenessProbe', 'readinessProbe', 'startupProbe', 'budget',
] as const
export const POD_FIELDS = [...POD_TEXT_FIELDS, ...POD_SHAPE_FIELDS] as const
export type PodTextField = (typeof POD_TEXT_FIELDS)[number]
export type PodShapeField = (typeof POD_SHAPE_FIELDS)[number]
export type PodField = (typeof POD_FIELDS)[number]

/** Whether a workload can have the field: a fragment has no pod around it, and only a StatefulSet with a volume template has storage. */
export function hasPodField(workload: Workload, field: PodField): boolean {
  if (field === 'storage') return workload.storage !== undefined
  return workload.object !== 'Fragment' || (POD_TEXT_FIELDS as readonly string[]).includes(field)
}

/** The value of a text field; "" when it is not set. A digest stands with the image, whose tag is the version. */
export function podText(workload: Workload, field: PodTextField): string {
  switch (field) {
    case 'image': return joinImage({ ...splitImage(workload.image ?? ''), tag: '' })
    case 'version': return splitImage(workload.image ?? '').tag
    case 'replicas': return String(workload.replicas ?? '')
    case 'storage': return String(workload.storage?.size ?? '')
    default: {
      const { side, resource } = resourceOf(field)
      return String(workload.resources?.[side]?.[resource] ?? '')
    }
  }
}

/** The value of a field with a shape; undefined when it is not set. `budget` is the spec of the budget without its selector. */
export function podShape(spec: StackSpec, workload: Workload, field: PodShapeField): Json | undefined {
  if (field !== 'budget') return getAt(renderObject(workload), pointerOf(workload, field))
  const budget = budgetOf(spec, workload)
  const own = budget && getAt(budget.manifest, '/spec')
  if (!isJsonObject(own)) return undefined
  const { selector: _, ...rest } = own
  return rest
}

/** Why Kubernetes would refuse what was typed, or that a field cannot be emptied. Undefined when it is fine. For shapes: podShapeProblem(). */
export function podTextProblem(field: PodTextField, typed: string): Text | undefined {
  switch (field) {
    case 'image': return isImage(typed) ? undefined : text('Not the name of an image.', '이미지 이름이 아닙니다.')
    case 'version': return typed === '' || isTag(typed) ? undefined : text('Not a tag.', '태그가 아닙니다.')
    case 'replicas': return /^\d{1,6}$/.test(typed) ? undefined : text('A whole number, 0 or more.', '0 이상의 정수여야 합니다.')
    case 'storage': return parseQuantity(typed) === undefined ? QUANTITY_PROBLEM : undefined
    default: return typed === '' || parseQuantity(typed) !== undefined ? undefined : QUANTITY_PROBLEM
  }
}

const QUANTITY_PROBLEM = text('Not a quantity. Write it as 500m, 2 or 8Gi.', '수량이 아닙니다. 500m, 2, 8Gi처럼 쓰세요.')

/** The edits that give a text field this value; none when the value cannot be written ("" for what must be there). */
export function podTextEdits(workload: Workload, field: PodTextField, typed: string): Edit[] {
  const object = specObjectId(workload)
  const image = splitImage(workload.image ?? '')
  switch (field) {
    case 'image': {
      const named = splitImage(typed)
      return [{ op: 'image.set', object, image: joinImage({ ...named, tag: named.tag === '' ? image.tag : named.tag }) }]
    }
    // The digest is that of the old version, and it is what a container runtime goes by.
    case 'version': return [{ op: 'image.set', object, image: joinImage({ ...image, tag: typed, digest: typed === image.tag ? image.digest : '' }) }]
    case 'replicas': return /^\d{1,6}$/.test(typed) ? [{ op: 'replicas.set', object, replicas: Number(typed) }] : []
    case 'storage': return typed === '' ? [] : [{ op: 'storage.set', object, size: typed }]
    default: return [{ op: 'resource.set', object, ...resourceOf(field), quantity: typed }]
  }
}

/** The edits that give a field this shape; undefined takes it away. */
export function podShapeEdits(spec: StackSpec, workload: Workload, field: PodShapeField, value: Json | undefined): Edit[] {
  if (field === 'budget') return budgetEdits(spec, workload, value)
  return [{ op: 'field.set', object: specObjectId(workload), pointer: pointerOf(workload, field), value: value ?? null }]
}

/** The budget that protects the pods of a workload: the first whose selector fits them. */
export function budgetOf(spec: StackSpec, workload: Workload): Other | undefined {
  const labels = podLabels(workload)
  return spec.objects.find((object): object is Other => object.type === 'object' && object.object === 'PodDisruptionBudget'
    && sameNamespace(object, workload) && fits(getAt(object.manifest, '/spec/selector'), labels))
}

function resourceOf(field: 'requests.cpu' | 'limits.cpu' | 'requests.memory' | 'limits.memory'): { side: 'requests' | 'limits'; resource: 'cpu' | 'memory' } {
  return { side: field.startsWith('requests') ? 'requests' : 'limits', resource: field.endsWith('cpu') ? 'cpu' : 'memory' }
}

function pointerOf(workload: Workload, field: Exclude<PodShapeField, 'budget'>): string {
  const isOfContainer = field === 'env' || field.endsWith('Probe')
  return `${isOfContainer ? containerPointer(workload) : '/spec/template/spec'}/${field}`
}

function budgetEdits(spec: StackSpec, workload: Workload, value: Json | undefined): Edit[] {
  const budget = budgetOf(spec, workload)
  if (budget === undefined) return value === undefined ? [] : [{ op: 'object.add', manifest: newBudget(workload, isJsonObject(value) ? value : {}) }]
  if (value === undefined) return [{ op: 'object.remove', object: specObjectId(budget) }]
  const selector = getAt(budget.manifest, '/spec/selector')
  return [{
    op: 'field.set', object: specObjectId(budget), pointer: '/spec',
    value: { ...(isJsonObject(value) ? value : {}), ...(selector === undefined ? {} : { selector }) },
  }]
}

function newBudget(workload: Workload, own: JsonObject): JsonObject {
  return {
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget',
    metadata: { name: workload.name, ...(workload.namespace === undefined ? {} : { namespace: workload.namespace }) },
    spec: { ...own, selector: selectorOf(workload) },
  }
}

/** What chooses the pods of a workload: its own selector, so that the budget counts the pods that the workload counts. */
export function selectorOf(workload: Workload): JsonObject {
  const selector = getAt(workload.rest, '/spec/selector')
  return isJsonObject(selector) ? selector : { matchLabels: podLabels(workload) }
}
