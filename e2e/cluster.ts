// The sandbox behind the server under test, as others than Gauntlet reach it: who creates, who edits, what is there, what goes wrong.
import type { Page } from '@playwright/test'
import { routes } from '#lib/routes.ts'
import { test as base } from './fixtures.ts'

type KubeObject = { apiVersion: string; kind: string; metadata: { name: string; namespace?: string }; [field: string]: unknown }
/** What a test reads of a live object. */
type Live = KubeObject & { metadata: { managedFields?: { manager: string; fieldsV1?: object }[] }; spec: Record<string, unknown> }
type Fate = { pods: string; fate: 'ready' | 'unready' | 'crash' | 'no-image'; log?: string }
type Weather = { rules?: { effect: Record<string, unknown>; methods?: string[]; path?: string; dryRun?: boolean; times?: number }[]; fates?: Fate[] }

const PLURAL: Readonly<Record<string, string>> = { Namespace: 'namespaces', Deployment: 'deployments', Service: 'services' }

export type Cluster = {
  namespace: (name: string) => Promise<void>
  /** As `kubectl apply` makes new objects: their creator owns every field of them, defaults included. */
  create: (objects: readonly KubeObject[], manager?: string) => Promise<void>
  /** As Argo CD or Helm 4 do: by server-side apply under their own name. */
  apply: (object: KubeObject, manager: string) => Promise<void>
  /** As `kubectl edit` does: reads, changes, writes under its own name. */
  edit: (object: string, change: (spec: Live['spec']) => void, manager?: string) => Promise<void>
  /** By "Kind/namespace/name"; undefined when it is not there. */
  get: (object: string) => Promise<Live | undefined>
  /** In place of what went wrong before; the end of the test ends it too. */
  weather: (weather: Weather) => Promise<void>
}

/** Adds the cluster. Its address is asked for as a person would see it: from the connection. */
export const test = base.extend<{ cluster: Cluster }>({
  cluster: async ({ page }, use) => {
    const cluster = clusterAt(await sandboxUrl(page))
    await use(cluster)
    await cluster.weather({})
  },
})

/** Where the sandbox answers, for whoever is signed in as an admin on this page. */
export async function sandboxUrl(page: Page): Promise<string> {
  const answer = await page.request.get(routes.api.discover(JSON.stringify({ kind: 'sandbox' }), ['default']))
  const { host } = await answer.json() as { host?: string }
  if (host === undefined) throw new Error(`the sandbox cannot be asked: HTTP ${answer.status()}`)
  return `http://${host}`
}

export function clusterAt(url: string): Cluster {
  const ask = async (method: string, path: string, { body, type = 'application/json' }: { body?: unknown; type?: string } = {}): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, { method, ...(body === undefined ? {} : { headers: { 'content-type': type }, body: JSON.stringify(body) }) })
    if (response.status === 404 && method === 'GET') return undefined
    if (!response.ok) throw new Error(`${method} ${path}: HTTP ${response.status} ${await response.text()}`)
    return response.json()
  }
  const get: Cluster['get'] = async (object) => await ask('GET', pathOf(object)) as Live | undefined
  const create: Cluster['create'] = async (objects, manager = 'kubectl-client-side-apply') => {
    for (const object of objects) {
      const path = pathOf(idOf(object))
      await ask('POST', `${path.slice(0, path.lastIndexOf('/'))}?fieldManager=${manager}`, { body: object })
    }
  }
  return {
    get, create,
    namespace: (name) => create([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }]),
    apply: async (object, manager) => { await ask('PATCH', `${pathOf(idOf(object))}?fieldManager=${manager}`, { body: object, type: 'application/apply-patch+yaml' }) },
    edit: async (object, change, manager = 'kubectl-edit') => {
      const live = await get(object)
      if (live === undefined) throw new Error(`there is no ${object} to edit`)
      change(live.spec)
      await ask('PUT', `${pathOf(object)}?fieldManager=${manager}`, { body: live })
    },
    weather: async (weather) => { await ask('PUT', '/_sandbox/weather', { body: weather }) },
  }
}

function idOf({ kind, metadata: { namespace, name } }: KubeObject): string {
  return namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`
}

function pathOf(object: string): string {
  const [kind = '', ...names] = object.split('/')
  const plural = PLURAL[kind]
  if (plural === undefined) throw new Error(`tests do not know where a ${kind} is`)
  const root = kind === 'Deployment' ? '/apis/apps/v1' : '/api/v1'
  return names.length === 1 ? `${root}/${plural}/${names[0]}` : `${root}/namespaces/${names[0]}/${plural}/${names[1]}`
}

type Wanted = { namespace: string; name: string; replicas?: number; cpu?: string }

/** A querier, and nothing in it that a check would call an error. */
export function querier({ namespace, name, replicas = 1, cpu = '1' }: Wanted): KubeObject {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace },
    spec: {
      replicas, selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [{
            name: 'thanos', image: 'quay.io/thanos/thanos:v0.42.0', args: ['query', '--http-address=0.0.0.0:10902', '--grpc-address=0.0.0.0:10901'],
            resources: { limits: { cpu, memory: '1Gi' } }, ports: [{ name: 'http', containerPort: 10902 }, { name: 'grpc', containerPort: 10901 }],
          }],
        },
      },
    },
  }
}

export function service({ namespace, name }: Pick<Wanted, 'namespace' | 'name'>): KubeObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { selector: { app: name }, ports: [{ name: 'http', port: 10902, targetPort: 10902 }, { name: 'grpc', port: 10901, targetPort: 10901 }] } }
}

/** As a person pastes them: JSON is YAML. */
export function manifestsOf(objects: readonly KubeObject[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n---\n')
}
