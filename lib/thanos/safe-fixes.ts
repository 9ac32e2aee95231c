// Every fix that is safe, as one change: which edits, what each of them changes, and what is left for a person.
import { isKubeObject, objectId } from '../manifest/types.ts'
import { applyEdits } from './apply-edits.ts'
import { draftEdits } from './draft-edits.ts'
import type { Edit } from './edit.ts'
import { type Finding, fixId } from './finding.ts'
import { lint } from './lint.ts'
import type { SpecChange } from './spec-diff.ts'
import { type SpecObject, specObjectId, type StackSpec } from './spec.ts'

/** One fix and what it changes where it stands in the order. */
export type FixLine = { readonly finding: Finding; readonly edits: readonly Edit[]; readonly changes: readonly SpecChange[] }

export type FixPlan = {
  /** In the order in which they are carried out. */
  readonly lines: readonly FixLine[]
  readonly edits: readonly Edit[]
  /** The spec after all of it, and what the checks find in it. */
  readonly spec: StackSpec
  readonly remaining: readonly Finding[]
}

/** Rounds of fixing and checking again. More than a few are needed only where many fixes write to one place. */
const MOST_ROUNDS = 40

/**
 * Takes all safe fixes but those whose fixId() is in `skip`, and those that would bring in an error or a warning. Fixes that write to
 * one place are taken one after the other, and each is asked for again after the one before it, so that none undoes another.
 */
export function planFixes(spec: StackSpec, { skip = new Set(), judge = lint }: { skip?: ReadonlySet<string>; judge?: Judge } = {}): FixPlan {
  const lines: FixLine[] = []
  const tried = new Set(skip)
  let state: State = { spec, found: judge(spec) }
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const due = dueOf(state.found, tried)
    if (due.length === 0) break
    const all = taken({ state, due, judge })
    // Which of them it was is asked only where something came in: judging a large spec takes its time.
    const step = brings(state.found, all.state.found) ? oneByOne({ state, due, judge }) : all
    lines.push(...step.lines)
    state = step.state
  }
  return { lines, edits: lines.flatMap(({ edits }) => edits), spec: state.spec, remaining: state.found }
}

type Judge = (spec: StackSpec) => readonly Finding[]
type State = { readonly spec: StackSpec; readonly found: readonly Finding[] }
type Round = { readonly state: State; readonly due: readonly Finding[]; readonly judge: Judge }
type Step = { readonly state: State; readonly lines: readonly FixLine[] }

/** The safe fixes that were not tried and do not write to one place. They count as tried from then on. */
function dueOf(found: readonly Finding[], tried: Set<string>): Finding[] {
  const written = new Map<string, Place[]>()
  return found.filter((finding) => {
    const places = (finding.fix?.edits ?? []).map(placeOf)
    if (finding.fix?.safe !== true || tried.has(fixId(finding)) || places.some((place) => written.get(place.object)?.some((other) => meet(place, other)))) return false
    tried.add(fixId(finding))
    for (const place of places) written.set(place.object, [...written.get(place.object) ?? [], place])
    return true
  })
}

function taken({ state: { spec, found }, due, judge }: Round): Step {
  const objects = new Map(spec.objects.map((object) => [specObjectId(object), object]))
  const lines = due.flatMap((finding): FixLine[] => {
    const edits = finding.fix?.edits ?? []
    const changes = take(objects, edits)
    return changes.length === 0 ? [] : [{ finding, edits, changes }]
  })
  if (lines.length === 0) return { state: { spec, found }, lines }
  const fixed = { ...spec, objects: [...objects.values()] }
  return { state: { spec: fixed, found: judge(fixed) }, lines }
}

/** The same, without those that bring something in. */
function oneByOne({ state, due, judge }: Round): Step {
  return due.reduce<Step>((before, finding) => {
    const after = taken({ state: before.state, due: [finding], judge })
    return brings(before.state.found, after.state.found) ? before : { state: after.state, lines: [...before.lines, ...after.lines] }
  }, { state, lines: [] })
}

/** Whether there are more errors or warnings of a kind on an object. Where in it they stand may change: endpoints move into a file. */
function brings(before: readonly Finding[], after: readonly Finding[]): boolean {
  const count = (found: readonly Finding[]): Map<string, number> => {
    const counts = new Map<string, number>()
    for (const { severity, code, object } of found) {
      if (severity !== 'advice') counts.set(`${code} ${object}`, (counts.get(`${code} ${object}`) ?? 0) + 1)
    }
    return counts
  }
  const known = count(before)
  return [...count(after)].some(([key, times]) => times > (known.get(key) ?? 0))
}

/** Carries edits out on the objects that they name, and says what that changed. The others are not looked at: there may be thousands. */
function take(objects: Map<string, SpecObject>, edits: readonly Edit[]): SpecChange[] {
  const ids = new Set(edits.map((edit) => placeOf(edit).object))
  const before: StackSpec = { version: 1, objects: [...ids].flatMap((id) => objects.get(id) ?? []) }
  const after = applyEdits(before, edits)
  const fresh = new Map(after.objects.map((object) => [specObjectId(object), object]))
  const added = new Set(edits.flatMap((edit) => (edit.op === 'object.add' ? [placeOf(edit).object] : [])))
  for (const id of ids) {
    // What is added stands at the end, as applyEdits() puts it.
    if (!fresh.has(id) || added.has(id)) objects.delete(id)
  }
  for (const [id, object] of fresh) objects.set(id, object)
  return draftEdits(before, after)
}

/** Where an edit writes: an object and the way to a part of it. The whole object is the empty way. */
type Place = { readonly object: string; readonly way: readonly string[] }

function placeOf(edit: Edit): Place {
  switch (edit.op) {
    case 'object.add': return { object: isKubeObject(edit.manifest) ? objectId(edit.manifest) : '', way: [] }
    case 'flag.set':
    case 'flag.add':
    case 'flag.drop': return { object: edit.object, way: ['flags', edit.flag] }
    case 'resource.set': return { object: edit.object, way: ['resources', edit.side, edit.resource] }
    case 'file.set': return { object: edit.object, way: ['data', edit.key] }
    case 'field.set': return { object: edit.object, way: wayOf(edit.pointer) }
    case 'image.set': return { object: edit.object, way: ['image'] }
    case 'replicas.set': return { object: edit.object, way: ['replicas'] }
    case 'storage.set': return { object: edit.object, way: ['storage'] }
    default: return { object: edit.object, way: [] }
  }
}

/** A JSON pointer in the words of the other edits where it reaches into a typed part; what is appended to a list concerns the list. */
function wayOf(pointer: string): string[] {
  const keys = pointer.split('/').slice(1).filter((key, index, all) => key !== '-' || index < all.length - 1)
  const container = keys.indexOf('containers')
  const [, part = '', ...rest] = container === -1 ? [] : keys.slice(container + 1)
  if (part === 'args' || part === 'command') return ['flags']
  if (part === 'image') return ['image']
  if (part === 'resources') return ['resources', ...rest]
  if (keys[0] === 'spec' && keys[1] === 'replicas') return ['replicas']
  if (keys[0] === 'spec' && keys[1] === 'volumeClaimTemplates') return ['storage']
  return keys
}

/** Whether one of two places of an object lies within the other. */
function meet(a: Place, b: Place): boolean {
  const [shorter, longer] = a.way.length < b.way.length ? [a.way, b.way] : [b.way, a.way]
  return shorter.every((key, index) => longer[index] === key)
}
