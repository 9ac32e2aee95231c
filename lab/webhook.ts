// Knows how an admission webhook of the lab comes to be: a small HTTPS server on loopback, and the configuration that makes the API server ask it.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { text } from 'node:stream/consumers'
import type { HostWebhook } from '#lib/kube/contract-given.ts'
import type { JsonObject } from '#lib/manifest/types.ts'
import { isJsonObject } from '#lib/manifest/types.ts'
import type { Api } from './api.ts'

// Made for the tests of connections: it is good for 127.0.0.1, and nothing else trusts it.
const pem = (name: string): string => readFileSync(new URL(`../lib/kube/testdata/${name}`, import.meta.url), 'utf8')

/** Registers a webhook for the ConfigMaps of a namespace and answers for it; the returned function takes both away. */
export async function addWebhook(api: Api, webhook: HostWebhook): Promise<() => Promise<void>> {
  const server = createServer({ cert: pem('server.pem'), key: pem('server.key') }, (request, response) => {
    void text(request).then((body) => {
      const review: unknown = JSON.parse(body)
      const uid = isJsonObject(review) && isJsonObject(review.request) ? review.request.uid ?? '' : ''
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid, ...verdict(webhook, review) } }))
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.address()
  const url = `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`
  const kind = 'deny' in webhook ? 'ValidatingWebhookConfiguration' : 'MutatingWebhookConfiguration'
  const path = `/apis/admissionregistration.k8s.io/v1/${kind.toLowerCase()}s`
  await api.must('POST', path, {
    apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: webhook.namespace },
    webhooks: [{
      name: `${webhook.namespace}.contract.example.com`, sideEffects: 'None', admissionReviewVersions: ['v1'],
      clientConfig: { url, caBundle: Buffer.from(pem('ca.pem')).toString('base64') },
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': webhook.namespace } },
      rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['CREATE', 'UPDATE'] }],
    }],
  })
  return async () => {
    await api.must('DELETE', `${path}/${webhook.namespace}`)
    server.closeAllConnections()
    await new Promise<void>((resolve) => { server.close(() => { resolve() }) })
  }
}

function verdict(webhook: HostWebhook, review: unknown): JsonObject {
  if ('deny' in webhook) return { allowed: false, status: { message: webhook.deny, code: 403, reason: 'Forbidden' } }
  const [key, value] = webhook.label
  const object = isJsonObject(review) && isJsonObject(review.request) && isJsonObject(review.request.object) ? review.request.object : {}
  const hasLabels = isJsonObject(object.metadata) && isJsonObject(object.metadata.labels)
  const patch = hasLabels ? { op: 'add', path: `/metadata/labels/${key}`, value } : { op: 'add', path: '/metadata/labels', value: { [key]: value } }
  return { allowed: true, patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify([patch])).toString('base64') }
}
