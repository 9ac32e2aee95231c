// What a pod says of itself on an HTTP port, asked through the API server's proxy: a kubeconfig is all that it takes.
import type { KubeObject } from '../manifest/types.ts'
import type { Transport } from './transport.ts'

/** The text of a page of a pod; undefined when the pod does not answer, the proxy is not allowed, or nothing is there. */
export async function podPage(transport: Transport, { metadata: { name, namespace = 'default' } }: KubeObject, { port, path }: { port: number; path: string }): Promise<string | undefined> {
  const response = await transport.send({ method: 'GET', path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}:${port}/proxy${path}` }).catch(() => undefined)
  return response?.status === 200 ? response.body : undefined
}
