// The lab's network: names, Services and what cuts a pod off.
import { connect } from 'node:net'
import { streamDecode, streamEncode } from 'dns-packet'
import { beforeAll, expect, inject, it } from 'vitest'
import type { JsonObject } from '#lib/manifest/types.ts'
import { eventually } from '../eventually.ts'
import { givenNamespace, type Given } from './given.ts'
import { DNS_ADDRESS } from './network.ts'
import { openOutlet } from './relay.ts'

const NAMESPACE = 'node-network'
let given: Given
const addresses: Record<string, string> = {}

const service = (name: string, spec: JsonObject): Promise<unknown> => given.apply(`services/${name}`, {
  apiVersion: 'v1', kind: 'Service', metadata: { name },
  spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'grpc', port: 10901, targetPort: 8080 }], ...spec },
})
const lookup = async (name: string): Promise<string> => (await given.ask('web-0', `/lookup?name=${name}`)).text.trim()

beforeAll(async () => {
  given = await givenNamespace(NAMESPACE)
  await service('web', {})
  await service('pods', { clusterIP: 'None' })
  await service('all', { clusterIP: 'None', publishNotReadyAddresses: true })
  const probe = { readinessProbe: { httpGet: { path: '/status', port: 8080 }, periodSeconds: 1, failureThreshold: 1 } }
  for (const name of ['web-0', 'web-1']) {
    await given.pod(name, { hostname: name, subdomain: 'pods', containers: [probe] }, { app: 'web' })
    addresses[name] = (await given.ready(name)).status.podIP ?? ''
  }
  await eventually('both pods have names', async () => (await lookup('pods')).split(' ').length === 2 || undefined)
  // Each Service has its own endpoints, and the API server's proxy a list of another controller.
  await eventually('the Service answers', async () => (await given.ask('web-0', '/get?url=http://web:80/status')).text === '200' || undefined)
  await eventually('the Service answers the API server', async () => (await given.api.text('GET', `/api/v1/namespaces/${NAMESPACE}/services/web:http/proxy/status`)).status === 200 || undefined)
})

it('answers a Service by its address, and a headless one by those of its ready pods', async () => {
  const { spec } = await given.api.must('GET', `/api/v1/namespaces/${NAMESPACE}/services/web`)
  const address = JSON.parse(JSON.stringify(spec)).clusterIP
  expect(await Promise.all(['web', `web.${NAMESPACE}`, `web.${NAMESPACE}.svc`, `web.${NAMESPACE}.svc.cluster.local.`].map(lookup))).toEqual(Array.from({ length: 4 }, () => `[${address}]`))
  expect((await lookup('pods')).slice(1, -1).split(' ').toSorted()).toEqual([addresses['web-0'], addresses['web-1']].toSorted())
  expect(await lookup(`web-1.pods.${NAMESPACE}.svc.cluster.local`)).toBe(`[${addresses['web-1']}]`)
})

it('answers SRV by port and name, with the pods behind a headless Service', async () => {
  const ask = async (name: string): Promise<string[]> => (await given.ask('web-0', `/srv?name=${name}.${NAMESPACE}.svc.cluster.local`)).text.trim().split('\n').toSorted()
  expect(await ask('_grpc._tcp.web')).toEqual([`web.${NAMESPACE}.svc.cluster.local.:10901`])
  expect(await ask('_grpc._tcp.pods')).toEqual(['web-0', 'web-1'].map((pod) => `${pod}.pods.${NAMESPACE}.svc.cluster.local.:8080`))
  expect((await ask('_nope._tcp.pods'))[0]).toContain('no such host')
})

it('tells a name that does not exist', async () => {
  expect(await lookup('nobody')).toContain('no such host')
  expect(await lookup('web.elsewhere')).toContain('no such host')
})

