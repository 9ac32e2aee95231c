// One unsaved draft of a stack: the revision it began from and the steps taken since. Pure; knows no storage and no server. The schema of
// what is stored of it is draft-schema.ts.
import { text, type Text } from '../text.ts'
import { applyEdits, withEdges } from './apply-edits.ts'
import type { ImportSource, Step } from './draft-schema.ts'
import type { Edit } from './edit.ts'
import { EMPTY_SPEC, specObjectId, type StackSpec } from './spec.ts'

export type { ImportMode, ImportSource, Step } from './draft-schema.ts'

export type DraftBase = { readonly number: number; readonly spec: StackSpec }

/** `base` is absent for a stack that has no revision yet. `undone` holds what redo brings back, last undone last. */
export type Draft = { readonly base?: DraftBase; readonly steps: readonly Step[]; readonly undone: readonly Step[] }

/** By the import step of a draft without a base: the spec after it. What comes before a step never changes. */
const imported = new WeakMap<Step, StackSpec>()
const specs = new WeakMap<readonly Step[], { base: StackSpec; spec: StackSpec }>()

/** The draft that begins at a revision, without any step. */
export function freshDraft(base: DraftBase | undefined): Draft {
  return base === undefined ? { steps: [], undone: [] } : { base, steps: [], undone: [] }
}

/** The spec that the draft began from. */
export function baseSpecOf(draft: Draft): StackSpec {
  return draft.base?.spec ?? EMPTY_SPEC
}

/**
 * What edits are compared with: the revision that the draft began from; for a stack without one, what was imported last, since
 * everything would be new otherwise.
 */
export function referenceSpecOf(draft: Draft): StackSpec {
  if (draft.base !== undefined) return draft.base.spec
  const last = draft.steps.findLastIndex((step) => step.kind === 'import' && step.source !== undefined)
  const step = draft.steps[last]
  if (step === undefined) return EMPTY_SPEC
  const known = imported.get(step)
  if (known !== undefined) return known
  const spec = draft.steps.slice(0, last + 1).reduce(applyStep, EMPTY_SPEC)
  imported.set(step, spec)
  return spec
}

/** The spec after all steps. Remembered per draft, so that asking again costs nothing. */
export function specOf(draft: Draft): StackSpec {
  const base = baseSpecOf(draft)
  const known = specs.get(draft.steps)
  if (known !== undefined && known.base === base) return known.spec
  const spec = draft.steps.reduce(applyStep, base)
  specs.set(draft.steps, { base, spec })
  return spec
}

/** The draft after one more step of edits. Typing on in one field stays one step; typed back to what it was, the step falls away. */
export function withEdits(draft: Draft, edits: readonly Edit[], label: Text): Draft {
  const target = soleTarget(edits)
  const last = draft.steps.at(-1)
  const continues = target !== undefined && last?.kind === 'edits' && soleTarget(last.edits) === target
  const before = continues ? draft.steps.slice(0, -1) : draft.steps
  return withStep({ ...draft, steps: before }, { kind: 'edits', label, edits: [...edits] })
}

/** The draft after objects were brought in. */
export function withImport(draft: Draft, step: Omit<Extract<Step, { kind: 'import' }>, 'kind'>): Draft {
  return withStep(draft, { ...step, kind: 'import' })
}

/** Takes back the last step; the same draft when there is none. */
export function undo(draft: Draft): Draft {
  const last = draft.steps.at(-1)
  return last === undefined ? draft : { ...draft, steps: draft.steps.slice(0, -1), undone: [...draft.undone, last] }
}

/** Brings back the step last undone; the same draft when there is none. */
export function redo(draft: Draft): Draft {
  const next = draft.undone.at(-1)
  return next === undefined ? draft : { ...draft, steps: [...draft.steps, next], undone: draft.undone.slice(0, -1) }
}

/**
 * The draft on the revision that somebody else saved first, with `spec` as what both changes came to. Its steps stay when they lead there,
 * so that each can still be undone; otherwise they become one.
 */
export function mergedDraft(draft: Draft, base: DraftBase, spec: StackSpec): Draft {
  const carried: Draft = { base, steps: [...draft.steps], undone: [] }
  if (isSameSpec(specOf(carried), spec)) return carried
  const labels = [...new Map(draft.steps.map(({ label }) => [label.en, label])).values()]
  const label = text(labels.map(({ en }) => en).join(', '), labels.map(({ ko }) => ko).join(', '))
  return withStep(freshDraft(base), { kind: 'import', label, mode: 'replace', objects: spec.objects })
}

/** What was read by the imports of the draft, newest first. */
export function sourcesOf(draft: Draft): ImportSource[] {
  return draft.steps.flatMap((step) => (step.kind === 'import' && step.source !== undefined ? [step.source] : [])).toReversed()
}

function withStep(draft: Draft, step: Step): Draft {
  const before = specOf(draft)
  const spec = applyStep(before, step)
  if (isSameSpec(spec, before)) return { ...draft, undone: [] }
  const steps = [...draft.steps, step]
  specs.set(steps, { base: baseSpecOf(draft), spec })
  return { ...draft, steps, undone: [] }
}

/** Looks no further than the first difference: after an import two specs of thousands of objects are compared. */
function isSameSpec(a: StackSpec, b: StackSpec): boolean {
  return JSON.stringify(a.edges) === JSON.stringify(b.edges) && a.objects.length === b.objects.length && a.objects.every((object, index) => object === b.objects[index] || JSON.stringify(object) === JSON.stringify(b.objects[index]))
}

/** The spec after one step. */
export function applyStep(spec: StackSpec, step: Step): StackSpec {
  if (step.kind === 'edits') return applyEdits(spec, step.edits)
  // What manifests say of edges is nothing; only an export of Gauntlet has them.
  const around = step.edges === undefined ? spec : withEdges(spec, step.edges)
  if (step.mode === 'replace') return { ...around, objects: step.objects }
  const incoming = new Map(step.objects.map((object) => [specObjectId(object), object]))
  const kept = spec.objects.map((object) => {
    const id = specObjectId(object)
    const replacement = incoming.get(id)
    incoming.delete(id)
    return replacement ?? object
  })
  return { ...around, objects: [...kept, ...incoming.values()] }
}

/** What a single typed-in edit writes to; undefined for edits that are each a step of their own. */
function soleTarget(edits: readonly Edit[]): string | undefined {
  const [edit, ...others] = edits
  if (edit === undefined || others.length > 0) return undefined
  switch (edit.op) {
    case 'flag.set': return `${edit.op} ${edit.object} ${edit.flag}`
    case 'image.set':
    case 'replicas.set':
    case 'storage.set':
    case 'object.replace': return `${edit.op} ${edit.object}`
    case 'resource.set': return `${edit.op} ${edit.object} ${edit.side}.${edit.resource}`
    case 'file.set': return edit.text === null ? undefined : `${edit.op} ${edit.object} ${edit.key}`
    case 'field.set': return edit.pointer.endsWith('/-') ? undefined : `${edit.op} ${edit.object} ${edit.pointer}`
    default: return undefined
  }
}
