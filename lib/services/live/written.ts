// Observations as JSON, each written once however many read it: with five hundred edges one is three hundred kilobytes.
import type { ObservationPatch } from '../../thanos/live/observation-patch.ts'
import type { Observation } from '../../thanos/live/observation.ts'

const texts = new WeakMap<Observation | ObservationPatch, string>()

export function written(value: Observation | ObservationPatch): string {
  const json = texts.get(value) ?? JSON.stringify(value)
  texts.set(value, json)
  return json
}
