// What the form of new workloads holds, the request that it makes, and what an addition comes to in sum. Pure.
import { parseQuantity } from '#lib/manifest/quantity.ts'
import { NEW_INSTALLATION, PresetRequest, type Part } from '#lib/thanos/presets/request.ts'
import { running } from '#lib/thanos/presets/surroundings.ts'
import type { PartSizing } from '#lib/thanos/presets/addition.ts'
import { shortBytes } from '#lib/thanos/sizing/figure.ts'
import type { Size } from '#lib/thanos/sizing/load.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { NEWEST, type Release } from '#lib/thanos/version.ts'
import { type LoadField, readLoad, type TypedLoad } from './typed-load.ts'

export const DETAILS = ['name', 'namespace', 'secret', 'olderThan', 'tenants', 'alertmanager'] as const
export type Detail = (typeof DETAILS)[number]
export type Details = Readonly<Record<Detail, string>> & { readonly release: Release }

/** The details before anybody types; `namespace` is that of the stack. */
export function startDetails(namespace: string): Details {
  return { name: '', namespace, secret: 'thanos-objstore', olderThan: '0', tenants: '', alertmanager: '', release: NEWEST }
}

/** What is chosen when the page opens: everything for an empty stack, nothing where something runs. */
export function firstParts(spec: StackSpec): Part[] {
  return running(spec).length === 0 ? [...NEW_INSTALLATION] : []
}

/** Which details matter for what is chosen. */
export function detailsFor(parts: readonly Part[], spec: StackSpec, knowsBucket: boolean): readonly (Detail | 'release')[] {
  const isEmpty = running(spec).length === 0
  return [
    ...(parts.length === 1 ? ['name' as const] : []),
    ...(isEmpty ? ['namespace' as const, 'release' as const] : []),
    ...(knowsBucket || !parts.some((part) => ['ingestor', 'store', 'compact', 'rule'].includes(part)) ? [] : ['secret' as const]),
    ...(parts.includes('store') && !isEmpty ? ['olderThan' as const] : []),
    ...(parts.includes('ingestor') && !isEmpty ? ['tenants' as const] : []),
    ...(parts.includes('rule') ? ['alertmanager' as const] : []),
  ]
}

export type ReadRequest = { readonly request: PresetRequest | undefined; readonly faults: ReadonlySet<LoadField | Detail> }

/** The request that the form makes; undefined while nothing is chosen or something cannot be read. */
export function readRequest(form: { parts: readonly Part[]; size: Size; typed: TypedLoad; details: Details }): ReadRequest {
  const { parts, size, typed, details } = form
  const { load, faults } = readLoad(typed)
  const parsed = PresetRequest.safeParse({
    parts, size, load, ...(details.name === '' ? {} : { name: details.name }), namespace: details.namespace, release: details.release, bucket: { secret: details.secret, key: 'objstore.yml' },
    tenants: details.tenants.split(',').map((tenant) => tenant.trim()).filter((tenant) => tenant !== ''), olderThanDays: /^\d+$/.test(details.olderThan) ? Number(details.olderThan) : -1, alertmanager: details.alertmanager.trim(),
  })
  if (parsed.success) return { request: parsed.data, faults }
  const places: Readonly<Record<string, Detail>> = { name: 'name', namespace: 'namespace', bucket: 'secret', olderThanDays: 'olderThan', tenants: 'tenants', alertmanager: 'alertmanager' }
  return { request: undefined, faults: new Set([...faults, ...parsed.error.issues.flatMap(({ path }) => places[String(path[0])] ?? [])]) }
}

/** Workloads, pods, memory (sum of limits) and disk of an addition. */
export function sumOf(sizings: readonly PartSizing[]): { count: number; pods: number; memory: string; disk: string } {
  const sum = (measure: (sizing: PartSizing['sizing']) => number): number => sizings.reduce((total, { sizing }) => total + sizing.replicas * measure(sizing), 0)
  return {
    count: sizings.length, pods: sum(() => 1),
    memory: shortBytes(sum(({ limits }) => parseQuantity(limits.memory) ?? 0)), disk: shortBytes(sum(({ disk }) => parseQuantity(disk ?? '0') ?? 0)),
  }
}
