// The schema of a finding, for what is stored. The types have their home in finding.ts: pages do without the weight of zod.
import { z } from 'zod'
import { Text } from '../text-schema.ts'
import { Edit } from './edit.ts'
import { SEVERITIES } from './finding.ts'

export const Severity = z.enum(SEVERITIES)
export type Severity = z.infer<typeof Severity>

export const Fix = z.object({
  /** What the fix does, as a button would say it. */
  title: Text,
  /** A safe fix loses no data and moves none; an unsafe one must be chosen by a person, one by one. */
  safe: z.boolean(),
  edits: z.array(Edit).min(1),
})
export type Fix = z.infer<typeof Fix>

export const Finding = z.object({
  /** "<kind or subject>/<what-is-wrong>", for example "receive/no-external-label". Stable. */
  code: z.string(),
  severity: Severity,
  /** objectId of the object it speaks of, "" for the stack as a whole. */
  object: z.string(),
  /** Where in it: "flags.min-time", "replicas", "image", "files.hashrings.json", or a path such as "spec.ports[0].port". */
  path: z.string(),
  /** What it speaks of there, where several can stand at one place: an endpoint, a ring, a rule. As it is written, in no language. */
  about: z.string().optional(),
  /** What is wrong, one sentence with the names and numbers. */
  message: Text,
  /** Why it matters: what Thanos or Kubernetes does with it. */
  reason: Text,
  /** The Thanos or Kubernetes page or source file that says so. */
  source: z.string(),
  fix: Fix.optional(),
})
export type Finding = z.infer<typeof Finding>
