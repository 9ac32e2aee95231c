// Saving a spec as the next revision.
import 'server-only'
import { z } from 'zod'
import { StackSpec } from '../../thanos/spec-schema.ts'
import { command, type Verb } from '../command.ts'
import type { RevisionView } from '../views.ts'
import { append } from './append.ts'
import { Base, Message } from './fields.ts'
import { toView } from './view.ts'

export const SaveRevision = z.object({ stackId: z.string(), base: Base, spec: StackSpec, message: Message })
export type SaveRevision = z.input<typeof SaveRevision>

/** CONFLICT carries SaveConflict: who was first, and what they changed. */
export const save: Verb<SaveRevision, RevisionView> = command({
  name: 'revision.save',
  permission: 'revision:write',
  input: SaveRevision,
  about: ({ stackId, base }) => ({ stackId, subject: `revision ${base + 1}` }),
  async run({ tx, actor, now }, { stackId, base, spec, message }) {
    const { value, event } = await append(tx, { stackId, base, spec, message, author: actor, at: now })
    return { value: toView(value), event }
  },
})
