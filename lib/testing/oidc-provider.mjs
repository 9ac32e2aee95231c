// A real OpenID provider on loopback, by the package oidc-provider. It asks who one is by a page with a link for each person, and one to
// refuse. Plain JavaScript: the package brings no types.
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'

const SECRET = 'the secret of a client in tests'

/**
 * @typedef {{ email?: string, email_verified?: boolean, name?: string, groups?: string[] | string, realm_access?: { roles: string[] } }} Claims
 * @typedef {{
 *   issuer: string, clientId: string, clientSecret: string,
 *   people: Record<string, Claims>,
 *   settings: { idTokenSeconds: number, clockMs: number },
 *   stop: () => Promise<void>,
 * }} TestProvider `people` by subject, and `settings`, may be changed while it runs; `clockMs` is by how much its clock is ahead when it gives tokens
 */

/**
 * Starts it on a free port.
 * @param {{ redirectUri: string, inIdToken?: boolean, authMethod?: 'client_secret_basic' | 'client_secret_post' }} options `inIdToken`: claims stand in the ID token, not only at the userinfo endpoint
 * @returns {Promise<TestProvider>}
 */
export async function startOidcProvider({ redirectUri, inIdToken = false, authMethod = 'client_secret_basic' }) {
  /** @type {Record<string, Claims>} */
  const people = {}
  const settings = { idTokenSeconds: 3600, clockMs: 0 }
  let answer = (request, response) => { response.end() }
  const server = createServer((request, response) => answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${server.address().port}`
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'gauntlet', client_secret: SECRET, redirect_uris: [redirectUri], token_endpoint_auth_method: authMethod }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['keys of cookies in tests'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups', 'realm_access'] },
    conformIdTokenClaims: !inIdToken,
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    ttl: { IdToken: () => settings.idTokenSeconds, AccessToken: 600, Grant: 600, Session: 600, Interaction: 600 },
    interactions: { url: (_, { uid }) => `/who/${uid}` },
    findAccount: (_, id) => people[id] === undefined ? undefined : { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const callback = provider.callback()
  answer = (request, response) => {
    const { pathname, searchParams } = new URL(request.url, issuer)
    if (pathname === '/token' && settings.clockMs !== 0) shiftClock(settings.clockMs, response)
    if (!pathname.startsWith('/who/')) return callback(request, response)
    const who = searchParams.get('as')
    if (who !== null) return provider.interactionFinished(request, response, { login: { accountId: who, remember: false } }, { mergeWithLastSubmission: false })
    if (searchParams.has('deny')) return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'it was refused' }, { mergeWithLastSubmission: false })
    const links = [...Object.keys(people).map((id) => `<li><a href="?as=${id}">Sign in as ${id}</a></li>`), '<li><a href="?deny">Refuse</a></li>']
    return response.setHeader('content-type', 'text/html').end(`<!doctype html><html lang="en"><title>Test provider</title><link rel="icon" href="data:,"><ul>${links.join('')}</ul></html>`)
  }
  return {
    issuer, clientId: 'gauntlet', clientSecret: SECRET, people, settings,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => { server.close(resolve) })
    },
  }
}

/** The provider reads the clock of this process: it is another one until the response is written. */
function shiftClock(ms, response) {
  const now = Date.now
  Date.now = () => now() + ms
  response.once('finish', () => { Date.now = now })
}
