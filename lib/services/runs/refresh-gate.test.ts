import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { connect } from '../../kube/cluster.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { testRecorder } from '../../testing/recorder.ts'
import type { GateEnd } from './gate.ts'
import { refreshGate } from './refresh-gate.ts'

const FILE: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ring', namespace: 'm' }, data: { 'hashrings.json': 'new' } }
const THREE = ['receive-0', 'receive-1', 'receive-2']
const ID = 'ConfigMap/m/ring'
const TIMES = { timeoutMs: 10_000, pollMs: 10, stableMs: 10, refreshMs: 60, hopelessMs: 10 }

/** What a receiver says of the ring that it uses, or how the proxy answers for it. */
type Said = 'old' | 'new' | 'nothing'
let close = (): void => {}
afterEach(() => close())

/** An API server of which only the pods that read the file are there; `say` is asked for each request. */
async function receivers(say: (pod: string, time: number) => Said, listStatus: (time: number) => number = () => 200) {
  const times = new Map<string, number>()
  const count = (key: string): number => {
    times.set(key, (times.get(key) ?? 0) + 1)
    return times.get(key) ?? 0
  }
  const items = THREE.map((name) => ({ metadata: { name, namespace: 'm', uid: name }, spec: { containers: [], volumes: [{ name: 'ring', configMap: { name: 'ring' } }] }, status: { phase: 'Running' } }))
  const server = createServer(({ url = '' }, response) => {
    const pod = /pods\/([^:]+):/.exec(url)?.[1]
    if (pod !== undefined) {
      const said = say(pod, count(pod))
      if (said === 'nothing') response.writeHead(503).end()
      else response.end(`thanos_receive_config_hash ${createHash('sha256').update(said).digest().readUIntLE(0, 6)}\n`)
    } else if (url.startsWith('/api/v1/namespaces')) response.writeHead(listStatus(count('list'))).end(JSON.stringify({ kind: 'PodList', items, metadata: {} }))
    else response.end(JSON.stringify({ resources: [{ kind: 'Pod', name: 'pods', namespaced: true }] }))
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  close = () => { server.close() }
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no address')
  return connect({ kind: 'sandbox', url: `http://127.0.0.1:${address.port}` })
}

async function wait(say: (pod: string, time: number) => Said, { timeoutMs = TIMES.timeoutMs, listStatus }: { timeoutMs?: number; listStatus?: (time: number) => number } = {}): Promise<{ end: GateEnd; told: string[] }> {
  const recorder = testRecorder([{ object: ID, status: 'waiting' }])
  return { end: await refreshGate(await receivers(say, listStatus), FILE, { ...TIMES, timeoutMs, id: ID, recorder }), told: recorder.told }
}

describe('the gate after a hashring', () => {
  it('opens when every pod says that it uses the new one', async () => {
    const { end, told } = await wait((_pod, time) => (time > 3 ? 'new' : 'old'))
    expect(end).toEqual({ end: 'open' })
    expect(told).toEqual(['0 of 3 pods use the new file', '3 of 3 pods use the new file'])
  })

  it('stays closed while a pod says that it uses the old one, however long another says nothing', async () => {
    const { end, told } = await wait((pod) => (pod === 'receive-2' ? 'nothing' : 'old'), { timeoutMs: 300 })
    expect(end).toMatchObject({ end: 'late', why: { en: '2 of 3 pods still use the old file' } })
    expect(told).toEqual(['0 of 3 pods use the new file; 1 cannot be asked'])
  })

  it('takes a pod that fell silent for one that uses what it said last', async () => {
    const { end } = await wait((pod, time) => (pod === 'receive-2' ? (['old'] as const)[time - 1] ?? 'nothing' : 'new'), { timeoutMs: 300 })
    expect(end).toMatchObject({ end: 'late', why: { en: '1 of 3 pods still use the old file' } })
  })

  it('waits for an API server that is away for a moment, and says so meanwhile', async () => {
    const { end, told } = await wait((_pod, time) => (time > 2 ? 'new' : 'old'), { listStatus: (time) => (time === 2 ? 500 : 200) })
    expect(end).toEqual({ end: 'open' })
    expect(told).toEqual(['0 of 3 pods use the new file', expect.stringMatching(/^The API server .* failed/), '0 of 3 pods use the new file', '3 of 3 pods use the new file'])
  })

  it('waits the time that a file takes for those that say nothing, and says which could be asked', async () => {
    expect((await wait((pod) => (pod === 'receive-2' ? 'nothing' : 'new'))).end).toMatchObject({ end: 'open', message: { en: '2 of 3 pods use the new file; waited 0 s for the others, which could not be asked' } })
    close()
    expect((await wait(() => 'nothing')).end).toMatchObject({ end: 'open', message: { en: 'waited 0 s for it to reach the pods; they could not be asked whether it did' } })
  })
})
