// A hashring file as a form edits it. Keys that the form does not show stay as they are. Source: pkg/receive/config.go of Thanos.
import type { Text } from '#lib/text.ts'
import { isJsonObject, type Json, type JsonObject } from '#lib/manifest/types.ts'
import { parseHashrings } from '#lib/thanos/hashring.ts'

export type RingEndpointForm = { readonly address: string; readonly az: string; readonly rest: JsonObject }

/** One ring. No tenants means all that no ring before it took; `algorithm` is "" where the receiver's flag decides. */
export type RingForm = {
  readonly name: string
  readonly tenants: readonly string[]
  readonly matcher: 'exact' | 'glob'
  readonly algorithm: string
  readonly endpoints: readonly RingEndpointForm[]
}

/** The rings of a file, or in few words what Thanos would refuse. */
export function readRings(text: string): { rings: RingForm[] } | { fault: Text } {
  const parsed = parseHashrings(text)
  return 'fault' in parsed ? parsed : { rings: rawRings(text).map(toForm) }
}

/** The text with one ring changed. */
export function withRing(text: string, index: number, patch: Partial<RingForm>): string {
  return rewrite(text, (rings) => rings.map((ring, at) => (at === index ? fromForm(ring, patch) : ring)))
}

/** The text with a new ring behind the others. */
export function withNewRing(text: string, endpoints: readonly string[]): string {
  return rewrite(text, (rings) => [...rings, { hashring: rings.length === 0 ? 'default' : `ring-${rings.length + 1}`, endpoints: [...endpoints] }])
}

/** The text without a ring. */
export function withoutRing(text: string, index: number): string {
  return rewrite(text, (rings) => rings.toSpliced(index, 1))
}

/** The text with a ring moved one place up: earlier rings are asked first. */
export function withRingUp(text: string, index: number): string {
  return rewrite(text, (rings) => {
    const ring = rings[index]
    return ring === undefined || index === 0 ? rings : rings.toSpliced(index, 1).toSpliced(index - 1, 0, ring)
  })
}

function rewrite(text: string, change: (rings: JsonObject[]) => JsonObject[]): string {
  return `${JSON.stringify(change(rawRings(text)), null, 2)}${text === '' || text.endsWith('\n') ? '\n' : ''}`
}

function rawRings(text: string): JsonObject[] {
  try {
    const document: unknown = JSON.parse(text)
    return Array.isArray(document) ? document.filter(isJsonObject) : []
  } catch {
    return [] // A text that cannot be read has no rings; its fault is shown by readRings.
  }
}

function toForm(ring: JsonObject): RingForm {
  const text = (key: string): string => (typeof ring[key] === 'string' ? ring[key] : '')
  return {
    name: text('hashring'),
    tenants: Array.isArray(ring.tenants) ? ring.tenants.filter((tenant) => typeof tenant === 'string') : [],
    matcher: ring.tenant_matcher_type === 'glob' ? 'glob' : 'exact',
    algorithm: text('algorithm'),
    endpoints: Array.isArray(ring.endpoints) ? ring.endpoints.map(endpointForm) : [],
  }
}

function endpointForm(endpoint: Json): RingEndpointForm {
  if (!isJsonObject(endpoint)) return { address: typeof endpoint === 'string' ? endpoint : '', az: '', rest: {} }
  const { address, az, ...rest } = endpoint
  return { address: typeof address === 'string' ? address : '', az: typeof az === 'string' ? az : '', rest }
}

function fromForm(ring: JsonObject, patch: Partial<RingForm>): JsonObject {
  const next: JsonObject = { ...ring }
  const put = (key: string, value: Json | undefined): void => {
    if (value === undefined) delete next[key]
    else next[key] = value
  }
  if (patch.name !== undefined) put('hashring', patch.name === '' ? undefined : patch.name)
  if (patch.tenants !== undefined) put('tenants', patch.tenants.length === 0 ? undefined : [...patch.tenants])
  if (patch.matcher !== undefined) put('tenant_matcher_type', patch.matcher === 'exact' ? undefined : patch.matcher)
  if (patch.algorithm !== undefined) put('algorithm', patch.algorithm === '' ? undefined : patch.algorithm)
  if (patch.endpoints !== undefined) put('endpoints', patch.endpoints.map(({ address, az, rest }): Json => (
    az === '' && Object.keys(rest).length === 0 ? address : { address, ...(az === '' ? {} : { az }), ...rest }
  )))
  return next
}
