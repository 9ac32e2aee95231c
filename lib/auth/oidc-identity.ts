// Who a provider's claims speak of, and whether they may come in. Pure.
import { z } from 'zod'
import { roleOfGroups, type OidcSettings } from '../oidc-settings.ts'
import type { OidcProblem } from '../oidc-problem.ts'
import type { Role } from '../role.ts'

export type Claims = Record<string, unknown>
/** `groups` are those that the mapping knows: the others are nobody's business here. */
export type OidcIdentity = { subject: string; name: string; email: string; role: Role; groups: string[] }

const MAX_NAME = 100
const Groups = z.union([z.array(z.unknown()).transform((values) => values.filter((value) => typeof value === 'string')), z.string().transform((value) => [value])])

/** The groups in the claims; undefined when the claim is not there at all. A name with dots is looked up as it stands first, then as a path. */
export function groupsIn(claims: Claims, path: string): string[] | undefined {
  const found = path in claims ? claims[path] : path.split('.').reduce<unknown>(
    (value, key) => typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined, claims)
  const groups = Groups.safeParse(found)
  return groups.success ? groups.data : undefined
}

/** The person that verified claims speak of, or why they are not let in; `email` then is for the audit. */
export function identityOf(claims: Claims, settings: OidcSettings): OidcIdentity | { problem: OidcProblem; email?: string } {
  const { sub, email, email_verified: verified } = claims
  if (typeof sub !== 'string' || sub === '') return { problem: 'identity' }
  const address = z.string().toLowerCase().pipe(z.email().max(254)).safeParse(email)
  if (!address.success) return { problem: 'no-email' }
  const isVerified = verified === true || verified === 'true' || (verified === undefined && settings.assumesVerifiedEmail)
  if (!isVerified) return { problem: 'unverified-email', email: address.data }
  const mapped = new Set(Object.values(settings.roles).flat())
  const groups = (groupsIn(claims, settings.groupsClaim) ?? []).filter((group) => mapped.has(group))
  const role = roleOfGroups(groups, settings)
  if (role === undefined) return { problem: 'no-role', email: address.data }
  return { subject: sub, email: address.data, role, groups, name: nameIn(claims) ?? address.data }
}

/** A name of one line; the provider's words are not ours to trust. */
function nameIn({ name, preferred_username: username }: Claims): string | undefined {
  for (const candidate of [name, username]) {
    const plain = typeof candidate === 'string' ? candidate.replace(/\p{Cc}+/gu, ' ').trim().slice(0, MAX_NAME) : ''
    if (plain !== '') return plain
  }
  return undefined
}
