// What a plan says of one object: the comparison of what would be there (predicted) with what is there (live).
import { z } from 'zod'

export const CHANGE_VERDICTS = ['create', 'change', 'unchanged', 'conflict', 'invalid', 'immutable', 'missing'] as const

/** One line of difference: path as in "spec.template.spec.containers[0].image"; secrets are already redacted. */
export const FieldChange = z.object({
  path: z.string(),
  before: z.json().optional(),
  after: z.json().optional(),
})
export type FieldChange = z.infer<typeof FieldChange>

/** A field that another manager owns with another value (server-side apply, reason FieldManagerConflict). */
export const FieldConflict = z.object({ field: z.string(), owner: z.string() })
export type FieldConflict = z.infer<typeof FieldConflict>

/**
 * `missing` is a Secret that the stack refers to and the cluster does not have.
 * `invalid` and `immutable` carry the API server's own words in `message`.
 */
export const ObjectChange = z.object({
  object: z.string(),
  verdict: z.enum(CHANGE_VERDICTS),
  fields: z.array(FieldChange),
  conflicts: z.array(FieldConflict),
  message: z.string().optional(),
  /** Live and predicted as YAML with server-managed fields and defaults left out, secrets redacted: what the diff view shows. */
  liveYaml: z.string(),
  predictedYaml: z.string(),
  /** resourceVersion of the live object when the plan was computed; absent when it does not exist. */
  resourceVersion: z.string().optional(),
  /** Pods that restart because the pod template changes. */
  restarts: z.number().int(),
})
export type ObjectChange = z.infer<typeof ObjectChange>
