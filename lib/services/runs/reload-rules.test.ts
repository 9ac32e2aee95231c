import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { connect } from '../../kube/cluster.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { isRuler, reloadRules } from './reload-rules.ts'

const pod = (name: string, args: string[] = ['rule', '--rule-file=/etc/rules/*.yaml']): KubeObject => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'm', uid: `uid-of-${name}` }, spec: { containers: [{ name: 'thanos', args, ports: [{ name: 'http', containerPort: 9999 }] }] },
})
let close = (): void => {}
afterEach(() => close())

/** An API server of which only the proxy to pods is there. */
async function proxy(answer: (pod: string) => [status: number, body: string]) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const [status, body] = answer(/pods\/([^:]+):/.exec(request.url ?? '')?.[1] ?? '')
    response.writeHead(status).end(body)
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  close = () => { server.close() }
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no address')
  return { cluster: connect({ kind: 'sandbox', url: `http://127.0.0.1:${address.port}` }), asked }
}

describe('reloadRules', () => {
  it('tells every ruler, under its own prefix, and says that all have read the rules', async () => {
    const { cluster, asked } = await proxy(() => [200, ''])
    expect(await reloadRules(cluster, [pod('rule-0'), pod('rule-1', ['rule', '--rule-file=a', '--web.route-prefix=/ruler/'])])).toMatchObject({ end: 'open', message: { en: '2 of 2 rulers have read it anew' } })
    expect(asked.toSorted()).toEqual(['POST /api/v1/namespaces/m/pods/rule-0:9999/proxy/-/reload', 'POST /api/v1/namespaces/m/pods/rule-1:9999/proxy/ruler/-/reload'])
  })

  it('ends with the words of a ruler that does not take the rules', async () => {
    const { cluster } = await proxy((name) => (name === 'rule-1' ? [500, 'reloading rules: 1:4: parse error:\n unexpected <by>'] : [200, '']))
    expect(await reloadRules(cluster, [pod('rule-0'), pod('rule-1')])).toMatchObject({ end: 'hopeless', why: { en: 'rule-1 does not take the rules, and goes on with those that it had: reloading rules: 1:4: parse error: unexpected <by>' } })
  })

  it('names those that could not be told, and says which start of them that was, so that it is still owed', async () => {
    const { cluster } = await proxy((name) => (name === 'rule-0' ? [403, ''] : [200, '']))
    const restarted = { ...pod('rule-0'), status: { containerStatuses: [{ name: 'other', restartCount: 7 }, { name: 'thanos', restartCount: 2 }] } }
    expect(await reloadRules(cluster, [restarted, pod('rule-1')])).toEqual({
      end: 'open', untold: ['uid-of-rule-0 2'],
      message: expect.objectContaining({ en: 'rule-0 could not be told to read it anew, and may go on with the old rules: the next plan asks for it again, and a restart does the same' }),
    })
  })

  it('takes for a ruler what evaluates rule files', () => {
    expect([isRuler(pod('a')), isRuler(pod('b', ['receive', '--rule-file=x'])), isRuler(pod('c', ['rule'])), isRuler(pod('d', ['query']))]).toEqual([true, false, false, false])
  })
})
