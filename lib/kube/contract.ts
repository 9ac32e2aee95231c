// What every Kubernetes API server must do for Gauntlet: one suite, run against the sandbox and against a real kube-apiserver.
// Where they differ, the sandbox is wrong. Each case makes its own namespace.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import type { Json, JsonObject, KubeObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import type { Cluster } from './cluster.ts'
import { connect } from './cluster.ts'
import type { ClusterConnection } from './connection.ts'
import { configMap, container, deployment, imageOf, isReady, isRolledOut, owners, statefulSet, withImage } from './contract-objects.ts'
import { watchCases } from './contract-watch.ts'
import type { Transport } from './transport.ts'
import { openTransport } from './transport.ts'

/** A running API server with the Deployment, ReplicaSet and StatefulSet controllers at work. */
export type ContractHost = {
  /** With the rights of an administrator. */
  connection: ClusterConnection
  /** Makes the pods that exist now in a namespace Running and Ready, as a kubelet would; called again and again while a case waits. */
  markReady: (namespace: string) => Promise<void>
  stop: () => Promise<void>
}

const REAL = { dryRun: false, force: false }
const ROLLOUT_MS = 30_000
const CASE_MS = 45_000

/** Declares the suite; `start` is called once before it. */
export function contractSuite({ name, start }: { name: string; start: () => Promise<ContractHost> }): void {
  describe(`Kubernetes contract: ${name}`, { timeout: CASE_MS }, () => {
    let host: ContractHost
    let cluster: Cluster
    let raw: Transport
    beforeAll(async () => {
      host = await start()
      cluster = connect(host.connection)
      raw = openTransport(host.connection)
    }, 120_000)
    afterAll(async () => { await host?.stop() }, 60_000)

    let made = 0
    const newNamespace = async (): Promise<string> => {
      made++
      const namespace = `contract-${Date.now().toString(36)}-${made}`
      await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, REAL)
      return namespace
    }
    const live = async (object: KubeObject): Promise<KubeObject> => {
      const { apiVersion, kind, metadata: { name: objectName, namespace } } = object
      const found = await cluster.get({ apiVersion, kind, name: objectName, ...(namespace === undefined ? {} : { namespace }) })
      if (!found) throw new Error(`${kind} ${objectName} is not there`)
      return found
    }
    /** A plain update, as kubectl edit makes one. */
    const put = async (path: string, object: KubeObject, manager = 'kubectl-edit'): Promise<{ status: number; body: JsonObject }> => {
      const answer = await raw.send({ method: 'PUT', path, query: { fieldManager: manager }, body: JSON.stringify(object) })
      const body: unknown = JSON.parse(answer.body)
      return { status: answer.status, body: isJsonObject(body) ? body : {} }
    }
    const eventually = async (namespace: string, holds: () => Promise<boolean>): Promise<void> => {
      const deadline = Date.now() + ROLLOUT_MS
      while (!await holds()) {
        if (Date.now() > deadline) throw new Error(`not within ${ROLLOUT_MS / 1000} s`)
        await host.markReady(namespace)
        await sleep(50)
      }
    }

    it('tells its version', async () => {
      expect(await cluster.version()).toMatch(/^v1\.\d+\.\d+/)
    })

    describe('reading and writing', () => {
      it('stores what is applied and gives it back', async () => {
        const object = configMap(await newNamespace(), { 'hashrings.json': '[]' })
        await cluster.apply(object, REAL)
        const stored = await live(object)
        expect(stored.data).toEqual({ 'hashrings.json': '[]' })
        expect(stored.metadata.uid).toBeTypeOf('string')
      })

      it('has no object that nobody made', async () => {
        const namespace = await newNamespace()
        expect(await cluster.get({ apiVersion: 'v1', kind: 'ConfigMap', name: 'nothing', namespace })).toBeUndefined()
      })

      it('lists by label, with apiVersion and kind on each', async () => {
        const namespace = await newNamespace()
        await cluster.apply(configMap(namespace, {}, { name: 'one', labels: { ring: 'a' } }), REAL)
        await cluster.apply(configMap(namespace, {}, { name: 'two', labels: { ring: 'b' } }), REAL)
        const found = await cluster.list('v1', 'ConfigMap', namespace, { labelSelector: 'ring=b' })
        expect(found.map(({ apiVersion, kind, metadata }) => [apiVersion, kind, metadata.name])).toEqual([['v1', 'ConfigMap', 'two']])
        const either = await cluster.list('v1', 'ConfigMap', namespace, { labelSelector: 'ring in (a,b)' })
        expect(either.map(({ metadata }) => metadata.name)).toEqual(['one', 'two'])
      })

      it('keeps stringData of a Secret as base64 data only', async () => {
        const namespace = await newNamespace()
        const secret: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's3', namespace }, stringData: { key: 'not-a-secret' } }
        const stored = await cluster.apply(secret, REAL)
        expect(stored.data).toEqual({ key: Buffer.from('not-a-secret').toString('base64') })
        expect(stored.stringData).toBeUndefined()
        expect(stored.type).toBe('Opaque')
      })

      it('refuses a namespace that does not exist, by its name', async () => {
        await expect(cluster.apply(configMap('no-such-namespace', {}), REAL)).rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('"no-such-namespace"') })
      })

      it('refuses a kind that it does not have', async () => {
        const namespace = await newNamespace()
        await expect(cluster.get({ apiVersion: 'apps/v1', kind: 'Gadget', name: 'x', namespace })).rejects.toMatchObject({ code: 'NOT_FOUND' })
      })

      it('takes a plain update of what was read, and refuses one of what has changed since', async () => {
        const namespace = await newNamespace()
        const path = `/api/v1/namespaces/${namespace}/configmaps/files`
        const read = await cluster.apply(configMap(namespace, { a: '1' }), REAL)
        expect((await put(path, { ...read, data: { a: '2' } })).status).toBe(200)
        const late = await put(path, { ...read, data: { a: '3' } })
        expect([late.status, late.body.reason]).toEqual([409, 'Conflict'])
        expect((await live(read)).data).toEqual({ a: '2' })
      })
    })

    describe('defaults', () => {
      it('fills in what a Deployment leaves out', async () => {
        const stored = await cluster.apply(deployment(await newNamespace(), 'query'), REAL)
        expect(stored.spec).toMatchObject({
          replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600,
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
          template: {
            spec: {
              restartPolicy: 'Always', dnsPolicy: 'ClusterFirst', schedulerName: 'default-scheduler', terminationGracePeriodSeconds: 30, securityContext: {},
              containers: [{ imagePullPolicy: 'IfNotPresent', terminationMessagePath: '/dev/termination-log', ports: [{ containerPort: 10902, protocol: 'TCP' }] }],
            },
          },
        })
      })

      it('fills in what a StatefulSet leaves out, down to its claims', async () => {
        const stored = await cluster.apply(statefulSet(await newNamespace(), 'store'), REAL)
        expect(stored.spec).toMatchObject({
          podManagementPolicy: 'OrderedReady', revisionHistoryLimit: 10, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
          persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
          volumeClaimTemplates: [{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', spec: { volumeMode: 'Filesystem' }, status: { phase: 'Pending' } }],
          template: { spec: { volumes: [{ name: 'objstore', secret: { secretName: 'thanos-s3-config', defaultMode: 420 } }] } },
        })
      })

      it('gives a Service an address and target ports, and a headless one none', async () => {
        const namespace = await newNamespace()
        const service = (name: string, spec: JsonObject): KubeObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec })
        const open = await cluster.apply(service('open', { ports: [{ port: 9090 }] }), REAL)
        expect(open.spec).toMatchObject({
          clusterIP: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/), type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster',
          ports: [{ port: 9090, targetPort: 9090, protocol: 'TCP' }],
        })
        const headless = await cluster.apply(service('headless', { clusterIP: 'None', ports: [{ port: 9090 }] }), REAL)
        expect(headless.spec).toMatchObject({ clusterIP: 'None', clusterIPs: ['None'] })
      })

      it('writes quantities in their canonical form', async () => {
        const object = deployment(await newNamespace(), 'query', { resources: { requests: { cpu: '1000m', memory: '1024Mi' } } })
        const stored = await cluster.apply(object, REAL)
        expect(container(stored).resources).toEqual({ requests: { cpu: '1', memory: '1Gi' } })
      })
    })

    describe('server-side apply', () => {
      it('changes nothing when the same is applied again', async () => {
        const object = configMap(await newNamespace(), { a: '1' })
        const first = await cluster.apply(object, REAL)
        const second = await cluster.apply(object, REAL)
        expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion)
      })

      it('predicts with a dry run what would be stored, and stores nothing', async () => {
        const object = deployment(await newNamespace(), 'query', {}, { replicas: 0 })
        const before = await cluster.apply(object, REAL)
        const predicted = await cluster.apply(withImage(object, 'quay.io/thanos/thanos:v0.40.1'), { dryRun: true, force: false })
        expect(container(predicted).image).toBe('quay.io/thanos/thanos:v0.40.1')
        expect(predicted.metadata.generation).toBe(Number(before.metadata.generation) + 1)
        expect(container(await live(object)).image).toBe(container(before).image)
        const real = await cluster.apply(withImage(object, 'quay.io/thanos/thanos:v0.40.1'), REAL)
        expect(real.spec).toEqual(predicted.spec)
      })

      it('predicts an object that does not exist yet, and does not make it', async () => {
        const object = configMap(await newNamespace(), { a: '1' })
        const predicted = await cluster.apply(object, { dryRun: true, force: false })
        expect(predicted.data).toEqual({ a: '1' })
        const { apiVersion, kind, metadata: { name: objectName, namespace = '' } } = object
        expect(await cluster.get({ apiVersion, kind, name: objectName, namespace })).toBeUndefined()
      })

      it('raises the generation for a change of spec, not for one of labels', async () => {
        const object = deployment(await newNamespace(), 'query', {}, { replicas: 0 })
        const first = await cluster.apply(object, REAL)
        const labelled = await cluster.apply({ ...object, metadata: { ...object.metadata, labels: { team: 'metrics' } } }, REAL)
        expect(labelled.metadata.generation).toBe(first.metadata.generation)
        const changed = await cluster.apply(withImage(object, 'quay.io/thanos/thanos:v0.40.1'), REAL)
        expect(changed.metadata.generation).toBe(Number(first.metadata.generation) + 1)
      })

      it('names field and owner when another manager applied another value', async () => {
        const object = deployment(await newNamespace(), 'query', {}, { replicas: 0 })
        await cluster.apply(object, { ...REAL, manager: 'helm' })
        const refused = cluster.apply(withImage(object, 'quay.io/thanos/thanos:v0.40.1'), REAL)
        await expect(refused).rejects.toMatchObject({
          code: 'CONFLICT', details: { conflicts: [{ field: 'spec.template.spec.containers[name="thanos"].image', owner: 'helm' }] },
        })
      })

      it('names the owner of a field that was edited by hand, in a dry run as well', async () => {
        const namespace = await newNamespace()
        const read = await cluster.apply(configMap(namespace, { a: '1' }), REAL)
        await put(`/api/v1/namespaces/${namespace}/configmaps/files`, { ...read, data: { a: '2' } })
        for (const dryRun of [true, false]) {
          await expect(cluster.apply(configMap(namespace, { a: '3' }), { dryRun, force: false })).rejects.toMatchObject({
            code: 'CONFLICT', details: { conflicts: [{ field: 'data.a', owner: 'kubectl-edit' }] },
          })
        }
      })

      it('shares a field that two managers apply alike, and then conflicts with both', async () => {
        const namespace = await newNamespace()
        await cluster.apply(configMap(namespace, { a: '1' }), { ...REAL, manager: 'helm' })
        await cluster.apply(configMap(namespace, { a: '1' }), REAL)
        await expect(cluster.apply(configMap(namespace, { a: '2' }), REAL)).rejects.toMatchObject({ details: { conflicts: [{ field: 'data.a', owner: 'helm' }] } })
        await expect(cluster.apply(configMap(namespace, { a: '2' }), { ...REAL, manager: 'helm' })).rejects.toMatchObject({ details: { conflicts: [{ owner: 'gauntlet' }] } })
      })

      it('takes the field with force, and keeps it', async () => {
        const namespace = await newNamespace()
        await cluster.apply(configMap(namespace, { a: '1' }), { ...REAL, manager: 'helm' })
        const taken = await cluster.apply(configMap(namespace, { a: '2' }), { dryRun: false, force: true })
        expect(taken.data).toEqual({ a: '2' })
        expect(owners(taken)).toEqual(['gauntlet'])
        await expect(cluster.apply(configMap(namespace, { a: '1' }), { ...REAL, manager: 'helm' })).rejects.toMatchObject({ details: { conflicts: [{ field: 'data.a', owner: 'gauntlet' }] } })
      })

      it('calls its own defaults a conflict in a value that is compared whole, which Gauntlet settles without force', async () => {
        const namespace = await newNamespace()
        const env = [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }]
        const object = statefulSet(namespace, 'store', { env, resources: { limits: { memory: '1024Mi' } } }, { replicas: 0 })
        const before = await cluster.apply(object, { ...REAL, manager: 'helm' })
        const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets/store`
        const answer = await raw.send({ method: 'PATCH', path, query: { fieldManager: 'gauntlet' }, body: JSON.stringify(object), contentType: 'application/apply-patch+yaml' })
        expect(answer.status).toBe(409)
        expect([...answer.body.matchAll(/"field":"((?:[^"\\]|\\.)*)"/g)].map(([, field]) => field?.replaceAll('\\', ''))).toEqual([
          '.spec.volumeClaimTemplates',
          '.spec.template.spec.containers[name="thanos"].env[name="POD"].valueFrom.fieldRef',
          '.spec.template.spec.containers[name="thanos"].resources.limits.memory',
        ])
        const after = await cluster.apply(object, REAL)
        expect(after.spec).toEqual(before.spec)
        expect(owners(after)).toEqual(expect.arrayContaining(['gauntlet', 'helm']))
      })

      it('removes a field that is no longer applied, unless another manager applies it too', async () => {
        const namespace = await newNamespace()
        await cluster.apply(configMap(namespace, { alone: '1', shared: '1', kept: '1' }), REAL)
        await cluster.apply(configMap(namespace, { shared: '1' }), { ...REAL, manager: 'helm' })
        const stored = await cluster.apply(configMap(namespace, { kept: '1' }), REAL)
        expect(stored.data).toEqual({ shared: '1', kept: '1' })
      })

      it('merges containers, variables and ports item by item, and arguments as one', async () => {
        const namespace = await newNamespace()
        const object = deployment(namespace, 'query', { args: ['query', '--log.level=info'], env: [{ name: 'A', value: '1' }] }, { replicas: 0 })
        await cluster.apply(object, REAL)
        const beside = deployment(namespace, 'query', { env: [{ name: 'B', value: '2' }], ports: [{ containerPort: 10901 }] }, { replicas: 0 })
        const merged = await cluster.apply(beside, { ...REAL, manager: 'sidecar-injector' })
        expect(container(merged)).toMatchObject({
          args: ['query', '--log.level=info'], env: [{ name: 'A', value: '1' }, { name: 'B', value: '2' }], ports: [{ containerPort: 10902 }, { containerPort: 10901 }],
        })
        const changed = deployment(namespace, 'query', { args: ['query'], env: [{ name: 'A', value: '1' }] }, { replicas: 0 })
        expect(container(await cluster.apply(changed, REAL)).args).toEqual(['query'])
      })

      it('returns a dropped field to its default', async () => {
        const namespace = await newNamespace()
        await cluster.apply(statefulSet(namespace, 'store', {}, { replicas: 0, podManagementPolicy: 'OrderedReady', revisionHistoryLimit: 3 }), REAL)
        const stored = await cluster.apply(statefulSet(namespace, 'store', {}, { replicas: 0 }), REAL)
        expect(stored.spec).toMatchObject({ revisionHistoryLimit: 10 })
      })
    })

    describe('refusals', () => {
      const refusal = async (object: KubeObject, options = REAL): Promise<{ code: string; causes: Json; immutable: Json; message: string }> => {
        const error: unknown = await cluster.apply(object, options).then(() => undefined, (reason: unknown) => reason)
        if (!(error instanceof AppError)) throw new Error('it was not refused')
        const details: unknown = error.details
        const { causes = [], immutable = false }: JsonObject = isJsonObject(details) ? details : {}
        return { code: error.code, causes, immutable, message: error.message }
      }

      it('refuses a name that is none, at metadata.name', async () => {
        const { code, causes } = await refusal(configMap(await newNamespace(), {}, { name: 'Not_A_Name' }))
        expect([code, causes]).toEqual(['INVALID', [{ field: 'metadata.name', message: expect.stringContaining('a lowercase RFC 1123 subdomain must consist of') }]])
      })

      it('refuses a selector that its own pods do not match', async () => {
        const { code, causes, immutable } = await refusal(deployment(await newNamespace(), 'query', {}, { selector: { matchLabels: { app: 'other' } } }))
        expect([code, immutable]).toEqual(['INVALID', false])
        expect(causes).toEqual([{ field: 'spec.template.metadata.labels', message: expect.stringContaining('`selector` does not match template `labels`') }])
      })

      it('refuses a mount without its volume and a container without its image, each at its field', async () => {
        const { causes } = await refusal(deployment(await newNamespace(), 'query', { image: '', volumeMounts: [{ name: 'data', mountPath: '/data' }] }))
        expect(causes).toEqual(expect.arrayContaining([
          { field: 'spec.template.spec.containers[0].image', message: 'Required value' },
          { field: 'spec.template.spec.containers[0].volumeMounts[0].name', message: 'Not found: "data"' },
        ]))
      })

      it('refuses a field that does not exist, by its path', async () => {
        const { code, causes } = await refusal(deployment(await newNamespace(), 'query', { imagePullPolicies: 'Always' }))
        expect([code, causes]).toEqual(['INVALID', [{ field: 'spec.template.spec.containers[name="thanos"].imagePullPolicies', message: 'field not declared in schema' }]])
      })

      it('refuses a quantity that is none', async () => {
        const { code, message } = await refusal(deployment(await newNamespace(), 'query', { resources: { limits: { memory: '4GB' } } }))
        expect([code, message]).toEqual(['INVALID', expect.stringContaining('quantities must match the regular expression')])
      })

      it('refuses to change what a StatefulSet cannot change, and says that it is immutable', async () => {
        const namespace = await newNamespace()
        await cluster.apply(statefulSet(namespace, 'store', {}, { replicas: 0 }), REAL)
        const { code, causes, immutable } = await refusal(statefulSet(namespace, 'store', {}, { replicas: 0, serviceName: 'other' }), { dryRun: true, force: false })
        expect([code, immutable]).toEqual(['INVALID', true])
        expect(causes).toEqual([{ field: 'spec', message: expect.stringContaining('updates to statefulset spec for fields other than') }])
      })

      it('refuses to change the selector of a Deployment and the address of a Service', async () => {
        const namespace = await newNamespace()
        const labels = { app: 'query', ring: 'a' }
        await cluster.apply(deployment(namespace, 'query', {}, { replicas: 0 }), REAL)
        const moved = deployment(namespace, 'query', {}, { replicas: 0, selector: { matchLabels: labels } }, labels)
        expect(await refusal(moved)).toMatchObject({ immutable: true, causes: [{ field: 'spec.selector', message: expect.stringContaining('field is immutable') }] })
        const service = (spec: JsonObject): KubeObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'query', namespace }, spec: { ports: [{ port: 80 }], ...spec } })
        await cluster.apply(service({}), REAL)
        expect(await refusal(service({ clusterIP: 'None' }))).toMatchObject({ immutable: true, causes: [{ field: 'spec.clusterIPs[0]' }] })
      })
    })

    watchCases({ cluster: () => cluster, newNamespace, remove: async ({ metadata: { name: objectName, namespace } }) => {
      await raw.send({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}/configmaps/${objectName}` })
    } })

    describe('rollouts', () => {
      it('brings a Deployment to ready, then its next revision', async () => {
        const namespace = await newNamespace()
        const object = deployment(namespace, 'query', {}, { replicas: 2 })
        await cluster.apply(object, REAL)
        await eventually(namespace, async () => isRolledOut(await live(object)))
        expect(await cluster.podsOf(object)).toHaveLength(2)
        const next = withImage(object, 'quay.io/thanos/thanos:v0.40.1')
        await cluster.apply(next, REAL)
        await eventually(namespace, async () => isRolledOut(await live(object)) && (await cluster.podsOf(object)).length === 2)
        expect((await cluster.podsOf(object)).map(imageOf)).toEqual(['quay.io/thanos/thanos:v0.40.1', 'quay.io/thanos/thanos:v0.40.1'])
      })

      it('brings a StatefulSet to ready one by one, and rolls it from the highest ordinal', async () => {
        const namespace = await newNamespace()
        const object = statefulSet(namespace, 'store', {}, { replicas: 2 })
        await cluster.apply(object, REAL)
        const most = new Map<string, number>()
        await eventually(namespace, async () => {
          const pods = await cluster.podsOf(object)
          if (pods.length > 1 && !isReady(pods[0])) most.set('unordered', pods.length)
          return isRolledOut(await live(object))
        })
        expect(most.size).toBe(0)
        expect((await cluster.podsOf(object)).map(({ metadata }) => metadata.name)).toEqual(['store-0', 'store-1'])
        await cluster.apply(withImage(object, 'quay.io/thanos/thanos:v0.40.1'), REAL)
        const seen: string[][] = []
        await eventually(namespace, async () => {
          seen.push((await cluster.podsOf(object)).map(imageOf))
          return isRolledOut(await live(object))
        })
        expect(seen.some(([first, second]) => first?.endsWith('v0.40.1') && second?.endsWith('v0.31.0'))).toBe(false)
        expect((await cluster.podsOf(object)).map(imageOf)).toEqual(['quay.io/thanos/thanos:v0.40.1', 'quay.io/thanos/thanos:v0.40.1'])
        const { status } = await live(object)
        expect(isJsonObject(status) && status.currentRevision === status.updateRevision).toBe(true)
      })

      it('makes a claim for each pod of a StatefulSet', async () => {
        const namespace = await newNamespace()
        const object = statefulSet(namespace, 'store', {}, { replicas: 1 })
        await cluster.apply(object, REAL)
        await eventually(namespace, async () => (await cluster.list('v1', 'PersistentVolumeClaim', namespace)).length === 1)
        expect((await cluster.list('v1', 'PersistentVolumeClaim', namespace)).map(({ metadata }) => metadata.name)).toEqual(['data-store-0'])
      })
    })
  })
}
