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
 * Takes all safe fixes but those whose fixId() is in `skip`. Fixes that write to one place are taken one after the other, and
 * each is asked for again after the one before it, so that none undoes another.
 */
export function planFixes(spec: StackSpec, { skip = new Set() }: { skip?: ReadonlySet<string> } = {}): FixPlan {
  const lines: FixLine[] = []
  const tried = new Set(skip)
  let current = spec
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const due = lint(current).filter((finding) => finding.fix?.safe === true && !tried.has(fixId(finding)))
    if (due.length === 0) break
    const written = new Map<string, Place[]>()
    const objects = new Map(current.objects.map((object) => [specObjectId(object), object]))
    for (const finding of due) {
      const edits = finding.fix?.edits ?? []
      const places = edits.map(placeOf)
      if (tried.has(fixId(finding)) || places.some((place) => written.get(place.object)?.some((other) => meet(place, other)))) continue
      tried.add(fixId(finding))
      for (const place of places) written.set(place.object, [...written.get(place.object) ?? [], place])
      const changes = take(objects, edits)
      if (changes.length > 0) lines.push({ finding, edits, changes })
    }
    current = { ...current, objects: [...objects.values()] }
  }
  return { lines, edits: lines.flatMap(({ edits }) => edits), spec: current, remaining: lint(current) }
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
