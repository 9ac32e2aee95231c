// The last look before something is written to the audit: values under names that credentials have do not pass.
import { isJsonObject, isKubeObject, type Json } from '../manifest/types.ts'
import { redact } from '../manifest/redact.ts'

const NAME = /pass(word|phrase)|secret_?key|access_?key|session_?token|api_?key|bearer|authorization|private_?key|connection_?string|^token$|^secret$/i
const HIDDEN = '•••'

/** The same JSON with credentials hidden: Kubernetes objects in it are redacted whole, other values by the name of their key. */
export function withoutSecrets(value: unknown): Json {
  // Safe because JSON.parse gives nothing but JSON.
  return hide(JSON.parse(JSON.stringify(value ?? null)) as Json)
}

function hide(value: Json): Json {
  if (Array.isArray(value)) return value.map(hide)
  if (!isJsonObject(value)) return value
  if (isKubeObject(value)) return redact(value)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, NAME.test(key) && inner !== null && inner !== '' ? HIDDEN : hide(inner)]))
}
