import { describe, expect, it } from 'vitest'
import { operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { begin, ended, objectOf, stackWith, usualTimes, when } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { rulerSpec, specOf } from '../../testing/specs.ts'
import { until } from '../../testing/wait.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import { save } from '../revisions/save.ts'
import { cancel } from '../runs/cancel.ts'
import type { PlanView, RunView, StackView } from '../views.ts'
import { compute } from './compute.ts'

freshDatabase()
const sandbox = testSandbox()
usualTimes()

/** Receivers that route by a ring of themselves. */
function receivers(namespace: string, count: number): StackSpec {
  const ring = JSON.stringify([{ endpoints: Array.from({ length: count }, (_, ordinal) => ({ address: `recv-${ordinal}.recv.${namespace}.svc.cluster.local:10901` })) }])
  return specOf(`
apiVersion: v1
kind: ConfigMap
metadata: { name: ring, namespace: ${namespace} }
data: { hashrings.json: '${ring}' }
---
apiVersion: v1
kind: Service
metadata: { name: recv, namespace: ${namespace} }
spec: { clusterIP: None, selector: { app: recv }, ports: [{ name: grpc, port: 10901 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: recv, namespace: ${namespace} }
spec:
  serviceName: recv
  replicas: ${count}
  podManagementPolicy: Parallel
  selector: { matchLabels: { app: recv } }
  template:
    metadata: { labels: { app: recv } }
    spec:
      containers:
        - name: t
          image: quay.io/thanos/thanos:v0.42.0
          env: [{ name: POD_NAME, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]
          args: [receive, '--label=r="$(POD_NAME)"', --receive.replication-factor=3, --receive.hashrings-algorithm=ketama, --receive.hashrings-file=/etc/ring/hashrings.json, "--receive.local-endpoint=$(POD_NAME).recv.${namespace}.svc.cluster.local:10901"]
          volumeMounts: [{ name: ring, mountPath: /etc/ring }]
      volumes: [{ name: ring, configMap: { name: ring } }]
`)
}

const ruler = (namespace: string, rules: string): StackSpec => rulerSpec({ namespace, files: `rules.yaml: "${rules}"` })

const ring = (namespace: string) => `ConfigMap/${namespace}/ring`
const set = (namespace: string) => `StatefulSet/${namespace}/recv`
const gates = ({ steps }: PlanView) => steps.filter(({ gate }) => gate !== 'none').map(({ object, gate }) => `${object} ${gate}`)

/** A stack that runs one spec, with a second one saved. */
async function from(namespace: string, before: StackSpec, after: StackSpec): Promise<StackView> {
  const stack = await stackWith(await sandbox.namespace(namespace), before)
  expect((await ended((await begin(stack)).run)).status).toBe('succeeded')
  await save(operator, { stackId: stack.id, base: 1, spec: after, message: 'Second' })
  return stack
}

/** A run that somebody stops while one object is waited for. */
async function stoppedAt(stack: StackView, object: string): Promise<void> {
  process.env.GAUNTLET_GATE_REFRESH_MS = '60000'
  sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 503 }, path: '/proxy/metrics' }] })
  const { run } = await begin(stack)
  await when(run, (each) => objectOf(each, object)?.status === 'waiting')
  await cancel(operator, { runId: run.id })
  expect((await ended(run)).status).toBe('cancelled')
  process.env.GAUNTLET_GATE_REFRESH_MS = '40'
  sandbox.calm()
}

/** A run that came to its end, and whose ruler took no word of the new rules. */
async function untold(namespace: string): Promise<{ stack: StackView; run: RunView }> {
  const stack = await from(namespace, ruler(namespace, 'groups: []'), ruler(namespace, 'groups: [{ name: a, rules: [] }]'))
  sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 503 }, path: '/proxy/-/reload', times: 1 }] })
  return { stack, run: await ended((await begin(stack)).run) }
}

