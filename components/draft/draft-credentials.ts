// Keeps credentials out of drafts, which lie in the browser's storage: finds them in what an edit is about to change.
import { findCredentials } from '#lib/manifest/credentials.ts'
import { renderObject } from '#lib/thanos/render.ts'
import { specObjectId, type StackSpec } from '#lib/thanos/spec.ts'

/** The name of the first object that differs between the two specs and would hold a credential; undefined when none would. */
export function credentialHolder(before: StackSpec, after: StackSpec): string | undefined {
  const old = new Map(before.objects.map((object) => [specObjectId(object), object]))
  return after.objects.find((object) => old.get(specObjectId(object)) !== object && findCredentials(renderObject(object)).length > 0)?.name
}
