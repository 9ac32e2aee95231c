import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { createServer as createNetServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError, sentenceOf } from '../errors.ts'
import type { Text } from '../text.ts'
import type { Cluster } from './cluster.ts'
import { connect } from './cluster.ts'
import { configMap } from './contract-objects.ts'

const stops: (() => void)[] = []
afterEach(() => { for (const stop of stops.splice(0)) stop() })

type Answer = { status: number; body: unknown }

/** An API server that knows ConfigMaps and Deployments and answers everything else alike. */
async function serving(answer: Answer | ((request: IncomingMessage, response: ServerResponse) => unknown), timeoutMs = 2000): Promise<{ cluster: Cluster; host: string }> {
  const server = createServer((request, response) => {
    if (request.url === '/api/v1') {
      response.end(JSON.stringify({ resources: [{ name: 'configmaps', kind: 'ConfigMap', namespaced: true }] }))
    } else if (typeof answer === 'function') answer(request, response)
    else response.writeHead(answer.status).end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  stops.push(() => { server.closeAllConnections(); server.close() })
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return { cluster: connect({ kind: 'sandbox', url: `http://${host}` }, { timeoutMs }), host }
}

const status = (code: number, message: string, details: object = {}): Answer => ({ status: code, body: { kind: 'Status', status: 'Failure', message, details, code } })
const applying = (cluster: Cluster): Promise<unknown> => cluster.apply(configMap('ns', {}), { dryRun: false, force: false })

describe('a refusal of the API server', () => {
  it('names every field in conflict with its owner, whatever the owner is called', async () => {
    const causes = [
      { reason: 'FieldManagerConflict', message: 'conflict with "kubectl-edit" using apps/v1', field: '.spec.replicas' },
      { reason: 'FieldManagerConflict', message: 'conflict with "kube-controller-manager" with subresource "scale" using apps/v1', field: '.spec.template.spec.containers[name="c"].image' },
      { reason: 'FieldManagerConflict', message: 'conflict with "odd \\"name\\""', field: '.data.key' },
    ]
    const { cluster } = await serving(status(409, 'Apply failed with 3 conflicts', { causes }))
    await expect(applying(cluster)).rejects.toMatchObject({
      code: 'CONFLICT',
      details: {
        conflicts: [
          { field: 'spec.replicas', owner: 'kubectl-edit' },
          { field: 'spec.template.spec.containers[name="c"].image', owner: 'kube-controller-manager' },
          { field: 'data.key', owner: 'odd "name"' },
        ],
      },
    })
  })

  it('is a conflict without fields when the object was changed meanwhile', async () => {
    const { cluster } = await serving(status(409, 'Operation cannot be fulfilled on configmaps "files": the object has been modified'))
    await expect(applying(cluster)).rejects.toMatchObject({ code: 'CONFLICT', details: { conflicts: [] } })
  })

  it('names what Gauntlet may not do, and where', async () => {
    const { cluster, host } = await serving(status(403, 'deployments.apps "query" is forbidden: User "system:serviceaccount:g:g" cannot patch resource "deployments" in API group "apps" in the namespace "monitoring"'))
    await expect(applying(cluster)).rejects.toMatchObject({
      code: 'FORBIDDEN', message: `The API server ${host} does not let Gauntlet's account patch deployments.apps in namespace monitoring.`,
      details: { verb: 'patch', resource: 'deployments.apps', namespace: 'monitoring' },
    })
  })

  it('names a right that is missing in the whole cluster', async () => {
    const { cluster } = await serving(status(403, 'namespaces is forbidden: User "g" cannot list resource "namespaces" in API group "" at the cluster scope'))
    await expect(applying(cluster)).rejects.toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('list namespaces in the whole cluster'), details: { verb: 'list', resource: 'namespaces' } })
  })

  it('keeps the words of an admission that forbids for a reason of its own', async () => {
    const words = 'configmaps "files" is forbidden: unable to create new content in namespace ns because it is being terminated'
    const { cluster } = await serving(status(403, words))
    await expect(applying(cluster)).rejects.toMatchObject({ code: 'FORBIDDEN', message: words })
  })

  it('does not take expired credentials for a lack of rights', async () => {
    const { cluster, host } = await serving(status(401, 'Unauthorized'))
    await expect(applying(cluster)).rejects.toMatchObject({ code: 'UPSTREAM', message: expect.stringContaining(host) })
  })

  it.each([
    ['Invalid value: {"app":"x"}: field is immutable', true],
    ["Forbidden: updates to statefulset spec for fields other than 'replicas' are forbidden", true],
    ['Forbidden: spec is immutable after creation except resources.requests', true],
    ['Invalid value: ["None"]: may not change once set', true],
    ['Required value', false],
    ['Forbidden: may not be specified when strategy `type` is \'Recreate\'', false],
  ])('with "%s" is immutable: %s', async (message, immutable) => {
    const { cluster } = await serving(status(422, 'x is invalid', { causes: [{ reason: 'FieldValueInvalid', message, field: 'spec' }] }))
    await expect(applying(cluster)).rejects.toMatchObject({ code: 'INVALID', details: { immutable, causes: [{ field: 'spec', message }] } })
  })

  it('shows no credential that the API server repeats', async () => {
    const { cluster } = await serving(status(422, 'Secret "s" is invalid: data: Invalid value: "secret_key: wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"'))
    const error: unknown = await applying(cluster).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'INVALID' })
    expect(error instanceof Error && error.message).not.toContain('wJalrXUtnFEMI')
  })
})

