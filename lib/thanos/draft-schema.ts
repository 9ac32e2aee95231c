// The schema of a draft's steps, for what is stored. The types have their home in draft.ts: pages do without the weight of zod.
import { z } from 'zod'
import { Text } from '../text-schema.ts'
import { DeclaredEdge } from './declared-edge.ts'
import { Edit } from './edit.ts'
import { SpecObject } from './spec-schema.ts'

/** What was read in one import: its text with credentials masked, and where each object stands in it (lines count from 1). */
export const ImportSource = z.object({
  files: z.array(z.object({ name: z.string(), text: z.string() })),
  places: z.record(z.string(), z.object({ file: z.string(), line: z.number() })),
  notManaged: z.array(z.string()),
  /** What could not be read or was left out, with what to do. Absent in drafts from before this was kept. */
  problems: z.array(z.object({ file: z.string(), line: z.number(), column: z.number(), message: Text })).optional(),
  /** ISO time at which the files were read. */
  readAt: z.string(),
})
export type ImportSource = z.infer<typeof ImportSource>

/** `replace` makes the objects the whole spec; `merge` replaces those of the same name and keeps all others. */
export const ImportMode = z.enum(['replace', 'merge'])
export type ImportMode = z.infer<typeof ImportMode>

export const Step = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('edits'), label: Text, edits: z.array(Edit) }),
  z.object({ kind: z.literal('import'), label: Text, mode: ImportMode, objects: z.array(SpecObject), edges: z.array(DeclaredEdge).optional(), source: ImportSource.optional() }),
])
export type Step = z.infer<typeof Step>
