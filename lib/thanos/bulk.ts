// Fields over several workloads: what each has now, whom one suits, and the edits that give all of them one value.
import type { Json } from '../manifest/types.ts'
import { text, type Text } from '../text.ts'
import { flagValues } from './read-args.ts'
import { flagOf, flagsOf, isDocumented, isKnown, NEWEST, releaseOf, valueProblem } from './catalogue.ts'
import { applyEdits } from './apply-edits.ts'
import type { Edit } from './edit.ts'
import {
  hasPodField, POD_SHAPE_FIELDS, POD_TEXT_FIELDS, podShape, podShapeEdits, type PodShapeField, podText, podTextEdits, type PodTextField, podTextProblem,
} from './pod-fields.ts'
import { podShapeProblem } from './pod-shapes.ts'
import { specObjectId, type StackSpec, type Workload, workloads as workloadsIn } from './spec.ts'

export type BulkField =
  | { readonly is: 'flag'; readonly name: string }
  | { readonly is: 'text'; readonly name: PodTextField }
  | { readonly is: 'shape'; readonly name: PodShapeField }

/** All values of a flag, the text of a pod's field, or a shape; undefined when it is not set. */
export type BulkValue = readonly string[] | string | Json | undefined

/** The fields that at least one of the workloads can have: the basics of a pod first, then flags by name. */
export function bulkFields(workloads: readonly Workload[]): BulkField[] {
  const some = (is: (workload: Workload) => boolean): boolean => workloads.some(is)
  const flags = new Set(workloads.flatMap((workload) => Object.keys(flagsOf(workload.kind)).filter((name) => isDocumented(workload.kind, name, releaseFor(workload)))))
  return [
    ...POD_TEXT_FIELDS.filter((name) => some((workload) => hasPodField(workload, name))).map((name): BulkField => ({ is: 'text', name })),
    ...POD_SHAPE_FIELDS.filter((name) => some((workload) => hasPodField(workload, name))).map((name): BulkField => ({ is: 'shape', name })),
    ...[...flags].toSorted().map((name): BulkField => ({ is: 'flag', name })),
  ]
}

/** Whether a workload can have the field: its kind and version know the flag, its pod has the place. */
export function suits(workload: Workload, field: BulkField): boolean {
  if (field.is !== 'flag') return hasPodField(workload, field.name)
  return isKnown(workload.kind, field.name, releaseFor(workload)) && flagOf(workload.kind, field.name) !== undefined
}

/** What a workload has now. */
export function bulkValue(spec: StackSpec, workload: Workload, field: BulkField): BulkValue {
  switch (field.is) {
    case 'flag': {
      const values = flagValues(workload.args, field.name)
      return values.length === 0 ? undefined : values
    }
    case 'text': return podText(workload, field.name) || undefined
    case 'shape': return podShape(spec, workload, field.name)
  }
}

/** Why a value cannot be set on a workload; undefined when it can. */
export function bulkProblem(workload: Workload, field: BulkField, value: BulkValue): Text | undefined {
  switch (field.is) {
    case 'flag': {
      const flag = flagOf(workload.kind, field.name)
      if (flag === undefined) return text('This kind has no such flag.', '이 종류에는 없는 플래그입니다.')
      return listOf(value).map((one) => valueProblem(flag, one, releaseFor(workload))).find((problem) => problem !== undefined)
    }
    case 'text': return podTextProblem(field.name, typeof value === 'string' ? value : '')
    case 'shape': return value === undefined ? undefined : podShapeProblem(field.name, asJson(value))
  }
}

/** The edits that give the value to those of the workloads that it suits and that have another one. */
export function bulkEdits(spec: StackSpec, workloads: readonly Workload[], field: BulkField, value: BulkValue): Edit[] {
  return workloads.flatMap((workload) => {
    if (!suits(workload, field) || isSame(bulkValue(spec, workload, field), value)) return []
    switch (field.is) {
      case 'flag': return [{ op: 'flag.set' as const, object: specObjectId(workload), flag: field.name, values: listOf(value) }]
      case 'text': return podTextEdits(workload, field.name, typeof value === 'string' ? value : '')
      case 'shape': return podShapeEdits(spec, workload, field.name, value === undefined ? undefined : asJson(value))
    }
  })
}

/** One field and the value that all chosen workloads are to have. */
export type BulkSetting = { readonly field: BulkField; readonly value: BulkValue }

/** The edits of several fields at once, in their order: each is made on what the ones before it leave. `chosen` are object ids. */
export function bulkEditsOfAll(spec: StackSpec, chosen: ReadonlySet<string>, settings: readonly BulkSetting[]): Edit[] {
  let now = spec
  return settings.flatMap(({ field, value }) => {
    const edits = bulkEdits(now, workloadsIn(now).filter((workload) => chosen.has(specObjectId(workload))), field, value)
    now = applyEdits(now, edits)
    return edits
  })
}

/** Whether a workload is changed by a setting: it suits, and what it has is another value. */
export function isChanged(spec: StackSpec, workload: Workload, { field, value }: BulkSetting): boolean {
  return suits(workload, field) && !isSame(bulkValue(spec, workload, field), value)
}

/** Whether two values are the same. */
export function isSame(a: BulkValue, b: BulkValue): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}

function releaseFor(workload: Workload): string {
  return releaseOf(workload.image ?? '') ?? NEWEST
}

function listOf(value: BulkValue): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function asJson(value: Exclude<BulkValue, undefined>): Json {
  // Safe because a shape is JSON, and a read-only list of words is too.
  return value as Json
}
