// The connection test against the sandbox, and against small API servers that grant less.
import { createServer } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { admin, operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { NEEDS } from './needs.ts'
import { test } from './test.ts'

freshDatabase()
const sandbox = testSandbox()

const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'monitoring' }, status: { phase: 'Active' } }
type Reviewed = { rules: object[]; incomplete?: boolean; allowed?: (attributes: Record<string, string>) => boolean; version?: string }
const closing: (() => void)[] = []
afterEach(() => { for (const close of closing.splice(0)) close() })

/** Points KUBECONFIG at an API server that answers reviews as told, under the context "small". */
async function smallCluster({ rules, incomplete = false, allowed = () => false, version = 'v1.35.1' }: Reviewed): Promise<{ asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => { body += part.toString() }).on('end', () => {
      // Safe because the API server's clients send JSON.
      const spec = body === '' ? {} : (JSON.parse(body) as { spec: { resourceAttributes?: Record<string, string> } }).spec
      const path = request.url ?? ''
      if (path.includes('selfsubjectaccessreviews')) asked.push(`${spec.resourceAttributes?.verb} ${spec.resourceAttributes?.resource}`)
      const [, answer = NAMESPACE] = Object.entries({
        '/version': { gitVersion: version },
        'selfsubjectrulesreviews': { status: { resourceRules: rules, incomplete } },
        'selfsubjectaccessreviews': { status: { allowed: allowed(spec.resourceAttributes ?? {}) } },
        'selfsubjectreviews': { status: { userInfo: { username: 'system:serviceaccount:gauntlet:gauntlet' } } },
        '/api/v1/namespaces': NAMESPACE,
        '/api/v1': { resources: [{ kind: 'Namespace', name: 'namespaces', namespaced: false }] },
        '/apis': { groups: ['apps', 'policy', 'autoscaling', 'networking.k8s.io', 'rbac.authorization.k8s.io'].map((name) => ({ name })) },
      }).find(([part]) => path.includes(part)) ?? []
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.address()
  const folder = mkdtempSync(join(tmpdir(), 'small-'))
  writeFileSync(join(folder, 'small'), JSON.stringify({
    'apiVersion': 'v1', 'kind': 'Config', 'current-context': 'small', 'contexts': [{ name: 'small', context: { cluster: 'c', user: 'u' } }],
    'clusters': [{ name: 'c', cluster: { 'server': `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, 'insecure-skip-tls-verify': true } }], 'users': [{ name: 'u', user: {} }],
  }))
  process.env.KUBECONFIG = folder
  closing.push(() => {
    delete process.env.KUBECONFIG
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true })
  })
  return { asked }
}

const EVERYTHING = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]
const small = (name?: string) => test(admin, { connection: { kind: 'context', context: 'small' }, ...(name === undefined ? {} : { namespace: name }) })

describe('a connection test', () => {
  it('tells version and latency of the sandbox, and that nothing is missing in a namespace that is there', async () => {
    const namespace = await sandbox.namespace('tested')
    expect(await test(admin, { connection: { kind: 'sandbox' }, namespace })).toMatchObject({
      ok: true, isTested: true, latencyMs: expect.any(Number), permissions: { namespace, state: 'there', missing: [], needed: NEEDS.length },
    })
  })

  it('says when the namespace is not there', async () => {
    expect(await test(admin, { connection: { kind: 'sandbox' }, namespace: 'nowhere' })).toMatchObject({ ok: true, permissions: { state: 'missing' } })
  })

  it('names each missing permission, what breaks without it, and the Role that gives just these to just this account', async () => {
    const but = (group: string, resource: string, verb: string) => NEEDS.filter((need) => !(need.group === group && need.resource === resource && need.verb === verb))
      .map((need) => ({ apiGroups: [need.group], resources: [need.resource], verbs: [need.verb] }))
    await smallCluster({ rules: but('apps', 'statefulsets', 'patch') })
    const tested = await small('monitoring')
    expect(tested).toMatchObject({
      ok: true, permissions: {
        account: 'system:serviceaccount:gauntlet:gauntlet',
        missing: [{ group: 'apps', resource: 'statefulsets', verb: 'patch', breaks: 'Plans (dry runs) and runs cannot apply it.' }],
      },
    })
    const role = tested.ok ? tested.permissions?.role ?? '' : ''
    expect(parseAllDocuments(role).map((document): unknown => document.toJS())).toMatchObject([
      { kind: 'Role', metadata: { name: 'gauntlet-additional', namespace: 'monitoring' }, rules: [{ apiGroups: ['apps'], resources: ['statefulsets'], verbs: ['patch'] }] },
      { kind: 'RoleBinding', subjects: [{ kind: 'ServiceAccount', name: 'gauntlet', namespace: 'gauntlet' }] },
    ])
  })

  it('does not ask for kinds that the cluster does not have', async () => {
    await smallCluster({ rules: [] })
    const tested = await small('monitoring')
    const groups = new Set(tested.ok ? tested.permissions?.missing.map(({ group }) => group) : [])
    expect(groups.has('apps')).toBe(true)
    expect(groups.has('monitoring.coreos.com')).toBe(false)
  })

  it('asks for each permission by itself where the cluster cannot list its rules', async () => {
    const { asked } = await smallCluster({ rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }], incomplete: true, allowed: ({ verb, resource }) => !(verb === 'list' && resource === 'events') })
    expect(await small('monitoring')).toMatchObject({ ok: true, permissions: { missing: [{ resource: 'events', verb: 'list' }] } })
    expect(asked).toContain('watch pods')
    expect(asked.filter((each) => each === 'get pods')).toHaveLength(2)
  })

  it('asks nothing about permissions without a namespace', async () => {
    const { asked } = await smallCluster({ rules: EVERYTHING, version: 'v1.27.3-gke.100' })
    expect(await small()).toMatchObject({ ok: true, version: 'v1.27.3-gke.100', isTested: false, tested: '1.35' })
    expect(asked).toEqual([])
  })

  it('answers why when nothing is there, and refuses who may not ask', async () => {
    expect(await test(admin, { connection: { kind: 'in-cluster' }, locale: 'ko' })).toMatchObject({ ok: false, reason: expect.stringContaining('서비스 어카운트') })
    await expect(test(operator, { connection: { kind: 'sandbox' } })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
