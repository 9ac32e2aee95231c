// Knows the file by which a client finds the lab's API server.
import { stringify } from 'yaml'

/** A kubeconfig with one context per token, named after its user; the first one is current. */
export function kubeconfig({ url, ca, tokens }: { url: string; ca: string; tokens: Readonly<Record<string, string>> }): string {
  const users = Object.entries(tokens)
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'lab', cluster: { 'server': url, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
    users: users.map(([name, token]) => ({ name, user: { token } })),
    contexts: users.map(([name]) => ({ name, context: { cluster: 'lab', user: name } })),
    'current-context': users[0]?.[0] ?? '',
  })
}
