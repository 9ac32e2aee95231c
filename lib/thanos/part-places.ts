// Where the parts of a workload stand in its object. Apart from adopting, which needs the catalogue of flags.
import { getAt } from '../manifest/pointer.ts'
import { isJsonObject, type JsonObject } from '../manifest/types.ts'
import type { Workload } from './spec.ts'

/** Pointers to the lists of a pod's containers, those that run with the pod first. */
export const CONTAINER_LISTS = ['/spec/template/spec/containers', '/spec/template/spec/initContainers']

/** Where the parts of a workload stand, as JSON pointers into the rendered object. */
export type PartPlaces = { readonly image: string; readonly resources: string; readonly replicas: string; readonly storage: string; readonly args: string }

/** The usual places of a workload's parts; `args` is where its command line is written, `command` when there are no args. */
export function partPlaces(workload: Pick<Workload, 'object' | 'container'>, rest: JsonObject): PartPlaces {
  const isFragment = workload.object === 'Fragment'
  const container = isFragment ? '' : containerPlace(rest, workload.container)
  return { ...placesAt(container, isFragment ? '' : '/spec'), args: `${container}/${getAt(rest, `${container}/args`) === undefined && getAt(rest, `${container}/command`) !== undefined ? 'command' : 'args'}` }
}

/** The places below a container and a workload's spec. */
export function placesAt(container: string, workload: string): PartPlaces {
  return {
    image: `${container}/image`,
    resources: `${container}/resources`,
    args: `${container}/args`,
    replicas: `${workload}/replicas`,
    storage: `${workload}/volumeClaimTemplates/0/spec/resources/requests/storage`,
  }
}

function containerPlace(rest: JsonObject, name: string): string {
  for (const list of CONTAINER_LISTS) {
    const containers = getAt(rest, list)
    const index = Array.isArray(containers) ? containers.findIndex((container) => isJsonObject(container) && container.name === name) : -1
    if (index >= 0) return `${list}/${index}`
  }
  return `${CONTAINER_LISTS[0]}/0`
}
