// Going back: an old spec becomes the next revision. History is never rewritten.
import 'server-only'
import { z } from 'zod'
import { findRevision } from '../../db/revisions.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { command, type Verb } from '../command.ts'
import type { RevisionView } from '../views.ts'
import { append } from './append.ts'
import { Base, Message, RevisionNumber } from './fields.ts'
import { toView } from './view.ts'

export const RestoreRevision = z.object({ stackId: z.string(), base: Base, number: RevisionNumber, message: Message.optional() })
export type RestoreRevision = z.input<typeof RestoreRevision>

/** Saves the spec of revision `number` on top of `base`. It changes the cluster only through a plan, like any other revision. */
export const restore: Verb<RestoreRevision, RevisionView> = command({
  name: 'revision.restore',
  permission: 'revision:write',
  input: RestoreRevision,
  about: ({ stackId, number }) => ({ stackId, subject: `revision ${number}` }),
  async run({ tx, actor, now }, { stackId, base, number, message }) {
    const old = await findRevision(tx, stackId, number)
    if (!old) throw new AppError('NOT_FOUND', text(`There is no revision ${number}.`, `리비전 ${number}이(가) 없습니다.`))
    const { value, event } = await append(tx, {
      stackId, base, spec: old.spec, message: message ?? `Restore revision ${number}`, restoredFrom: number, author: actor, at: now,
    })
    return { value: toView(value), event }
  },
})
