// A second Gauntlet for tests about signing in: with a PostgreSQL given by DATABASE_URL it signs nobody in by itself. It knows an identity
// provider on loopback, and has a kubeconfig whose one cluster does not answer.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashPassword } from 'better-auth/crypto'
import pg from 'pg'
import type { Role } from '../lib/role.ts'
import { startOidcProvider } from '../lib/testing/oidc-provider.mjs'
import { freePort, lineOf, start, stop } from './children.ts'
import { test as base } from './fixtures.ts'

const START_MS = 120_000

/** `provider` is the identity provider, called "Keycloak" on the sign-in page. */
export type Server = { url: string; setupLink: string; databaseUrl: string; provider: Awaited<ReturnType<typeof startOidcProvider>> }

/** Adds the worker's own server; it starts with the first test that asks for it. */
export const test = base.extend<object, { server: Server }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern which fixtures are wanted
  server: [async ({}, use) => {
    const data = mkdtempSync(join(tmpdir(), 'gauntlet-e2e-own-'))
    const database = start('node', ['scripts/pg.mjs', join(data, 'postgres')], {})
    try {
      const databaseUrl = await lineOf(database, /^(postgresql:\S+)/)
      const port = await freePort()
      const kubeconfig = join(data, 'kubeconfig')
      writeFileSync(kubeconfig, kubeconfigOf(await freePort()))
      const url = `http://127.0.0.1:${port}`
      const provider = await startOidcProvider({ redirectUri: `${url}/api/auth/callback/oidc` })
      const gauntlet = start('npm', ['start'], {
        PORT: String(port), HOST: '127.0.0.1', GAUNTLET_DATA: join(data, 'gauntlet'), DATABASE_URL: databaseUrl, GAUNTLET_SECRET: '', KUBECONFIG: kubeconfig,
        GAUNTLET_OIDC_ISSUER: provider.issuer, GAUNTLET_OIDC_CLIENT_ID: provider.clientId, GAUNTLET_OIDC_CLIENT_SECRET: provider.clientSecret, GAUNTLET_OIDC_LABEL: 'Keycloak',
        GAUNTLET_OIDC_ROLES: '{"admin":["thanos-admins"],"operator":["sre"]}',
      })
      try {
        await use({ url, setupLink: await lineOf(gauntlet, /^Set up\s+(http\S+)$/), databaseUrl, provider })
      } finally {
        await stop(gauntlet)
        await provider.stop()
      }
    } finally {
      await stop(database)
      rmSync(data, { recursive: true, force: true })
    }
  }, { scope: 'worker', timeout: START_MS }],
  baseURL: async ({ server }, use) => { await use(server.url) },
})

export { expect } from './fixtures.ts'

export const PASSWORD = 'tidy-lamp-orbit-42'

/** Adds a person with the password above, straight into the database; gives back how to take them away again. */
export async function addPerson({ databaseUrl }: Server, { id, role }: { id: string; role: Role }): Promise<{ email: string; remove: () => Promise<void> }> {
  const email = `${id}@example.org`
  await ask(databaseUrl, 'INSERT INTO "user" (id, name, email, "emailVerified", role) VALUES ($1, $1, $2, true, $3)', [id, email, role])
  await ask(databaseUrl, 'INSERT INTO "account" (id, "accountId", "providerId", "userId", password) VALUES ($1, $1, \'credential\', $1, $2)', [id, await hashPassword(PASSWORD)])
  return { email, remove: () => ask(databaseUrl, 'DELETE FROM "user" WHERE id = $1', [id]) }
}

async function ask(databaseUrl: string, query: string, values: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(query, values)
  } finally {
    await client.end()
  }
}

/** A cluster at a port where nobody listens. */
function kubeconfigOf(port: number): string {
  return JSON.stringify({
    apiVersion: 'v1', kind: 'Config', 'current-context': 'gone',
    clusters: [{ name: 'gone', cluster: { server: `https://127.0.0.1:${port}` } }],
    users: [{ name: 'gone', user: {} }],
    contexts: [{ name: 'gone', context: { cluster: 'gone', user: 'gone' } }],
  })
}
