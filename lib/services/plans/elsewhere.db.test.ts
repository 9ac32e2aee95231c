import { describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { setAppliedRevision } from '../../db/stacks.ts'
import { operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { stackWith } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { specOf } from '../../testing/specs.ts'
import { applyEdits } from '../../thanos/apply-edits.ts'
import { findingKey } from '../../thanos/finding.ts'
import { render } from '../../thanos/render.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import { apply } from '../runs/apply.ts'
import type { PlanView } from '../views.ts'
import { save } from '../revisions/save.ts'
import { compute } from './compute.ts'

freshDatabase()
const sandbox = testSandbox()

/** A compactor and its bucket in a ConfigMap, the only place from which a test may say which it is. */
const compactor = (namespace: string, bucket: string): StackSpec => specOf(`
apiVersion: v1
kind: ConfigMap
metadata: { name: objstore, namespace: ${namespace} }
data: { objstore.yml: '${bucket}' }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: compact, namespace: ${namespace} }
spec:
  serviceName: compact
  selector: { matchLabels: { app: compact } }
  template:
    metadata: { labels: { app: compact } }
    spec:
      containers: [{ name: t, image: quay.io/thanos/thanos:v0.42.0, args: [compact, --wait, --objstore.config-file=/etc/b/objstore.yml], volumeMounts: [{ name: b, mountPath: /etc/b }] }]
      volumes: [{ name: b, configMap: { name: objstore } }]
`)
const s3 = (bucket: string, endpoint = 's3.eu-central-1.amazonaws.com'): string => `{type: S3, config: {bucket: ${bucket}, endpoint: "${endpoint}"}}`

/** The plan of a compactor that starts, where another stack has one already by its applied or only by its newest revision. */
async function planBeside(name: string, { theirs, ours, isApplied = true, isThere = true, replicas }: { theirs: string; ours: string; isApplied?: boolean; isThere?: boolean; replicas?: number }): Promise<PlanView> {
  const [there, here] = [await sandbox.namespace(`${name}-there`), await sandbox.namespace(`${name}-here`)]
  const spec = compactor(there, theirs)
  const other = await stackWith(there, replicas === undefined ? spec : applyEdits(spec, [{ op: 'replicas.set', object: `StatefulSet/${there}/compact`, replicas }]))
  if (isApplied) await setAppliedRevision(db(), other.id, 1)
  if (isApplied && isThere) await sandbox.put(render(spec), 'gauntlet')
  const stack = await stackWith(here, compactor(here, ours))
  return compute(operator, { stackId: stack.id })
}

const told = ({ blockers, notes }: PlanView, name: string): { blocked: string[]; said: string[] } => ({
  blocked: blockers.filter(({ code, about }) => code === 'plan/compactor-elsewhere' && about?.endsWith(`StatefulSet/${name}-there/compact`)).map(({ object }) => object),
  said: notes.map(({ en }) => en).filter((note) => note.includes(`StatefulSet/${name}-there/compact`)).map((note) => (note.startsWith('Nobody can tell') ? 'untold' : 'unapplied')),
})

describe('a compactor that starts while another stack has one', () => {
  it('is for a person to answer for where the cluster of that one does not tell whether it still runs', async () => {
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 503 }, methods: ['GET'], path: '/namespaces/gone-there/statefulsets/' }] })
    const plan = await planBeside('gone', { theirs: s3('seven'), ours: s3('seven'), isThere: false })
    expect(told(plan, 'gone').blocked).toEqual([])
    const asked = plan.acknowledge.filter(({ code }) => code === 'plan/compactor-elsewhere')
    expect(asked.map(({ message }) => message.en)).toEqual([expect.stringContaining('its cluster does not tell whether it still runs')])
    await expect(apply(operator, { planId: plan.id, acknowledge: plan.acknowledge.filter((each) => !asked.includes(each)).map(findingKey) })).rejects.toMatchObject({ code: 'BLOCKED' })
  })

  it('is blocked where that one runs and compacts the same bucket', async () => {
    const plan = await planBeside('same', { theirs: s3('one'), ours: s3('one') })
    expect(plan.status).toBe('blocked')
    expect(told(plan, 'same')).toEqual({ blocked: ['StatefulSet/same-here/compact'], said: [] })
  })

  it.each([
    ['another', { theirs: s3('two-a'), ours: s3('two-b') }, []],
    ['none', { theirs: s3('three'), ours: s3('three'), replicas: 0 }, []],
    ['deleted', { theirs: s3('eight'), ours: s3('eight'), isThere: false }, []],
    ['newest', { theirs: s3('four'), ours: s3('four'), isApplied: false }, ['unapplied']],
    ['endpoint', { theirs: s3('five', 's3.amazonaws.com'), ours: s3('five') }, ['untold']],
    ['local', { theirs: s3('six', 'minio:9000'), ours: s3('six', 'minio:9000') }, ['untold']],
  ])('is not blocked where nobody knows that it is one bucket and that it runs (%s), and the plan says what is not known', async (name, stacks, said) => {
    expect(told(await planBeside(name, stacks), name)).toEqual({ blocked: [], said })
  })

  it('is blocked too where it runs already and moves to that bucket; where it stays on its own, nobody is asked', async () => {
    const [there, here] = [await sandbox.namespace('moved-there'), await sandbox.namespace('moved-here')]
    const other = await stackWith(there, compactor(there, s3('nine')))
    await setAppliedRevision(db(), other.id, 1)
    await sandbox.put(render(compactor(there, s3('nine'))), 'gauntlet')
    await sandbox.put(render(compactor(here, s3('ten'))), 'gauntlet')
    const stack = await stackWith(here, compactor(here, s3('nine')))
    expect(told(await compute(operator, { stackId: stack.id }), 'moved')).toEqual({ blocked: ['StatefulSet/moved-here/compact'], said: [] })
    await save(operator, { stackId: stack.id, base: 1, spec: compactor(here, s3('ten')), message: 'Back to its own' })
    expect(told(await compute(operator, { stackId: stack.id }), 'moved')).toEqual({ blocked: [], said: [] })
  })
})
