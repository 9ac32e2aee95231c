// What is asked of the presets: which parts, how large, and the few words that nobody can compute.
import { z } from 'zod'
import { Load, Size } from '../sizing/load.ts'
import { RELEASES } from '../version.ts'

/** The parts that can be added, in the order in which they are: each finds what it joins. */
export const PARTS = ['ingestor', 'router', 'store', 'compact', 'query', 'query-frontend', 'rule'] as const
export const Part = z.enum(PARTS)
export type Part = z.infer<typeof Part>

/** What a new installation has; a ruler is added when there are rules. */
export const NEW_INSTALLATION: readonly Part[] = ['ingestor', 'router', 'store', 'compact', 'query', 'query-frontend']

const NAME = /^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$/
const SECRET = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/

export const PresetRequest = z.object({
  parts: z.array(Part).min(1),
  size: Size,
  load: Load,
  /** Name of the workload when one part is asked for; else each has its usual name. */
  name: z.string().regex(NAME).optional(),
  /** Where the stack says none itself. */
  namespace: z.string().regex(NAME),
  release: z.enum(RELEASES),
  /** The Secret that holds objstore.yml, where the stack has none. Its credentials are written elsewhere. */
  bucket: z.object({ secret: z.string().regex(SECRET), key: z.string().min(1) }),
  /** Tenants that get a ring of their own; without any the receivers join the ring of everybody. */
  tenants: z.array(z.string().min(1)).default([]),
  /** A store shard serves blocks older than this; 0 serves all blocks. */
  olderThanDays: z.number().int().min(0).max(36_500).default(0),
  /** Where a ruler sends its alerts. */
  alertmanager: z.string().default(''),
})
export type PresetRequest = z.infer<typeof PresetRequest>
