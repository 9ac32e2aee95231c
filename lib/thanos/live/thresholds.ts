// From where on something is told, the same on every page: a diagnosis that passes what the overview warns of sends a person in circles.
import { sumOf } from './counters.ts'
import type { Sample } from './observation.ts'

/** Above this share of requests that fail, it is told. */
export const FAILED_SHARE = 0.05
/** From this share of its memory limit on, a pod is near its end. */
export const MEMORY_SHARE = 0.9

/**
 * What a pod cannot give back, in bytes; undefined where its metrics do not tell. The resident size counts pages of files too, those of the program and of mapped
 * indexes, which the kernel takes back before it kills: 63 of the 73 MB of an idle querier. So what the Go runtime has and has not returned is the most that counts.
 */
export function memoryHeld(samples: readonly Sample[]): number | undefined {
  const [resident, obtained, returned] = ['process_resident_memory_bytes', 'go_memstats_sys_bytes', 'go_memstats_heap_released_bytes'].map((name) => sumOf(samples, name))
  return resident === undefined || obtained === undefined ? resident : Math.min(resident, obtained - (returned ?? 0))
}