describe('an API server that is not well', () => {
  it.each([[429, 'too many requests'], [500, 'etcdserver: leader changed'], [503, 'etcdserver: leader changed']])('answers %i and is named', async (code, words) => {
    const { cluster, host } = await serving(status(code, 'etcdserver: leader changed'))
    const message = expect.stringContaining(words)
    await expect(applying(cluster)).rejects.toMatchObject({ code: 'UPSTREAM', message })
    await expect(applying(cluster)).rejects.toMatchObject({ message: expect.stringContaining(host) })
  })

  it('is told apart from something that is no API server', async () => {
    const { cluster, host } = await serving({ status: 200, body: '<html>Welcome</html>' })
    await expect(applying(cluster)).rejects.toMatchObject({ code: 'UPSTREAM', message: expect.stringContaining(host) })
    await expect(cluster.version()).rejects.toMatchObject({ code: 'UPSTREAM' })
  })

  it('that does not answer is given up after the timeout', async () => {
    const { cluster, host } = await serving(() => {}, 150)
    await expect(applying(cluster)).rejects.toMatchObject({ code: 'UPSTREAM', message: `The API server ${host} did not answer within 0.15 s.` })
  })

  it('that is reached and does not shake hands is given up long before an answer would be', async () => {
    const server = createNetServer()
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    stops.push(() => { server.close() })
    const address = server.address()
    const host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    const cluster = connect({ kind: 'sandbox', url: `https://${host}` }, { timeoutMs: 60_000, connectMs: 100 })
    await expect(cluster.version()).rejects.toMatchObject({ code: 'UPSTREAM', message: `The API server ${host} did not answer within 0.1 s.` })
  })

  it('that takes longer to answer than to be reached is waited for', async () => {
    const { host } = await serving((_, response) => { setTimeout(() => { response.end(JSON.stringify({ gitVersion: 'v1' })) }, 200) })
    expect(await connect({ kind: 'sandbox', url: `http://${host}` }, { timeoutMs: 60_000, connectMs: 100 }).version()).toBe('v1')
  })

  it('that stops in the middle of its answer is given up as well', async () => {
    const { cluster } = await serving((_, response) => { response.writeHead(200).write('{"kind":') }, 150)
    await expect(applying(cluster)).rejects.toMatchObject({ code: 'UPSTREAM', message: expect.stringContaining('did not answer within') })
  })

  it('that cuts the connection is named', async () => {
    const { cluster, host } = await serving((request) => { request.socket.destroy() })
    await expect(applying(cluster)).rejects.toMatchObject({ code: 'UPSTREAM', message: expect.stringContaining(host) })
  })

  it('that is not there is named, with how to read it', async () => {
    const cluster = connect({ kind: 'sandbox', url: 'http://127.0.0.1:1' })
    await expect(cluster.version()).rejects.toMatchObject({ code: 'UPSTREAM', message: 'The API server 127.0.0.1:1 cannot be reached: the connection was refused.' })
  })

  it('is asked again for its kinds after it failed once', async () => {
    let asked = 0
    const { cluster } = await serving((request, response) => {
      if (request.url !== '/apis/apps/v1') return response.end(JSON.stringify({ items: [] }))
      asked++
      if (asked === 1) return response.writeHead(500).end()
      return response.end(JSON.stringify({ resources: [{ name: 'deployments', kind: 'Deployment', namespaced: true }] }))
    })
    await expect(cluster.list('apps/v1', 'Deployment', 'ns')).rejects.toMatchObject({ code: 'UPSTREAM' })
    expect(await cluster.list('apps/v1', 'Deployment', 'ns')).toEqual([])
    await cluster.list('apps/v1', 'Deployment', 'ns')
    expect(asked).toBe(2)
  })
})

