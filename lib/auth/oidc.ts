// The identity provider: found by discovery, asked through better-auth's generic OAuth with PKCE, state and nonce. Knows its failures by name.
import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { BetterAuthPlugin } from 'better-auth'
import { validateAuthorizationCode } from 'better-auth/oauth2'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import { z } from 'zod'
import { log } from '../log.ts'
import type { OidcProblem } from '../oidc-problem.ts'
import type { OidcSettings } from '../oidc-settings.ts'
import { groupsIn, identityOf, type Claims, type OidcIdentity } from './oidc-identity.ts'

export const OIDC_PROVIDER = 'oidc'
const DISCOVERY_MS = 5_000
const DISCOVERY_KEPT_MS = 10 * 60_000
/** What better-auth allows an ID token's times to be off by. */
const CLOCK_TOLERANCE_S = 30

const Discovery = z.object({
  issuer: z.string(), authorization_endpoint: z.url(), token_endpoint: z.url(), jwks_uri: z.url(), userinfo_endpoint: z.url().optional(),
})
export type Discovery = z.infer<typeof Discovery>

/** What one sign-in learns on its way: better-auth calls back from deep inside and answers with an address only. */
export type OidcFlow = { identity?: OidcIdentity; problem?: OidcProblem; email?: string; isNew?: true; session?: { id: string; userId: string } }
const flows = new AsyncLocalStorage<OidcFlow>()

/** The sign-in that is under way; an empty one elsewhere. */
export function currentFlow(): OidcFlow {
  return flows.getStore() ?? {}
}

/** Runs a part of a sign-in; what it learned comes back beside what it gave. */
export async function inFlow<Value>(work: () => Promise<Value>): Promise<{ value: Value; flow: OidcFlow }> {
  const flow: OidcFlow = {}
  return { value: await flows.run(flow, work), flow }
}

let kept: { issuer: string; at: number; discovery: Discovery } | undefined

/** The provider's addresses. Undefined when it does not answer in time, or is not who it should be. */
export async function discover({ issuer }: OidcSettings): Promise<Discovery | undefined> {
  if (kept?.issuer === issuer && Date.now() - kept.at < DISCOVERY_KEPT_MS) return kept.discovery
  try {
    const response = await fetch(discoveryUrl(issuer), { signal: AbortSignal.timeout(DISCOVERY_MS) })
    if (!response.ok) throw new Error(`discovery answers ${response.status}`)
    const discovery = Discovery.parse(await response.json())
    if (discovery.issuer !== issuer) throw new Error('discovery names another issuer')
    kept = { issuer, at: Date.now(), discovery }
    return discovery
  } catch (error) {
    log.warn({ err: error, issuer }, 'the identity provider cannot be asked')
    return undefined
  }
}

function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
}

/** The plugin for one provider. Nobody's ID token is believed unless its signature, issuer, audience, times and nonce are right. */
export function oidcPlugin(settings: OidcSettings, discovery: Discovery): BetterAuthPlugin {
  const { clientId, clientSecret, clientAuth } = settings
  return genericOAuth({
    config: [{
      providerId: OIDC_PROVIDER, name: settings.label, discoveryUrl: discoveryUrl(settings.issuer), requireIdTokenVerification: true,
      clientId, clientSecret, authentication: clientAuth, scopes: settings.scopes, pkce: true,
      // The issuer is part of who someone is: another provider may have the same subject for someone else.
      accountSubject: ({ profile }) => `${settings.issuer}#${String(profile.sub)}`,
      async getToken({ code, redirectURI, codeVerifier }) {
        try {
          const tokens = await validateAuthorizationCode({
            code, redirectURI, codeVerifier, tokenEndpoint: discovery.token_endpoint, authentication: clientAuth, options: { clientId, clientSecret, redirectURI },
          })
          if (tokens.idToken !== undefined && isOffTime(claimsOf(tokens.idToken))) currentFlow().problem = 'clock'
          return tokens
        } catch (error) {
          currentFlow().problem = exchangeProblem(error)
          throw error
        }
      },
      async getUserInfo({ idToken, accessToken }) {
        const claims = idToken === undefined ? undefined : claimsOf(idToken)
        if (claims === undefined) return null
        const isWhole = claims.email !== undefined && groupsIn(claims, settings.groupsClaim) !== undefined
        const more = isWhole || accessToken === undefined ? {} : await userInfo(discovery, accessToken)
        if (more === undefined || (more.sub !== undefined && more.sub !== claims.sub)) return null
        const identity = identityOf({ ...more, ...claims }, settings)
        const flow = currentFlow()
        if ('problem' in identity) {
          Object.assign(flow, identity)
          return null
        }
        flow.identity = identity
        return { sub: identity.subject, name: identity.name, email: identity.email, emailVerified: true }
      },
    }],
  })
}

