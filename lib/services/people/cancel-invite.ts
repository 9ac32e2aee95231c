// Taking back an invitation that nobody has used.
import 'server-only'
import { z } from 'zod'
import { deleteInvite } from '../../db/invitations.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { command, type Verb } from '../command.ts'

/** Ends the link. NOT_FOUND when it is used or gone. */
export const cancelInvite: Verb<{ inviteId: string }, null> = command({
  name: 'people.cancel-invite',
  permission: 'people:invite',
  input: z.object({ inviteId: z.string() }),
  about: ({ inviteId }) => ({ subject: inviteId }),
  async run({ tx }, { inviteId }) {
    const invite = await deleteInvite(tx, inviteId)
    if (!invite) throw new AppError('NOT_FOUND', text('There is no such invitation: it was used or taken back.', '그런 초대가 없습니다. 이미 쓰였거나 취소되었습니다.'))
    return { value: null, event: { subject: invite.email, before: invite } }
  },
})
