// Whether a connection works: what answers there, how fast, in which version, and what Gauntlet's account may not do in a namespace.
import 'server-only'
import { z } from 'zod'
import { Connection } from '../../connection.ts'
import { AppError, sentenceOf } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { isGranted, roleFor } from '../../manifest/role.ts'
import { getAt } from '../../manifest/pointer.ts'
import { toYaml } from '../../manifest/yaml.ts'
import type { Locale } from '../../text.ts'
import { mapBounded } from '../bounded.ts'
import { query, type Verb } from '../command.ts'
import { Namespace } from '../stacks/fields.ts'
import type { ConnectionTest, NamespaceState, PermissionTest } from '../views.ts'
import { NEEDS, type Need } from './needs.ts'
import { clusterOf } from './resolve.ts'

export const TestConnection = z.object({ connection: Connection, /** Without one, permissions are not looked at. */ namespace: Namespace.optional(), locale: z.enum(['en', 'ko']).default('en') })
export type TestConnection = z.input<typeof TestConnection>

/** The minor version of Kubernetes that the lab runs. */
const TESTED = '1.35'
const CONCURRENCY = 8

/** A cluster that cannot be reached is an answer, not a failure. */
export const test: Verb<TestConnection, ConnectionTest> = query({
  permission: 'connection:use',
  input: TestConnection,
  async run({ now }, { connection, namespace, locale }) {
    const at = now.toISOString()
    try {
      const cluster = clusterOf(connection)
      // Not the first request, which pays for the connection itself.
      await cluster.version()
      const began = performance.now()
      const version = await cluster.version()
      const latencyMs = Math.round(performance.now() - began)
      const permissions = namespace === undefined ? undefined : await permissionsIn(cluster, namespace, locale)
      return { ok: true, at, host: cluster.host, version, tested: TESTED, isTested: minorOf(version) === TESTED, latencyMs, ...(permissions === undefined ? {} : { permissions }) }
    } catch (error) {
      if (error instanceof AppError) return { ok: false, at, reason: sentenceOf(error)[locale] }
      throw error
    }
  },
})

/** "1.35" of "v1.35.4-gke.100". */
function minorOf(version: string): string {
  return /^v?(\d+\.\d+)/.exec(version)?.[1] ?? ''
}

async function permissionsIn(cluster: Cluster, namespace: string, locale: Locale): Promise<PermissionTest> {
  const [{ rules, isWhole }, groups, account] = await Promise.all([cluster.access.rules(namespace), cluster.access.groups(), cluster.access.account()])
  // What the cluster does not even have needs no permission.
  const needed = NEEDS.filter(({ group }) => groups.has(group))
  const notListed = needed.filter((need) => !isGranted(rules, need))
  // Some authorizers, as that of a cloud, cannot list their rules: then each is asked for by itself.
  const isMissing = await mapBounded(isWhole ? [] : notListed, CONCURRENCY, async (need) => !await cluster.access.may(need, namespace))
  const missing = isWhole ? notListed : notListed.filter((_, index) => isMissing[index] === true)
  return {
    namespace, state: await stateOf(cluster, namespace, missing), needed: needed.length,
    ...(account === undefined ? {} : { account }),
    missing: missing.map(({ group, resource, verb, breaks }) => ({ group, resource, verb, breaks: breaks[locale] })),
    ...(missing.length === 0 ? {} : { role: roleFor(missing, { name: 'gauntlet-additional', namespace, ...(account === undefined ? {} : { account }) }).map(toYaml).join('---\n') }),
  }
}

async function stateOf(cluster: Cluster, namespace: string, missing: readonly Need[]): Promise<NamespaceState> {
  if (missing.some(({ resource, verb }) => resource === 'namespaces' && verb === 'get')) return 'unknown'
  const found = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace })
  if (found === undefined) return 'missing'
  return getAt(found, '/status/phase') === 'Terminating' ? 'terminating' : 'there'
}
