// The Alertmanager of the demo that works, over the API server's proxy as Gauntlet asks it.
import { afterEach, describe, expect, test } from 'vitest'
import { connect } from '../../kube/cluster.ts'
import { fetchManagedAlerts } from '../../thanos-api/alertmanager.ts'
import type { ManagedAlert } from '../../thanos/live/observation.ts'
import { startSandbox, type Sandbox } from '../server.ts'

const MINUTE_MS = 60_000
let sandbox: Sandbox | undefined
let aheadMs = 0
afterEach(async () => {
  await sandbox?.close()
  aheadMs = 0
})

async function start(): Promise<string> {
  sandbox = await startSandbox({ rollMs: 10, demo: true, now: () => Date.now() + aheadMs })
  return sandbox.url
}

const alerts = async (url: string): Promise<ManagedAlert[]> => fetchManagedAlerts(async (page) => connect({ kind: 'sandbox', url }).askPod({ namespace: 'observability', service: 'alertmanager', port: 9093, ...page }))
const send = async (url: string, method: string, path: string, body: unknown): Promise<Response> => fetch(`${url}${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const PROXY = '/api/v1/namespaces/observability/services/alertmanager:9093/proxy/api/v2'

describe('the Alertmanager of the sandbox', { timeout: 30_000 }, () => {
  test('has an alert once it fires, once for all rulers, with the labels that they send', async () => {
    const url = await start()
    await send(url, 'PUT', '/_sandbox/world/failures', [{ kind: 'receiver-dies', namespace: 'observability', pod: 'thanos-receiver-0' }])
    expect(await alerts(url)).toEqual([])
    aheadMs = 6 * MINUTE_MS
    expect(await alerts(url)).toEqual([{ labels: { alertname: 'ThanosReceiverDown', ruler_cluster: 'cluster-01' }, since: expect.any(Number), summary: expect.any(String), state: 'active', silencedBy: [], inhibitedBy: [] }])
  })

  test('silences what the matchers of a silence match, until it is ended or its time is over', async () => {
    const url = await start()
    await send(url, 'PUT', '/_sandbox/world/failures', [{ kind: 'receiver-dies', namespace: 'observability', pod: 'thanos-receiver-0' }])
    aheadMs = 6 * MINUTE_MS
    const silence = (value: string): unknown => {
      const now = Date.now() + aheadMs
      return { matchers: [{ name: 'alertname', value, isRegex: true }], startsAt: new Date(now - 1).toISOString(), endsAt: new Date(now + 10 * MINUTE_MS).toISOString(), createdBy: 'me', comment: 'known' }
    }
    expect((await send(url, 'POST', `${PROXY}/silences`, silence('('))).status).toBe(400)
    await send(url, 'POST', `${PROXY}/silences`, silence('SomethingElse'))
    expect(await alerts(url)).toMatchObject([{ state: 'active' }])
    const { silenceID } = await (await send(url, 'POST', `${PROXY}/silences`, silence('Thanos.*'))).json()
    expect(await alerts(url)).toMatchObject([{ state: 'suppressed', silencedBy: [silenceID] }])
    await fetch(`${url}${PROXY}/silence/${silenceID}`, { method: 'DELETE' })
    expect(await alerts(url)).toMatchObject([{ state: 'active' }])
    await send(url, 'POST', `${PROXY}/silences`, silence('Thanos.*'))
    aheadMs += 11 * MINUTE_MS
    expect(await alerts(url)).toMatchObject([{ state: 'active' }])
  })
})
