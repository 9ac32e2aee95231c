// Whatever a spec says and however it says it: once it is applied, there is nothing left to plan.
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { AppError } from '../../errors.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { admin, operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { INSTALLATIONS, objectsIn } from '../../testing/installations.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { makeStack } from '../../testing/stacks.ts'
import { adopt } from '../../thanos/adopt.ts'
import { applyEdits } from '../../thanos/apply-edits.ts'
import type { Edit } from '../../thanos/edit.ts'
import { render } from '../../thanos/render.ts'
import { specObjectId, workloads, type StackSpec } from '../../thanos/spec.ts'
import { save } from '../revisions/save.ts'
import { compute } from './compute.ts'

vi.setConfig({ testTimeout: 240_000 })
freshDatabase()
const sandbox = testSandbox()

const SEED = 20_261_201
const RUNS = 40
const CONTAINER = '/spec/template/spec/containers/0'
let made = 0
let unchanged = 0

it(`has nothing to change in a cluster that was given the same (seed ${SEED})`, async () => {
  await fc.assert(fc.asyncProperty(anySpec(), async ({ make, edits }) => {
    made += 1
    const namespace = await sandbox.namespace(`unchanged-${made}`)
    const spec = edited(make(namespace), edits)
    const stack = await makeStack({ namespace })
    await save(operator, { stackId: stack.id, base: 0, spec, message: 'As it is' })
    fc.pre(await isTaken(render(spec, { managedOnly: true })))
    const plan = await compute(admin, { stackId: stack.id })
    // A Secret that the spec refers to is not in this cluster, and nothing that a spec without it could say.
    unchanged += plan.objects.filter(({ verdict }) => verdict === 'unchanged').length
    const left = plan.objects.filter(({ verdict }) => verdict !== 'unchanged' && verdict !== 'missing')
    expect(left.map(({ object, verdict, fields, conflicts, message }) => ({ object, verdict, fields, conflicts, message }))).toEqual([])
  }), { seed: SEED, numRuns: RUNS })
  expect(unchanged).toBeGreaterThan(3 * RUNS)
})

/** Whether the cluster took all of it. A request above its limit, to which an edit may come with what is there, is refused by any cluster; nothing else may be. */
async function isTaken(objects: readonly KubeObject[]): Promise<boolean> {
  try {
    await sandbox.put(objects, 'gauntlet')
    return true
  } catch (error) {
    if (error instanceof AppError && /must be less than or equal to [\w-]+ limit/.test(error.message)) return false
    throw error
  }
}

type Change = (id: string) => Edit

/** Some objects of an installation, each workload of it written a little differently. */
function anySpec(): fc.Arbitrary<{ make: (namespace: string) => StackSpec; edits: Change[][] }> {
  return fc.record({
    installation: fc.constantFrom(...INSTALLATIONS),
    kept: fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
    edits: fc.array(fc.array(change(), { maxLength: 5 }), { minLength: 12, maxLength: 12 }),
  }).map(({ installation: [, files], kept, edits }) => ({
    edits,
    make: (namespace) => {
      const objects = objectsIn(files, namespace).filter((_, index) => kept[index] ?? true)
      return adopt([{ name: 'all.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) }]).spec
    },
  }))
}

function edited(spec: StackSpec, edits: readonly Change[][]): StackSpec {
  return applyEdits(spec, workloads(spec).flatMap((workload, index) => [
    // Of a pod that asks for nothing nothing changes; what the objects say is all that matters here.
    { op: 'replicas.set', object: specObjectId(workload), replicas: 0 },
    ...(edits[index] ?? []).map((each) => each(specObjectId(workload))),
  ]))
}

/** What a cluster writes in another form than it was given, fills in, or leaves out. */
function change(): fc.Arbitrary<Change> {
  const field = (pointer: string, values: fc.Arbitrary<Extract<Edit, { op: 'field.set' }>['value']>): fc.Arbitrary<Change> =>
    values.map((value) => (object) => ({ op: 'field.set', object, pointer, value }))
  const quantity = fc.oneof(fc.constantFrom('1024Mi', '1Gi', '0.5', '1000m', '500m', '1e3', '2.5Gi', '1500Mi', '1073741824', '0'), fc.integer({ min: 1, max: 4096 }).map((mebi) => `${mebi}Mi`))
  const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
  return fc.oneof(
    fc.tuple(fc.constantFrom('requests' as const, 'limits' as const), fc.constantFrom('memory', 'ephemeral-storage'), quantity).map(([side, resource, amount]): Change => (object) => ({ op: 'resource.set', object, side, resource, quantity: amount })),
    fc.tuple(word, word).map(([key, value]): Change => (object) => ({ op: 'field.set', object, pointer: `/metadata/annotations/${key}`, value })),
    field('/spec/template/spec/tolerations', fc.constantFrom([], [{ key: 'a', operator: 'Exists' }], [{ key: 'a', value: 'b', effect: 'NoSchedule' }])),
    field('/spec/template/spec/affinity', fc.constantFrom({}, { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: {} } }] } })),
    field('/spec/template/spec/securityContext', fc.constantFrom({}, { fsGroup: 1001 }, { runAsNonRoot: false, runAsUser: 0 })),
    field('/spec/template/spec/topologySpreadConstraints', fc.constantFrom([], [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { a: 'b' } } }])),
    field('/spec/template/spec/terminationGracePeriodSeconds', fc.constantFrom(0, 1, 30, 900)),
    field('/spec/template/spec/hostNetwork', fc.boolean()),
    field('/spec/template/spec/nodeSelector', fc.constantFrom({}, { disk: 'ssd' })),
    field('/spec/template/spec/imagePullSecrets', fc.constantFrom([], [{ name: 'registry' }])),
    field('/spec/minReadySeconds', fc.constantFrom(0, 10)),
    field('/spec/revisionHistoryLimit', fc.constantFrom(0, 3, 10)),
    field(`${CONTAINER}/env`, fc.constantFrom([], [{ name: 'A', value: '' }], [{ name: 'A', value: 'b' }, { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }])),
    field(`${CONTAINER}/readinessProbe`, fc.constantFrom({ httpGet: { path: '/-/ready', port: 10902 } }, { httpGet: { path: '/-/ready', port: 10902, scheme: 'HTTP' }, periodSeconds: 5, initialDelaySeconds: 0 }, { tcpSocket: { port: 10902 }, timeoutSeconds: 1 })),
    field(`${CONTAINER}/securityContext`, fc.constantFrom({}, { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } }, { privileged: false })),
    field(`${CONTAINER}/imagePullPolicy`, fc.constantFrom('Always', 'IfNotPresent')),
    field(`${CONTAINER}/stdin`, fc.boolean()),
  )
}
