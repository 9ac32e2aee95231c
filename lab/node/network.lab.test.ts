// The lab's network: names, Services and what cuts a pod off.
import { beforeAll, expect, it } from 'vitest'
import type { JsonObject } from '#lib/manifest/types.ts'
import { eventually } from '../eventually.ts'
import { givenNamespace, type Given } from './given.ts'

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
  const answers = await Promise.all([1, 2, 3, 4].map(() => given.ask('web-0', '/get?url=http://web/status')))
  expect(answers.map(({ text }) => text)).toEqual(['200', '200', '200', '200'])
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
