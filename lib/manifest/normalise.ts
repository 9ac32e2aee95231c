// Takes out of a live object what the API server and its controllers wrote, and hides defaults that nobody asked for.
import { LAST_APPLIED } from './credentials.ts'
import { isEqual } from './equal.ts'
import { keyedLists } from './list-key.ts'
import { isJsonObject, type Json, type JsonObject, type KubeObject } from './types.ts'

const SERVER_METADATA = [
  'managedFields', 'resourceVersion', 'uid', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink',
]
/** Annotations that kubectl and the Deployment controller keep for themselves. */
const SERVER_ANNOTATIONS = [LAST_APPLIED, 'deployment.kubernetes.io/revision']

/** An object without status, server-managed metadata and annotations: what a person could have written. */
export function normaliseLive(object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = object
  const { name, namespace, annotations } = metadata
  const kept = isJsonObject(annotations) ? omit(annotations, SERVER_ANNOTATIONS) : {}
  return {
    ...mapValues(omit(object, ['status']), withoutTemplateNoise), apiVersion, kind,
    metadata: {
      ...omit(metadata, [...SERVER_METADATA, 'annotations']), name, ...(namespace === undefined ? {} : { namespace }),
      ...(Object.keys(kept).length > 0 ? { annotations: kept } : {}),
    },
  }
}

/** Servers and client libraries write `creationTimestamp: null` into pod templates, and a status into claim templates. A part without such is given as it is. */
function withoutTemplateNoise(value: Json): Json {
  if (!hasTemplateNoise(value)) return value
  if (Array.isArray(value)) return value.map(withoutTemplateNoise)
  return isJsonObject(value) ? mapValues(isTemplate(value) ? withoutOwnNoise(value) : value, withoutTemplateNoise) : value
}

/** Nearly nothing has any, and it is asked of every object of every plan: it makes nothing new. */
function hasTemplateNoise(value: Json): boolean {
  if (Array.isArray(value)) return value.some(hasTemplateNoise)
  if (!isJsonObject(value)) return false
  if (isTemplate(value) && ('status' in value || value.metadata.creationTimestamp === null)) return true
  for (const key in value) if (hasTemplateNoise(value[key] ?? null)) return true
  return false
}

function isTemplate(value: JsonObject): value is JsonObject & { metadata: JsonObject } {
  return isJsonObject(value.metadata) && isJsonObject(value.spec)
}

function withoutOwnNoise(template: JsonObject & { metadata: JsonObject }): JsonObject {
  const metadata = template.metadata.creationTimestamp === null ? omit(template.metadata, ['creationTimestamp']) : template.metadata
  return { ...omit(template, ['status']), metadata }
}

export type Shown = {
  live: JsonObject | undefined
  predicted: JsonObject
  /** How many fields are not shown: the same on both sides and not named in `desired`, which is what defaults are. */
  hidden: number
}

/**
 * Live and predicted with only those fields that `desired` names or that differ. An object or a part that does not exist yet shows what
 * `desired` names. Whatever differs stays visible: the two results are equal exactly when live and predicted are.
 */
export function showOnly(desired: JsonObject, live: JsonObject | undefined, predicted: JsonObject): Shown {
  const count = { hidden: 0 }
  const shown = show({ desired, live, predicted }, count)
  return {
    live: isJsonObject(shown.live) ? shown.live : undefined,
    predicted: isJsonObject(shown.predicted) ? shown.predicted : {},
    hidden: count.hidden,
  }
}

type Sides = { desired: Json | undefined; live: Json | undefined; predicted: Json | undefined }
type Count = { hidden: number }

function show({ desired, live, predicted }: Sides, count: Count): { live: Json | undefined; predicted: Json | undefined } {
  if (live === undefined && desired !== undefined) {
    return { live: undefined, predicted: show({ desired, live: predicted, predicted }, count).predicted }
  }
  if (isEqual(live, predicted) && desired === undefined) {
    count.hidden += leaves(predicted)
    return { live: undefined, predicted: undefined }
  }
  if (isJsonObject(live) && isJsonObject(predicted)) return showMaps({ desired: isJsonObject(desired) ? desired : {}, live, predicted }, count)
  if (Array.isArray(live) && Array.isArray(predicted)) return showLists({ desired: Array.isArray(desired) ? desired : [], live, predicted }, count)
  return { live, predicted }
}

function showMaps({ desired, live, predicted }: { desired: JsonObject; live: JsonObject; predicted: JsonObject }, count: Count): { live: Json; predicted: Json } {
  const shownLive = new Map<string, Json>()
  const shownPredicted = new Map<string, Json>()
  for (const key of new Set([...Object.keys(predicted), ...Object.keys(live)])) {
    const field = show({ desired: desired[key], live: live[key], predicted: predicted[key] }, count)
    if (field.live !== undefined) shownLive.set(key, field.live)
    if (field.predicted !== undefined) shownPredicted.set(key, field.predicted)
  }
  return { live: Object.fromEntries(shownLive), predicted: Object.fromEntries(shownPredicted) }
}

function showLists({ desired, live, predicted }: { desired: Json[]; live: Json[]; predicted: Json[] }, count: Count): { live: Json; predicted: Json } {
  const [wanted, before, after] = keyedLists([desired, live, predicted]) ?? []
  if (!wanted || !before || !after) return showByIndex({ desired, live, predicted }, count)
  const moved = [...before.keys()].filter((key) => after.has(key))
  // An order that changed would be lost if items were hidden.
  if ([...after.keys()].filter((key) => before.has(key)).some((key, index) => key !== moved[index])) return { live, predicted }
  const shown = new Map([...new Set([...before.keys(), ...after.keys()])].map((key) => [
    key, show({ desired: wanted.get(key), live: before.get(key), predicted: after.get(key) }, count),
  ]))
  return {
    live: [...before.keys()].flatMap((key) => present(shown.get(key)?.live)),
    predicted: [...after.keys()].flatMap((key) => present(shown.get(key)?.predicted)),
  }
}

/** Items without names can be told apart only where all three lists have the same length; else they are shown whole. */
function showByIndex({ desired, live, predicted }: { desired: Json[]; live: Json[]; predicted: Json[] }, count: Count): { live: Json; predicted: Json } {
  if (desired.length !== live.length || live.length !== predicted.length) return { live, predicted }
  const items = live.map((item, index) => show({ desired: desired[index], live: item, predicted: predicted[index] }, count))
  return { live: items.flatMap((item) => present(item.live)), predicted: items.flatMap((item) => present(item.predicted)) }
}

function present(value: Json | undefined): Json[] {
  return value === undefined ? [] : [value]
}

function leaves(value: Json | undefined): number {
  if (value === undefined) return 0
  const below = typeof value === 'object' && value !== null ? Object.values(value) : []
  return below.length === 0 ? 1 : below.reduce((sum: number, item) => sum + leaves(item), 0)
}

function mapValues(map: JsonObject, each: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, each(value)]))
}

function omit(map: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)))
}