it('tells a name that does not exist (NXDOMAIN) from one that has no address of that kind (NODATA)', async () => {
  const outlet = await openOutlet(inject('nodes').socket, `${DNS_ADDRESS}:53`)
  const ask = async (name: string, type: 'A' | 'AAAA'): Promise<{ rcode: number; answers: number }> => {
    const socket = connect(outlet.port, '127.0.0.1')
    socket.write(streamEncode({ type: 'query', id: 7, questions: [{ name: `${name}.${NAMESPACE}.svc.cluster.local`, type }] }))
    const parts: Buffer[] = []
    for await (const part of socket) {
      parts.push(part)
      const reply = Buffer.concat(parts)
      if (reply.length < 2 || reply.length < 2 + reply.readUInt16BE(0)) continue
      const { flags = 0, answers = [] } = streamDecode(reply)
      return { rcode: flags & 15, answers: answers.length }
    }
    throw new Error(`no answer to ${type} of ${name}`)
  }
  try {
    expect(await ask('web', 'A')).toEqual({ rcode: 0, answers: 1 })
    expect(await ask('web', 'AAAA')).toEqual({ rcode: 0, answers: 0 })
    expect(await ask('nobody', 'A')).toEqual({ rcode: 3, answers: 0 })
    expect(await ask('nobody', 'AAAA')).toEqual({ rcode: 3, answers: 0 })
    expect(await ask('pods', 'A')).toEqual({ rcode: 0, answers: 2 })
  } finally {
    await outlet.close()
  }
})

it('cuts an answer off that is too long for a datagram, and gives it whole over TCP', async () => {
  await given.apply('services/many', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'many' }, spec: { clusterIP: 'None', ports: [{ name: 'http', port: 80 }] } })
  const all = Array.from({ length: 80 }, (_, at) => `10.99.0.${at + 1}`)
  await given.apply(`/apis/discovery.k8s.io/v1/namespaces/${NAMESPACE}/endpointslices/many-1`, {
    apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'many-1', labels: { 'kubernetes.io/service-name': 'many' } },
    addressType: 'IPv4', ports: [{ name: 'http', port: 80, protocol: 'TCP' }], endpoints: all.map((address) => ({ addresses: [address], conditions: { ready: true } })),
  })
  // 16 bytes an address at the least, and a resolver takes 1,232 in a datagram: one that is not told of the cut, or cannot ask again, has none or some.
  const found = await eventually('the name has addresses', async () => { const said = await lookup('many'); return said.startsWith('[') ? said : undefined })
  expect(found.slice(1, -1).split(' ').toSorted()).toEqual(all.toSorted())
})

it('maps the port of a Service to the pods\' own, for pods and for the API server', async () => {
  expect((await given.ask('web-0', `/get?url=http://web:80/status`)).text).toBe('200')
  expect((await given.ask('web-0', `/get?url=http://web:10901/status`)).text).toBe('200')
  expect((await given.ask('web-0', `/get?url=http://web:8080/status`)).text).toContain('connection refused')
  expect((await given.api.text('GET', `/api/v1/namespaces/${NAMESPACE}/services/web:http/proxy/env?name=HOSTNAME`)).text).toMatch(/^web-[01]$/)
})

it('leaves out of a Service what is not ready, unless it publishes that too', async () => {
  await given.ask('web-1', '/status?to=503')
  await eventually('only one pod has a name', async () => (await lookup('pods')) === `[${addresses['web-0']}]` || undefined)
  expect((await lookup('all')).split(' ')).toHaveLength(2)
  // Its pods take turns.
  const answers = async (): Promise<string[]> => (await Promise.all([1, 2, 3, 4].map(() => given.ask('web-0', '/get?url=http://web/status')))).map(({ text }) => text)
  expect(await eventually('the Service has heard of it too', async () => {
    const now = await answers()
    return now.includes('503') ? undefined : now
  })).toEqual(['200', '200', '200', '200'])
  await given.ask('web-1', '/status?to=200')
  await given.ready('web-1')
})

it('refuses at a Service that has no pods', async () => {
  await service('empty', { selector: { app: 'none' } })
  await eventually('its port refuses', async () => /connection reset|EOF/.test((await given.ask('web-0', '/get?url=http://empty/')).text) || undefined)
})

it('cuts a pod off, and lets it back', async () => {
  await given.switches.setPodNetwork({ namespace: NAMESPACE, pod: 'web-1', isConnected: false })
  await given.until('web-1', 'is not ready', ({ status }) => status.containerStatuses[0]?.ready === false)
  expect((await given.ask('web-0', `/get?url=http://${addresses['web-1']}:8080/status`)).status).toBe(500)
  await given.switches.setPodNetwork({ namespace: NAMESPACE, pod: 'web-1', isConnected: true })
  expect((await given.ready('web-1')).status.containerStatuses[0]?.restartCount).toBe(0)
})
