// What is set about an OpenID Connect provider: where it is, who we are to it, and which of its groups mean which role.
import { z } from 'zod'
import { Role, ROLES } from './role.ts'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Plain http is for a provider on this machine: everyone else could read the tokens on their way. */
const Issuer = z.url({ protocol: /^https?$/ }).refine(
  (value) => URL.canParse(value) && (new URL(value).protocol === 'https:' || LOOPBACK.has(new URL(value).hostname)),
  'must be an https address (http only on loopback)',
)

/** '{"admin":["thanos-admins"],"operator":["sre","on-call"]}': JSON, since the name of a group may hold any sign. */
const RoleGroups = z.string().transform((value, context): unknown => {
  try {
    return JSON.parse(value) as unknown
  } catch {
    context.issues.push({ code: 'custom', message: 'must be JSON, such as {"admin":["thanos-admins"]}', input: value })
    return z.NEVER
  }
}).pipe(z.partialRecord(Role, z.array(z.string().min(1))))

/** The environment variables, without the leading GAUNTLET_OIDC_. */
export const OidcVariables = z.object({
  ISSUER: Issuer,
  CLIENT_ID: z.string().min(1),
  CLIENT_SECRET: z.string().min(1, 'is missing: set it, or GAUNTLET_OIDC_CLIENT_SECRET_FILE'),
  /** How the client proves itself at the token endpoint. */
  CLIENT_AUTH: z.enum(['basic', 'post']).default('basic'),
  /** What the button says after "Sign in with". */
  LABEL: z.string().min(1).max(60).optional(),
  SCOPES: z.string().default('openid profile email').transform((value) => [...new Set(['openid', ...value.split(/\s+/).filter((scope) => scope !== '')])]),
  /** Where the groups stand in the claims: a name, or a path with dots ("realm_access.roles"). */
  GROUPS_CLAIM: z.string().min(1).default('groups'),
  ROLES: RoleGroups,
  /** What someone in no mapped group gets; absent: refused. */
  DEFAULT_ROLE: z.literal('viewer').optional(),
  /** "assume" for a provider that sends no email_verified; one that sends false is refused all the same. */
  EMAIL_VERIFIED: z.enum(['require', 'assume']).default('require'),
  SESSION_HOURS: z.coerce.number().int().min(1).max(168).default(12),
})

export type OidcSettings = {
  issuer: string
  clientId: string
  clientSecret: string
  clientAuth: 'basic' | 'post'
  label: string
  scopes: string[]
  groupsClaim: string
  /** The groups of each role. */
  roles: Readonly<Record<Role, readonly string[]>>
  defaultRole: Role | undefined
  assumesVerifiedEmail: boolean
  sessionMs: number
}

/** The settings in our words. */
export function oidcSettings(given: z.output<typeof OidcVariables>): OidcSettings {
  return {
    issuer: given.ISSUER, clientId: given.CLIENT_ID, clientSecret: given.CLIENT_SECRET, clientAuth: given.CLIENT_AUTH,
    label: given.LABEL ?? new URL(given.ISSUER).hostname, scopes: given.SCOPES, groupsClaim: given.GROUPS_CLAIM,
    roles: { viewer: [], operator: [], approver: [], admin: [], ...given.ROLES }, defaultRole: given.DEFAULT_ROLE,
    assumesVerifiedEmail: given.EMAIL_VERIFIED === 'assume', sessionMs: given.SESSION_HOURS * 3_600_000,
  }
}

/** The highest role that one of the groups gives; the default role when none does. */
export function roleOfGroups(groups: readonly string[], { roles, defaultRole }: Pick<OidcSettings, 'roles' | 'defaultRole'>): Role | undefined {
  return ROLES.findLast((role) => roles[role].some((group) => groups.includes(group))) ?? defaultRole
}
