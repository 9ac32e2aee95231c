// Which version the pods of a workload say they are, where its image does not say so already: one given by digest, a moving tag, a tag that lies.
import type { Observation } from './observation.ts'
import { componentOf, freshOf, podsOf } from './readings.ts'

/** Several while pods differ, as in a rollout; [] where none told, and where the tag says the same. */
export function toldVersions(observation: Observation, object: string, image: string | undefined): string[] {
  const told = podsOf(observation).filter((pod) => pod.object === object && !pod.isTerminating).flatMap(({ name }) => freshOf(componentOf(observation, name)?.version) ?? [])
  const versions = [...new Set(told)].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  return versions.every((version) => image !== undefined && saysVersion(image, version)) ? [] : versions
}

/** Whether the tag is this version, with or without its v and what a distributor writes behind it ("0.39.2-debian-12-r1"). */
function saysVersion(image: string, version: string): boolean {
  const name = image.replace(/@.*$/, '')
  const tag = name.slice(name.lastIndexOf('/') + 1).split(':')[1]?.replace(/^v/, '')
  const plain = version.replace(/^v/, '')
  return tag === plain || tag?.startsWith(`${plain}-`) === true
}