describe('the plan after a run that did not come to its end', { timeout: 60_000 }, () => {
  it('keeps the ring back from receivers that were asked for and are not ready', async () => {
    const stack = await from('grow', receivers('grow', 3), receivers('grow', 5))
    process.env.GAUNTLET_GATE_HOPELESS_MS = '300'
    sandbox.weather({ fates: [{ pods: 'Pod/grow/recv-3', fate: 'crash' }, { pods: 'Pod/grow/recv-4', fate: 'crash' }] })
    const first = await ended((await begin(stack)).run)
    expect([objectOf(first, set('grow'))?.status, objectOf(first, ring('grow'))?.status]).toEqual(['failed', 'skipped'])
    const again = await begin(stack)
    expect(gates(again.plan)).toEqual([`${set('grow')} rollout`, `${ring('grow')} refresh`])
    expect(again.plan.notes.map(({ en }) => en)).toContain(`The last run applied ${set('grow')} and did not see that the pods took it. This plan waits for that before it goes on.`)
    const second = await ended(again.run)
    expect([second.status, objectOf(second, ring('grow'))?.status]).toEqual(['failed', 'skipped'])
  })

  it('lets no receiver go before the ring that was left at its gate, run after run', async () => {
    const stack = await from('shrink', receivers('shrink', 5), receivers('shrink', 3))
    const wanted = [`${ring('shrink')} refresh`, `${set('shrink')} rollout`]
    await stoppedAt(stack, ring('shrink'))
    expect(gates(await compute(operator, { stackId: stack.id }))).toEqual(wanted)
    await stoppedAt(stack, ring('shrink'))
    const last = await begin(stack)
    expect(gates(last.plan)).toEqual(wanted)
    expect((await ended(last.run)).status).toBe('succeeded')
    expect((await compute(operator, { stackId: stack.id })).status).toBe('empty')
  })

  it('tells the rulers of a file that the last run had applied and not told them of, though nothing differs any more', async () => {
    const stack = await from('rules', ruler('rules', 'groups: []'), ruler('rules', 'groups: [{ name: a, rules: [] }]'))
    await stoppedAt(stack, 'ConfigMap/rules/rules')
    const { plan, run } = await begin(stack)
    expect(plan).toMatchObject({ status: 'ready', objects: [{ verdict: 'unchanged' }, { verdict: 'unchanged' }] })
    expect(gates(plan)).toEqual(['ConfigMap/rules/rules refresh'])
    expect(objectOf(await ended(run), 'ConfigMap/rules/rules')?.message).toBe('1 of 1 rulers have read it anew')
    expect((await compute(operator, { stackId: stack.id })).status).toBe('empty')
  })

  it('tells a ruler again that could not be told, though its run came to its end', async () => {
    const { stack, run } = await untold('deaf')
    expect(run).toMatchObject({ status: 'succeeded', message: expect.stringContaining('Not all rulers could be told to read ConfigMap/deaf/rules anew') })
    expect(objectOf(run, 'ConfigMap/deaf/rules')?.message).toMatch(/^ruler-0 could not be told/)
    const plan = await compute(operator, { stackId: stack.id })
    expect([plan.status, gates(plan)]).toEqual(['ready', ['ConfigMap/deaf/rules refresh']])
    expect(plan.notes.map(({ en }) => en)).toEqual(['The last run could not tell ruler-0 to read ConfigMap/deaf/rules anew. This plan tells them again; where that does not work, restart them.'])
    expect(gates((await begin(stack)).plan)).toEqual(['ConfigMap/deaf/rules refresh'])
    await until(() => compute(operator, { stackId: stack.id }), ({ status }) => status === 'empty')
  })

  it('lets a ruler that could not be told be, once it has started again', async () => {
    const { stack } = await untold('again')
    sandbox.calm()
    const [pod] = await sandbox.cluster().list('v1', 'Pod', 'again')
    if (!pod) throw new Error('there is no ruler')
    await sandbox.cluster().remove({ apiVersion: 'v1', kind: 'Pod', name: 'ruler-0', namespace: 'again' }, { uid: String(pod.metadata.uid) })
    await until(() => sandbox.cluster().list('v1', 'Pod', 'again'), ([now]) => now !== undefined && now.metadata.uid !== pod.metadata.uid)
    expect((await compute(operator, { stackId: stack.id })).status).toBe('empty')
  })
})
