// What a plan says of one object: the comparison of what would be there (predicted) with what is there (live).
import { z } from 'zod'
import { Text } from '../text-schema.ts'

export const CHANGE_VERDICTS = ['create', 'change', 'unchanged', 'conflict', 'invalid', 'immutable', 'orphan', 'missing'] as const

/** One line of difference: path as in "spec.template.spec.containers[0].image"; secrets are already redacted. */
export const FieldChange = z.object({
  path: z.string(),
  before: z.json().optional(),
  after: z.json().optional(),
})
export type FieldChange = z.infer<typeof FieldChange>

/** A field that another manager owns with another value (server-side apply, reason FieldManagerConflict), both values redacted. */
export const FieldConflict = z.object({ field: z.string(), owner: z.string(), ours: z.json().optional(), theirs: z.json().optional() })
export type FieldConflict = z.infer<typeof FieldConflict>

/** One reason why the API server refuses an object, in its own words; `field` as it writes it, "" for the whole. */
export const Refusal = z.object({ field: z.string(), message: z.string() })
export type Refusal = z.infer<typeof Refusal>

/**
 * `missing` is a Secret that the stack refers to and the cluster does not have. `invalid` and `immutable` carry the API server's own words
 * in `refusals`. `orphan` is an object of ours that the revision no longer has: deleted only when it is ticked.
 */
export const ObjectChange = z.object({
  object: z.string(),
  verdict: z.enum(CHANGE_VERDICTS),
  fields: z.array(FieldChange),
  conflicts: z.array(FieldConflict),
  refusals: z.array(Refusal).optional(),
  /** The API server's words as a string, which are English; ours as Text. */
  message: z.union([z.string(), Text]).optional(),
  /** What must be done instead, where the change as it stands is not possible. */
  advice: Text.optional(),
  /** Live and predicted as YAML with server-managed fields and defaults left out, secrets redacted: what the diff view shows. */
  liveYaml: z.string(),
  predictedYaml: z.string(),
  /** resourceVersion of the live object when the plan was computed; absent when it does not exist. */
  resourceVersion: z.string().optional(),
  /** Applying it to that very version would write nothing, not even who owns which field. */
  isSettled: z.literal(true).optional(),
  /** Pods that restart: they get the changed template, or one that they were kept from. */
  restarts: z.number().int(),
  /** Why nothing can be applied while this orphan stays; absent where that is the reviewer's choice. */
  mustGo: Text.optional(),
})
export type ObjectChange = z.infer<typeof ObjectChange>
