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
  visit(value, [], [])
  return places

  function visit(here: Json, path: Segment[], id: string[]): void {
    if (typeof here === 'string') inText(here, path, id)
    else if (Array.isArray(here)) list(here, path, id)
    else if (isJsonObject(here)) map(here, path, id)
  }

  function map(here: JsonObject, path: Segment[], id: string[]): void {
    const isVariable = typeof here.name === 'string' && isCredentialVariable(here.name)
    for (const [key, field] of Object.entries(here)) {
      const below: [Segment[], string[]] = [[...path, key], [...id, key]]
      if (here.kind === 'Secret' && (key === 'data' || key === 'stringData')) everyLeaf(field, ...below)
      else if (key === LAST_APPLIED && typeof field === 'string') whole(field, ...below, holdsCredentials(field))
      else if (key === 'value' && isVariable && isLeaf(field)) named(String(field), ...below, 'certain')
      else if (isLeaf(field) && credentialName(key) !== 'no') named(String(field), ...below, credentialName(key))
      else visit(field, ...below)
    }
  }

  function list(here: Json[], path: Segment[], id: string[]): void {
    here.forEach((item, index) => {
      const below: [Segment[], string[]] = [[...path, index], [...id, itemId(item, index)]]
      const previous = here[index - 1]
      const flag = typeof previous === 'string' ? /^--?([A-Za-z][\w.-]*)$/.exec(previous)?.[1] : undefined
      const isFlagValue = flag !== undefined && typeof item === 'string' && !item.startsWith('-') && credentialName(flag) !== 'no'
      if (typeof item === 'string' && flagWithValue(item, ...below)) return
      if (isFlagValue) named(item, [...path, index], [...id, `${flag} value`], credentialName(flag))
      else visit(item, ...below)
    })
  }

  /** `--s3.secret-key=VALUE` as an argument of its own: all that follows is the value, whatever characters it has. */
  function flagWithValue(item: string, path: Segment[], id: string[]): boolean {
    const [start, flag = ''] = /^--?([A-Za-z][\w.-]*)=/.exec(item) ?? []
    const verdict = credentialName(flag)
    if (start === undefined || verdict === 'no' || isNoCredential(item.slice(start.length))) return false
    const isCertain = isCertainCredential(verdict, item.slice(start.length))
    places.push({ pointer: formatPointer(path), id: id.join('\n'), value: item, spans: [{ from: start.length, to: item.length, isCertain }], isCertain })
    return true
  }

  function everyLeaf(here: Json, path: Segment[], id: string[]): void {
    if (isJsonObject(here)) for (const [key, field] of Object.entries(here)) everyLeaf(field, [...path, key], [...id, key])
    else if (Array.isArray(here)) here.forEach((item, index) => everyLeaf(item, [...path, index], [...id, String(index)]))
    else if (here !== null) whole(String(here), path, id, true)
  }

  /** A value in the place of a credential is hidden whole, also where it is a file of which only a part is one. */
  function named(field: string, path: Segment[], id: string[], verdict: NameVerdict): void {
    if (isNoCredential(field)) return
    whole(field, path, id, isCertainCredential(verdict, field) || credentialSpans(field).some((span) => span.isCertain))
  }

  function inText(field: string, path: Segment[], id: string[]): void {
    const spans = credentialSpans(field)
    if (spans.length === 0) return
    places.push({ pointer: formatPointer(path), id: id.join('\n'), value: field, spans, isCertain: spans.some((span) => span.isCertain) })
  }

  function whole(field: string, path: Segment[], id: string[], isCertain: boolean): void {
    places.push({ pointer: formatPointer(path), id: id.join('\n'), value: field, spans: undefined, isCertain })
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
