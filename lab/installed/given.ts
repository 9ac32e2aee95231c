// Knows what the tests of an installation start from: the lab that all of them share, edges that write to a namespace, and ways to its Services.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { labApi, type Api } from '../api.ts'
import { EDGES, startEdges, type Edge } from '../edges.ts'
import { openOutlet } from '../node/relay.ts'
import { remoteSwitches, type Switches } from '../node/switches.ts'
import { grantNamespace } from '../rbac.ts'
import { serviceAddress } from '../service-address.ts'
import type { InstalledAccess, InstalledNamespace } from './vitest-setup.ts'

export type Installed = InstalledAccess & {
  readonly api: Api
  readonly switches: Switches
  readonly namespace: InstalledNamespace
  /** Of the same name. */
  readonly bucket: string
  /** Where its objects lie as files. */
  readonly bucketFolder: string
  /** The folders of the blocks in it. */
  readonly blocks: () => Promise<string[]>
  readonly edges: readonly Edge[]
  /** The address on this machine of "thanos-query:9090" of the namespace. */
  readonly open: (service: string, port: number) => Promise<string>
  /** One page of one pod, over the API server's proxy. */
  readonly page: (pod: string, path: string, port?: number) => Promise<string>
  /** Takes the namespace and the edges away, so that their pods are nobody's burden. */
  readonly remove: () => Promise<void>
}

/** Makes the namespace, with what Gauntlet needs in it, and as many of the lab's edges, whose names begin with it. `writePath` is where they send to. */
export async function givenInstalled(namespace: InstalledNamespace, { edges: count = EDGES.length, writePath = '/api/v1/receive' }: { edges?: number; writePath?: string } = {}): Promise<Installed> {
  const access = inject('installed')
  const api = labApi({ url: access.url, token: access.adminToken, ca: access.ca })
  await grantNamespace(api, namespace)
  const edges = EDGES.slice(0, count).map((edge) => ({ ...edge, name: `${namespace}-${edge.name}` }))
  await startEdges(api, { edges, address: `http://thanos-receiver.${namespace}.svc.cluster.local:19291${writePath}` })
  const bucketFolder = join(access.dir, 's3', 'objects', namespace)
  return {
    ...access, api, namespace, bucket: namespace, bucketFolder, edges, switches: remoteSwitches(access.socket),
    blocks: async () => (await readdir(bucketFolder)).filter((name) => /^[0-9A-Z]{26}$/.test(name)).map((name) => join(bucketFolder, name)),
    open: async (service, port) => `http://127.0.0.1:${(await openOutlet(access.socket, await serviceAddress(api, { namespace, service, port }))).port}`,
    page: async (pod, path, port = 10902) => (await api.text('GET', `/api/v1/namespaces/${namespace}/pods/${pod}:${port}/proxy${path}`)).text,
    async remove() {
      for (const name of [namespace, ...edges.map((edge) => edge.name)]) {
        // What does not go for now goes with the lab.
        await api.call('DELETE', `/api/v1/namespaces/${name}`).catch(() => undefined)
        await api.call('DELETE', `/api/v1/namespaces/${name}/pods?gracePeriodSeconds=0`).catch(() => undefined)
      }
    },
  }
}
