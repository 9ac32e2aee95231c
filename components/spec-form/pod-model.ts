// The pod of a workload as fields of a form, decided before it is drawn: what is set, what was, what is edited.
import type { Json } from '#lib/manifest/types.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import { hasPodField, POD_SHAPE_FIELDS, POD_TEXT_FIELDS, podShape, type PodShapeField, podText, type PodTextField, podTextProblem } from '#lib/thanos/pod-fields.ts'
import type { StackSpec, Workload } from '#lib/thanos/spec.ts'
import type { FieldChip, FieldCounts } from './form-model.ts'

export type PodFieldModel = { readonly isEdited: boolean; readonly isSet: boolean; readonly findings: readonly Finding[] } & (
  | { readonly shape: 'text'; readonly field: PodTextField; readonly value: string; readonly was: string | undefined }
  | { readonly shape: 'json'; readonly field: PodShapeField; readonly value: Json | undefined; readonly was: Json | undefined }
)

/** Which findings belong to a field, by their path. */
const PATHS: Readonly<Record<PodTextField | PodShapeField, RegExp>> = {
  image: /^image$/, version: /^image\.tag$/, replicas: /^replicas/, storage: /^storage/,
  'requests.cpu': /^resources(\.requests(\.cpu)?)?$/, 'limits.cpu': /^resources\.limits\.cpu$/,
  'requests.memory': /^resources\.requests\.memory$/, 'limits.memory': /^resources\.limits(\.memory)?$/,
  env: /(^|\.)env\b/, nodeSelector: /nodeSelector/, tolerations: /tolerations/, affinity: /affinity/i, topologySpreadConstraints: /topologySpread/,
  livenessProbe: /livenessProbe/, readinessProbe: /readinessProbe/, startupProbe: /startupProbe/, budget: /^budget/,
}

/** The fields of a workload's pod. `base` is the workload as it is saved, undefined when it is new: then nothing counts as edited. */
export function podFieldsOf({ spec, workload, baseSpec, base, findings }: {
  spec: StackSpec; workload: Workload; baseSpec: StackSpec; base: Workload | undefined; findings: readonly Finding[]
}): PodFieldModel[] {
  const texts = POD_TEXT_FIELDS.filter((field) => hasPodField(workload, field)).map((field): PodFieldModel => {
    const value = podText(workload, field)
    const was = base && podText(base, field)
    return { shape: 'text', field, value, was, isEdited: was !== undefined && was !== value, isSet: value !== '', findings: own(field) }
  })
  const shapes = POD_SHAPE_FIELDS.filter((field) => hasPodField(workload, field)).map((field): PodFieldModel => {
    const value = podShape(spec, workload, field)
    const was = base && podShape(baseSpec, base, field)
    return { shape: 'json', field, value, was, isEdited: base !== undefined && JSON.stringify(value) !== JSON.stringify(was), isSet: value !== undefined, findings: own(field) }
  })
  return [...texts, ...shapes]

  function own(field: PodTextField | PodShapeField): Finding[] {
    return findings.filter(({ path }) => PATHS[field].test(path))
  }
}

/** Whether a field belongs under a chip; `words` are looked for in its label and its name. */
export function isPodFieldShown(model: PodFieldModel, { chip, words, label }: { chip: FieldChip; words: string; label: string }): boolean {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== '')
  const text = `${label} ${model.field}`.toLowerCase()
  if (!wanted.every((word) => text.includes(word))) return false
  switch (chip) {
    case 'all': return true
    case 'set': return model.isSet
    case 'edited': return model.isEdited
    case 'faulty': return isFaulty(model)
    case 'new': return false
  }
}

/** What the fields add to the counts of the chips. */
export function countPodFields(models: readonly PodFieldModel[]): Pick<FieldCounts, 'all' | 'set' | 'edited' | 'errors'> {
  const count = (is: (model: PodFieldModel) => boolean): number => models.filter(is).length
  return { all: models.length, set: count(({ isSet }) => isSet), edited: count(({ isEdited }) => isEdited), errors: count(isFaulty) }
}

function isFaulty(model: PodFieldModel): boolean {
  return model.findings.some(({ severity }) => severity !== 'advice') || (model.shape === 'text' && model.value !== '' && podTextProblem(model.field, model.value) !== undefined)
}
