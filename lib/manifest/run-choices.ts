// What a reviewer decided beside "apply", object by object. Nothing here is ever done by itself.
import { z } from 'zod'

/** All by objectId, but `acknowledge`, which has the findingKey() of each error that is live already. */
export const RunChoices = z.object({
  acknowledge: z.array(z.string()).default([]),
  /** Objects whose fields are taken from their other managers. */
  force: z.array(z.string()).default([]),
  /** Orphans that are deleted. */
  remove: z.array(z.string()).default([]),
  /** Workloads whose broken pods are deleted when their controller waits for them in vain. */
  unstick: z.array(z.string()).default([]),
})
export type RunChoices = z.infer<typeof RunChoices>
