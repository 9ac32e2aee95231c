// Which Thanos a stack runs, by the tags of its images.
import type { WorkloadStatus } from '#lib/services/views.ts'

/** The tags that run, each once, in the order of the workloads: ["v0.42.4"] when all are alike. Images without a tag tell nothing. */
export function thanosVersions(workloads: readonly Pick<WorkloadStatus, 'image'>[]): string[] {
  return [...new Set(workloads.flatMap(({ image }) => tagOf(image) ?? []))]
}

function tagOf(image: string | undefined): string | undefined {
  const name = image?.replace(/@.*$/, '').split('/').at(-1)
  return name?.includes(':') === true ? name.slice(name.lastIndexOf(':') + 1) : undefined
}
