// One finding's two examples: an installation in which it bites, and the nearest one in which it must not.
import type { JsonObject } from '../../manifest/types.ts'
import { adopt } from '../../thanos/adopt.ts'
import { applyEdits } from '../../thanos/apply-edits.ts'
import type { Edit } from '../../thanos/edit.ts'
import type { Severity } from '../../thanos/finding.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import { example } from '../examples.ts'

/** Whole installations that are right; `nothing` begins empty. */
export type Base = 'corrected' | 'minimal' | 'router-ingestors' | 'store-shards' | 'nothing'

/** What is done to the base: edits, and objects or pieces that are added. */
export type Change = { readonly edits?: readonly Edit[]; readonly add?: string }

/** `good` is the base as it is where nothing else is said; `is` says how it bites, where that depends on what is there. */
export type Case = { readonly code: string; readonly on: Base; readonly bad: Change; readonly good?: Change; readonly thanos?: string; readonly is?: { readonly severity: Severity; readonly hasFix: boolean } }

/** A base with a change made to it. */
export function changed(on: Base, { edits = [], add }: Change): StackSpec {
  const files = on === 'nothing' ? [] : example(on)
  return applyEdits(adopt(add === undefined ? files : [...files, { name: 'added', text: add }]).spec, edits)
}

export const QUERY = 'Deployment/monitoring/thanos-query'
export const RECEIVER = 'StatefulSet/monitoring/thanos-receiver'
export const STORE = 'StatefulSet/monitoring/thanos-store'
export const RULER = 'StatefulSet/monitoring/thanos-ruler'
export const COMPACTOR = 'StatefulSet/monitoring/thanos-compactor'
export const RING = 'ConfigMap/monitoring/thanos-receiver-hashrings'
export const RULES = 'ConfigMap/monitoring/thanos-ruler-rules'
export const ROUTER = 'Deployment/thanos/thanos-router'
export const INGESTOR = 'StatefulSet/thanos/thanos-ingest'
export const ENDPOINTS = 'ConfigMap/thanos/thanos-query-endpoints'
export const FRONTEND = 'Deployment/metrics/thanos-query-frontend'
export const CACHES = 'ConfigMap/metrics/thanos-caches'

/** A flag with these values; none takes it away. */
export const flag = (object: string, name: string, ...values: string[]): Edit => ({ op: 'flag.set', object, flag: name, values })
export const addFlag = (object: string, name: string, value: string): Edit => ({ op: 'flag.add', object, flag: name, value })
export const field = (object: string, pointer: string, value: Extract<Edit, { op: 'field.set' }>['value']): Edit => ({ op: 'field.set', object, pointer, value })
export const replicas = (object: string, count: number): Edit => ({ op: 'replicas.set', object, replicas: count })
export const limit = (object: string, side: 'requests' | 'limits', quantity: string): Edit => ({ op: 'resource.set', object, side, resource: 'memory', quantity })
export const file = (object: string, key: string, text: string): Edit => ({ op: 'file.set', object, key, text })

/** A pod of the corrected guide's ring. */
export const member = (pod: number, port = 10901): string => `thanos-receiver-${pod}.thanos-receiver-headless.monitoring.svc.cluster.local:${port}`

/** The corrected guide's ring file with other endpoints or with more in it. */
export const ring = (more: object = {}, endpoints: readonly unknown[] = [member(0), member(1), member(2)]): Edit => file(RING, 'hashrings.json', JSON.stringify([{ hashring: 'default', endpoints, ...more }]))
export const rings = (...list: object[]): Edit => file(RING, 'hashrings.json', JSON.stringify(list))

/** A case on the corrected guide. */
export const bites = (code: string, ...edits: readonly Edit[]): Case => ({ code, on: 'corrected', bad: { edits } })

/** A flag whose value is a variable of the container. */
export const variable = (object: string, name: string, from: { value: string } | { valueFrom: JsonObject }): Edit[] => [flag(object, name, '$(GIVEN)'), field(object, '/spec/template/spec/containers/0/env/-', { name: 'GIVEN', ...from })]
