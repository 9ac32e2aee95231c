// Keeps credentials out of drafts, which are stored: finds them in what an edit is about to change.
import { findCredentials } from '../manifest/credentials.ts'
import { renderObject } from './render.ts'
import { specObjectId, type StackSpec } from './spec.ts'

/** The name of the first object that differs between the two specs and would hold a credential; undefined when none would. */
export function credentialHolder(before: StackSpec, after: StackSpec): string | undefined {
  const old = new Map(before.objects.map((object) => [specObjectId(object), object]))
  return after.objects.find((object) => old.get(specObjectId(object)) !== object && findCredentials(renderObject(object)).length > 0)?.name
}
