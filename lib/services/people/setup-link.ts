// The link that lets the first admin in: printed by the server when it starts and nobody is there yet. There is no default password.
import 'server-only'
import { z } from 'zod'
import { SYSTEM } from '../../auth/actor.ts'
import { newLinkToken } from '../../auth/link-token.ts'
import { db } from '../../db/client.ts'
import { insertInvitation } from '../../db/invitations.ts'
import { countPeople } from '../../db/people.ts'
import { env } from '../../env.ts'
import { routes } from '../../routes.ts'
import { command } from '../command.ts'

/**
 * A one-time link that makes the first admin. Undefined when there are people already, or when whoever sits at this machine is
 * signed in anyhow. Each start gives another link; all of them end when one is used.
 */
export async function setupLink(): Promise<string | undefined> {
  const { isLocal, publicUrl } = env()
  if (isLocal || await countPeople(db()) > 0) return undefined
  const { token, hash } = newLinkToken()
  await offer(SYSTEM, { tokenHash: hash })
  return new URL(routes.setup(token), publicUrl).href
}

const offer = command({
  name: 'setup.offer',
  permission: 'people:invite',
  input: z.object({ tokenHash: z.string() }),
  about: () => ({}),
  async run({ tx }, { tokenHash }) {
    await insertInvitation(tx, { tokenHash, purpose: 'setup', role: 'admin' })
    return { value: undefined, event: { subject: 'first admin' } }
  },
})
