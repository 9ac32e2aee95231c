// Whom a one-time link is for: what the page behind it shows before it asks for a password.
import 'server-only'
import { z } from 'zod'
import { hashLinkToken } from '../../auth/link-token.ts'
import { findOpenInvitation } from '../../db/invitations.ts'
import { query, type Verb } from '../command.ts'
import type { LinkView } from '../views.ts'
import { deadLink, LinkToken } from './fields.ts'

/** The actor is NEWCOMER. NOT_FOUND when the link is used, expired or unknown. */
export const describeLink: Verb<{ token: string }, LinkView> = query({
  permission: 'people:join',
  input: z.object({ token: LinkToken }),
  async run({ tx, now }, { token }) {
    const invitation = await findOpenInvitation(tx, hashLinkToken(token), now)
    if (!invitation) throw deadLink()
    const { id: _, personId: __, ...view } = invitation
    return view
  },
})
