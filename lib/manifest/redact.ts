// Takes credentials out of what is shown, stored or logged. Nothing of a value stays, not even its length.
import { credentialSpans } from './credential-text.ts'
import { credentialPlaces, type CredentialPlace } from './credentials.ts'
import { setAt } from './pointer.ts'
import { isKubeObject, type Json, type KubeObject } from './types.ts'

export const HIDDEN = '•••'
export const HIDDEN_CHANGED = '••• changed'

/** An object without its credentials: data of a Secret, variables, arguments, configuration texts, annotations, URLs with a password. */
export function redact(object: KubeObject): KubeObject {
  return redactAgainst(object, new Map())
}

/** Both versions of an object without credentials; in `after`, one that is not what it was in `before` reads "••• changed", so that it still differs. */
export function redactPair(before: KubeObject | undefined, after: KubeObject): { before: KubeObject | undefined; after: KubeObject } {
  if (before === undefined) return { before, after: redact(after) }
  const places = credentialPlaces(before)
  const known = new Map(places.map((place) => [place.id, credentialsAt(place)]))
  return { before: asObject(hideAt(before, places, new Map())), after: redactAgainst(after, known) }
}

/** Any JSON without its credentials, read as part of an object. */
export function redactJson(value: Json): Json {
  return hide(value, new Map())
}

/**
 * A text without credentials: a log line, an error message of the API server, a file.
 * `known` are values that must not appear whatever their form, for example those of the Secret that was applied (see secretValues).
 */
export function redactText(text: string, known: readonly string[] = []): string {
  let safe = text
  for (const value of known.toSorted((a, b) => b.length - a.length)) {
    if (value.length >= 4) safe = safe.replaceAll(value, HIDDEN)
  }
  return withSpansHidden(safe, credentialSpans(safe), () => HIDDEN)
}

/** The credentials of an object as they stand in it, and decoded where they are the base64 of a Secret: what redactText must know. */
export function secretValues(object: KubeObject): string[] {
  const values = credentialPlaces(object).flatMap(credentialsAt)
  const decoded = object.kind === 'Secret' ? values.flatMap(fromBase64) : []
  const lines = [...values, ...decoded].flatMap((value) => value.split('\n').map((line) => line.trim()).filter((line) => line.length >= 8))
  return [...new Set([...values, ...decoded, ...lines])]
}

function redactAgainst(object: KubeObject, known: Map<string, string[]>): KubeObject {
  return asObject(hide(object, known))
}

function asObject(safe: Json): KubeObject {
  if (!isKubeObject(safe)) throw new Error('redaction must leave apiVersion, kind and metadata.name in place')
  return safe
}

function hide(value: Json, known: Map<string, string[]>): Json {
  return hideAt(value, credentialPlaces(value), known)
}

function hideAt(value: Json, places: readonly CredentialPlace[], known: Map<string, string[]>): Json {
  return places.reduce<Json>((safe, place) => setAt(safe, place.pointer, hidden(place, known.get(place.id))), value)
}

function hidden(place: CredentialPlace, before: string[] | undefined): string {
  const now = credentialsAt(place)
  const mark = (index: number): string => {
    if (before === undefined) return HIDDEN
    const isSame = before.length === now.length ? before[index] === now[index] : before.includes(now[index] ?? '')
    return isSame ? HIDDEN : HIDDEN_CHANGED
  }
  return place.spans === undefined ? mark(0) : withSpansHidden(place.value, place.spans, mark)
}

function credentialsAt({ value, spans }: CredentialPlace): string[] {
  return spans === undefined ? [value] : spans.map((span) => value.slice(span.from, span.to))
}

function withSpansHidden(text: string, spans: readonly { from: number; to: number }[], mark: (index: number) => string): string {
  let safe = ''
  let at = 0
  spans.forEach((span, index) => {
    safe += text.slice(at, span.from) + mark(index)
    at = span.to
  })
  return safe + text.slice(at)
}

function fromBase64(value: string): string[] {
  try {
    return [new TextDecoder().decode(Uint8Array.from(atob(value), (character) => character.codePointAt(0) ?? 0))]
  } catch {
    // Not base64: a value of stringData, which is in the list as it stands.
    return []
  }
}
