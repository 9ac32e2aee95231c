// Finds where an object carries credentials: values that must not be shown, and among them those written into an object that is not a
// Secret. Everything that hides or refuses a credential asks here.
import { credentialName, isCertainCredential, isCredentialVariable, isNoCredential, type NameVerdict } from './credential-name.ts'
import { credentialSpans, type CredentialSpan } from './credential-text.ts'
import { formatPointer } from './pointer.ts'
import { isJsonObject, type Json, type JsonObject } from './types.ts'

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

type Segment = string | number

/** One leaf that holds credentials. `spans` is undefined when the whole value is one. */
export type CredentialPlace = {
  pointer: string
  /** Names the same place in another version of the object: list items go by name or flag, not by index. */
  id: string
  value: string
  spans: CredentialSpan[] | undefined
  isCertain: boolean
}

/**
 * Pointers to the literal credentials written into an object that is not a Secret: values of environment variables, arguments, texts of
 * a ConfigMap, a last-applied annotation. References ($(VAR), \${VAR}, secretKeyRef), placeholders (<key>) and empty values are none.
 */
export function findCredentials(object: JsonObject): string[] {
  if (object.kind === 'Secret') return []
  return credentialPlaces(object).filter((place) => place.isCertain).map((place) => place.pointer)
}

/** All places of a value that must not be shown, in its order. */
export function credentialPlaces(value: Json): CredentialPlace[] {
  const places: CredentialPlace[] = []
  // Where the walk is: one list for all of it, since every leaf of every object of a plan comes by here, and hardly any is a place.
  const path: Segment[] = []
  const id: string[] = []
  visit(value)
  return places

  function within(segment: Segment, name: string, work: () => void): void {
    path.push(segment)
    id.push(name)
    work()
    path.pop()
    id.pop()
  }

  function visit(here: Json): void {
    if (typeof here === 'string') inText(here)
    else if (Array.isArray(here)) list(here)
    else if (isJsonObject(here)) map(here)
  }

  function map(here: JsonObject): void {
    const isVariable = typeof here.name === 'string' && isCredentialVariable(here.name)
    for (const [key, field] of Object.entries(here)) {
      within(key, key, () => {
        if (here.kind === 'Secret' && (key === 'data' || key === 'stringData')) everyLeaf(field)
        else if (key === LAST_APPLIED && typeof field === 'string') whole(field, holdsCredentials(field))
        else if (key === 'value' && isVariable && isLeaf(field)) named(String(field), 'certain')
        else if (isLeaf(field) && credentialName(key) !== 'no') named(String(field), credentialName(key))
        else visit(field)
      })
    }
  }

  function list(here: Json[]): void {
    here.forEach((item, index) => {
      const previous = here[index - 1]
      const flag = typeof previous === 'string' ? /^--?([A-Za-z][\w.-]*)$/.exec(previous)?.[1] : undefined
      const isFlagValue = flag !== undefined && typeof item === 'string' && !item.startsWith('-') && credentialName(flag) !== 'no'
      within(index, isFlagValue ? `${flag} value` : itemId(item, index), () => {
        if (typeof item === 'string' && flagWithValue(item)) return
        if (isFlagValue) named(item, credentialName(flag))
        else visit(item)
      })
    })
  }

  /** `--s3.secret-key=VALUE` as an argument of its own: all that follows is the value, whatever characters it has. */
  function flagWithValue(item: string): boolean {
    const [start, flag = ''] = /^--?([A-Za-z][\w.-]*)=/.exec(item) ?? []
    const verdict = credentialName(flag)
    if (start === undefined || verdict === 'no' || isNoCredential(item.slice(start.length))) return false
    const isCertain = isCertainCredential(verdict, item.slice(start.length))
    note(item, [{ from: start.length, to: item.length, isCertain }], isCertain)
    return true
  }

  function everyLeaf(here: Json): void {
    if (isJsonObject(here)) for (const [key, field] of Object.entries(here)) within(key, key, () => { everyLeaf(field) })
    else if (Array.isArray(here)) here.forEach((item, index) => { within(index, String(index), () => { everyLeaf(item) }) })
    else if (here !== null) whole(String(here), true)
  }

  /** A value in the place of a credential is hidden whole, also where it is a file of which only a part is one. */
  function named(field: string, verdict: NameVerdict): void {
    if (isNoCredential(field)) return
    whole(field, isCertainCredential(verdict, field) || credentialSpans(field).some((span) => span.isCertain))
  }

  function inText(field: string): void {
    const spans = credentialSpans(field)
    if (spans.length > 0) note(field, spans, spans.some((span) => span.isCertain))
  }

  function whole(field: string, isCertain: boolean): void {
    note(field, undefined, isCertain)
  }

  function note(field: string, spans: CredentialSpan[] | undefined, isCertain: boolean): void {
    places.push({ pointer: formatPointer(path), id: id.join('\n'), value: field, spans, isCertain })
  }
}

/** What an annotation that repeats the object would give away. */
function holdsCredentials(applied: string): boolean {
  try {
    const object: unknown = JSON.parse(applied)
    return isJsonObject(object) && (object.kind === 'Secret' || findCredentials(object).length > 0)
  } catch {
    return credentialSpans(applied).some((span) => span.isCertain)
  }
}

function itemId(item: Json, index: number): string {
  if (typeof item === 'string') return /^(--?[\w.-]+)=/.exec(item)?.[1] ?? String(index)
  return isJsonObject(item) && typeof item.name === 'string' ? `name ${item.name}` : String(index)
}

function isLeaf(value: Json): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}
