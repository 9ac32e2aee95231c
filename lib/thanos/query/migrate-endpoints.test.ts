import { describe, expect, it } from 'vitest'
import { isJsonObject } from '../../manifest/types.ts'
import { getAt } from '../../manifest/pointer.ts'
import { specOf } from '../../testing/specs.ts'
import { applyEdits } from '../apply-edits.ts'
import { lint } from '../lint.ts'
import { objects } from '../pod.ts'
import { render } from '../render.ts'
import { planFixes } from '../safe-fixes.ts'
import { specObjectId, type StackSpec, type Workload, workloads } from '../spec.ts'
import { planUpgrade } from '../upgrade/plan-upgrade.ts'
import { migrateEndpoints } from './migrate-endpoints.ts'

/** A querier that runs this, with what else its container and its pod have. */
const querier = (container: string, { image = 'thanos:v0.42.0', pod = '' } = {}): StackSpec => specOf(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: q, namespace: m }
spec:
  selector: { matchLabels: { app: q } }
  template:
    metadata: { labels: { app: q } }
    spec:
      containers: [{ name: t, image: "${image}", ${container} }]
${pod}`)
const query = (spec: StackSpec): Workload => {
  const [only] = workloads(spec)
  if (!only) throw new Error('there is a querier')
  return only
}
const upgraded = (spec: StackSpec) => planUpgrade(spec, { objects: [specObjectId(query(spec))], to: 'v0.42', keepDefaults: false })

const FILLED_IN = [
  ['by the kubelet', 'args: [query, "--endpoint=$(STORE):10901", "--endpoint=b:1"], env: [{ name: STORE, value: x }]'],
  ['by a shell', 'command: [sh, -c, "exec thanos query --endpoint=$STORE:10901 --endpoint=b:1"]'],
  ['by a command in a shell', 'command: [sh, -c, "exec thanos query --endpoint=$(cat /etc/store) --endpoint=b:1"]'],
] as const

describe('an address that is filled in in the pod', () => {
  it.each(FILLED_IN)('%s is moved into no file, by no fix', (_by, container) => {
    const spec = querier(container)
    expect(migrateEndpoints(query(spec))).toBeUndefined()
    const plan = planFixes(spec)
    expect(plan.spec.objects.map(specObjectId)).toEqual(spec.objects.map(specObjectId))
    expect(plan.remaining.filter(({ severity }) => severity === 'error')).toEqual(lint(spec).filter(({ severity }) => severity === 'error'))
  })

  it.each(FILLED_IN)('%s is left to a person by the version assistant, which says why', (_by, container) => {
    const spec = querier(container, { image: 'quay.io/thanos/thanos:v0.37.0' })
    const upgrade = upgraded(spec)
    expect(upgrade.spec.objects.map(specObjectId)).toEqual(spec.objects.map(specObjectId))
    expect(upgrade.left.map(({ en }) => en)).toEqual([expect.stringContaining('An address holds a variable')])
  })

  it('is left to a person where its flag is gone and the querier has an endpoints file', () => {
    const spec = specOf(`
apiVersion: v1
kind: ConfigMap
metadata: { name: e, namespace: m }
data: { endpoints.yaml: "endpoints: []" }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: q, namespace: m }
spec:
  selector: { matchLabels: { app: q } }
  template:
    metadata: { labels: { app: q } }
    spec:
      containers:
        - name: t
          image: quay.io/thanos/thanos:v0.37.0
          args: [query, "--rule=$(RULER):10901", --endpoint.sd-config-file=/e/endpoints.yaml]
          volumeMounts: [{ name: e, mountPath: /e }]
      volumes: [{ name: e, configMap: { name: e } }]
`)
    const { left, spec: after } = upgraded(spec)
    expect(left.map(({ en }) => en)).toEqual([expect.stringContaining('an address of it holds a variable')])
    expect(lint(after).map(({ code }) => code)).not.toContain('query/variable-in-endpoints')
  })
})

describe('the volume of the endpoints file', () => {
  it('takes a name that the pod has not', () => {
    const spec = querier('args: [query, "--endpoint=b:1"], volumeMounts: [{ name: endpoints, mountPath: /x }]', { pod: '      volumes: [{ name: endpoints, emptyDir: {} }]\n' })
    const [deployment] = render(applyEdits(spec, migrateEndpoints(query(spec))?.edits ?? []))
    const pod = getAt(deployment ?? null, '/spec/template/spec')
    expect(isJsonObject(pod) && objects(pod.volumes).map(({ name }) => name)).toEqual(['endpoints', 'endpoints-2'])
    expect(isJsonObject(pod) && objects(objects(pod.containers)[0]?.volumeMounts).map(({ name }) => name)).toEqual(['endpoints', 'endpoints-2'])
  })
})