/** The claims of an ID token, unverified: better-auth verifies it before it asks who it speaks of. */
function claimsOf(idToken: string): Claims | undefined {
  try {
    const claims = z.record(z.string(), z.unknown()).safeParse(JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8')))
    return claims.success ? claims.data : undefined
  } catch {
    return undefined // no JSON: no token
  }
}

function isOffTime(claims: Claims | undefined): boolean {
  const now = Date.now() / 1000
  const { exp, iat, nbf } = claims ?? {}
  return (typeof exp === 'number' && exp < now - CLOCK_TOLERANCE_S) || [iat, nbf].some((time) => typeof time === 'number' && time > now + CLOCK_TOLERANCE_S)
}

async function userInfo({ userinfo_endpoint: address }: Discovery, accessToken: string): Promise<Claims | undefined> {
  if (address === undefined) return {}
  try {
    const response = await fetch(address, { headers: { authorization: `Bearer ${accessToken}` }, signal: AbortSignal.timeout(DISCOVERY_MS) })
    const claims = z.record(z.string(), z.unknown()).safeParse(response.ok ? await response.json() : undefined)
    return claims.success ? claims.data : undefined
  } catch {
    currentFlow().problem = 'unreachable'
    return undefined
  }
}

/** What the token endpoint's refusal means; its own words stay out of the log, since they may quote what was sent. */
function exchangeProblem(error: unknown): OidcProblem {
  const told = z.object({ status: z.number().optional(), error: z.unknown() }).safeParse(error)
  const code = told.success ? told.data.error : undefined
  const status = told.success ? told.data.status : undefined
  log.warn({ status, code: typeof code === 'string' ? code : undefined }, 'the identity provider did not exchange the code')
  if (code === 'invalid_client' || code === 'unauthorized_client' || status === 401) return 'client'
  if (code === 'invalid_grant') return 'expired'
  return status === undefined || status === 0 || status >= 500 ? 'unreachable' : 'misconfigured'
}

const PROBLEM_OF: Readonly<Record<string, OidcProblem>> = {
  access_denied: 'denied', consent_required: 'denied', login_required: 'denied', interaction_required: 'denied',
  state_mismatch: 'expired', state_not_found: 'expired', state_security_mismatch: 'expired', state_invalid: 'expired', please_restart_the_process: 'expired',
  server_error: 'unreachable', temporarily_unavailable: 'unreachable', oauth_provider_not_found: 'unreachable', internal_server_error: 'unreachable', invalid_code: 'misconfigured',
  unable_to_get_user_info: 'identity', issuer_mismatch: 'identity', issuer_missing: 'identity', nonce_binding_missing: 'identity',
  email_not_found: 'no-email', account_not_linked: 'local-account', unable_to_create_session: 'disabled', unauthorized_client: 'client', invalid_client: 'client',
}

/** The problem behind the `error` of a callback or of the address that better-auth leads to. */
export function problemOf(error: string): OidcProblem {
  return PROBLEM_OF[error] ?? 'misconfigured'
}

/** Forgets the provider's addresses; for tests. */
export function forgetDiscovery(): void {
  kept = undefined
}
