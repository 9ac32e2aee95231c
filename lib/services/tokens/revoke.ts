// Ending a token of the API, from the next request on.
import 'server-only'
import { z } from 'zod'
import { isAllowed } from '../../auth/permissions.ts'
import { findApiToken, revokeApiToken } from '../../db/api-tokens.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { command, type Verb } from '../command.ts'

/** Revokes one of my tokens; admins those of others too. NOT_FOUND when there is none of mine, CONFLICT when it is revoked already. */
export const revoke: Verb<{ tokenId: string }, null> = command({
  name: 'token.revoke',
  permission: 'token:own',
  input: z.object({ tokenId: z.string() }),
  about: async ({ tokenId }, reader) => ({ subject: (await findApiToken(reader, tokenId))?.name ?? tokenId }),
  async run({ tx, actor, now }, { tokenId }) {
    const token = await findApiToken(tx, tokenId)
    if (!token || token.owner.id !== actor.id && !isAllowed(actor.role, 'people:write')) throw new AppError('NOT_FOUND', text('There is no such token.', '그런 토큰이 없습니다.'))
    if (!await revokeApiToken(tx, tokenId, now)) throw new AppError('CONFLICT', text('This token is revoked already.', '이미 폐기된 토큰입니다.'))
    return { value: null, event: { subject: token.name, after: { begins: token.hint, owner: token.owner.name } } }
  },
})
