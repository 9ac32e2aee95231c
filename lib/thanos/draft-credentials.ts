// Keeps credentials out of drafts, which are stored: finds them in what an edit is about to change.
import { findCredentials } from '../manifest/credentials.ts'
import { credentialSpans } from '../manifest/credential-text.ts'
import { isJsonObject, type Json } from '../manifest/types.ts'
import { applyStep, type Step } from './draft.ts'
import { renderObject } from './render.ts'
import { specObjectId, type SpecObject, type StackSpec } from './spec.ts'

/** The name of the first object that differs between the two specs and would hold a credential; undefined when none would. */
export function credentialHolder(before: StackSpec, after: StackSpec): string | undefined {
  if (before === after) return undefined
  const old = new Map(before.objects.map((object) => [specObjectId(object), object]))
  return after.objects.find((object) => old.get(specObjectId(object)) !== object && holdsCredential(object))?.name
}

/**
 * Where a row of steps, carried out on `base`, holds a credential: the name of an object or of an imported file, or `a step` for one
 * that changes nothing and carries it all the same. Undefined when there is none.
 */
export function credentialInSteps(base: StackSpec, steps: readonly Step[]): string | undefined {
  let spec = base
  for (const step of steps) {
    const next = applyStep(spec, step)
    const place = credentialHolder(spec, next) ?? credentialInSource(step) ?? (findCredentials({ step: toJson(step) }).length > 0 ? 'a step' : undefined)
    if (place !== undefined) return place
    spec = next
  }
  return undefined
}

function holdsCredential(object: SpecObject): boolean {
  if (object.type === 'reference') return false
  return object.object === 'Secret' || findCredentials(renderObject(object)).length > 0
}

/** The text of a source is only shown, so whatever may be a credential is masked before it comes here: see import-source.ts. */
function credentialInSource(step: Step): string | undefined {
  if (step.kind !== 'import') return undefined
  return step.source?.files.find(({ text }) => credentialSpans(text).length > 0)?.name
}

/** A step without the text of its source, which is looked at as text. */
function toJson(step: Step): Json {
  const { source: _, ...rest } = step.kind === 'import' ? step : { ...step, source: undefined }
  const json: unknown = JSON.parse(JSON.stringify(rest))
  return isJsonObject(json) ? json : {}
}