describe('a list', () => {
  it('is read to its last page', async () => {
    const { cluster } = await serving((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://x')
      const next = searchParams.get('continue')
      response.end(JSON.stringify({ metadata: next ? {} : { continue: 'more' }, items: [{ metadata: { name: next ? 'two' : 'one' } }] }))
    })
    expect((await cluster.list('v1', 'ConfigMap', 'ns')).map(({ metadata }) => metadata.name)).toEqual(['one', 'two'])
  })
})

describe('the pods of a workload', () => {
  it('are never those of the whole namespace', async () => {
    const { cluster } = await serving({ status: 200, body: { items: [] } })
    const workload = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', namespace: 'ns' }, spec: { selector: {} } }
    await expect(cluster.podsOf(workload)).rejects.toMatchObject({ code: 'INVALID' })
  })
})

describe('both languages', () => {
  const sentence = async (attempt: Promise<unknown>): Promise<Text> => {
    const error: unknown = await attempt.catch((failure: unknown) => failure)
    if (!(error instanceof AppError)) throw new Error('it was not refused')
    return sentenceOf(error)
  }
  const rbac = 'configmaps "c" is forbidden: User "u" cannot patch resource "configmaps" in API group "" in the namespace "ns"'

  it.each([
    ['401', status(401, 'Unauthorized')], ['403', status(403, rbac)], ['404 of a namespace', status(404, 'namespaces "ns" not found', { kind: 'namespaces', name: 'ns' })],
    ['413', status(413, 'too large')], ['429', status(429, 'slow down')], ['503', status(503, 'etcd is gone')], ['no JSON', { status: 200, body: '<html>' }], ['no words', status(409, '')],
  ])('are said of an answer that is %s', async (_, answer) => {
    const { cluster } = await serving(answer)
    const { en, ko } = await sentence(applying(cluster))
    expect(en).toMatch(/^[\x20-\x7e]+$/)
    expect(ko).toMatch(/[가-힣]/)
  })

  it('are said of a server that cannot be reached, and name it alike', async () => {
    const { en, ko } = await sentence(applying(connect({ kind: 'sandbox', url: 'http://127.0.0.1:1' })))
    expect(en).toBe('The API server 127.0.0.1:1 cannot be reached: the connection was refused.')
    expect(ko).toBe('API 서버 127.0.0.1:1에 연결할 수 없습니다: 연결이 거부되었습니다.')
  })

  it('hold the API server\'s own words as they came', async () => {
    const { cluster } = await serving(status(422, 'spec.replicas: Invalid value: -1'))
    expect(await sentence(applying(cluster))).toEqual({ en: 'spec.replicas: Invalid value: -1', ko: 'spec.replicas: Invalid value: -1' })
  })
})
