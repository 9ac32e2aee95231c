// Volumes of the lab's nodes: files that follow their source, and disks that grow and are full.
import { beforeAll, expect, it } from 'vitest'
import { eventually } from '../eventually.ts'
import { givenNamespace, type Given } from './given.ts'

let given: Given
beforeAll(async () => { given = await givenNamespace('node-volumes') })

const configMap = (name: string, text: string): Promise<unknown> => given.apply(`configmaps/${name}`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { 'rules.yaml': text } })
const claim = (name: string, storage: string, more: Record<string, string> = {}): Promise<unknown> => given.apply(`persistentvolumeclaims/${name}`, {
  apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...more },
})
const read = async (pod: string, path: string): Promise<string> => (await given.ask(pod, `/file?path=${path}`)).text

it('brings a change of a ConfigMap and of a Secret to the files, and not to a file that is mounted alone', async () => {
  await configMap('rules', 'one')
  await given.apply('secrets/keys', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys' }, stringData: { key: 'old' } })
  await given.pod('reader', {
    volumes: [
      { name: 'rules', configMap: { name: 'rules' } },
      { name: 'both', projected: { sources: [{ configMap: { name: 'rules', items: [{ key: 'rules.yaml', path: 'deep/rules' }] } }, { secret: { name: 'keys' } }] } },
    ],
    containers: [{ volumeMounts: [
      { name: 'rules', mountPath: '/rules' }, { name: 'both', mountPath: '/both' }, { name: 'rules', mountPath: '/alone.yaml', subPath: 'rules.yaml' },
    ] }],
  })
  await given.ready('reader')
  const all = (): Promise<string[]> => Promise.all(['/rules/rules.yaml', '/both/deep/rules', '/both/key', '/alone.yaml'].map((path) => read('reader', path)))
  expect(await all()).toEqual(['one', 'one', 'old', 'one'])
  await configMap('rules', 'two')
  await given.apply('secrets/keys', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys' }, stringData: { key: 'new' } })
  await eventually('the files have followed', async () => (await all()).join() === 'two,two,new,one' || undefined)
})

it('holds a pod until the ConfigMap of a volume is there', async () => {
  await given.pod('early', { volumes: [{ name: 'rules', configMap: { name: 'coming' } }], containers: [{ volumeMounts: [{ name: 'rules', mountPath: '/rules' }] }] })
  await given.event('early', 'FailedMount', /configmap "coming" not found/)
  const { status } = await given.until('early', 'waits', (pod) => pod.status.containerStatuses[0]?.state.waiting !== undefined)
  expect(status).toMatchObject({ phase: 'Pending', containerStatuses: [{ state: { waiting: { reason: 'ContainerCreating' } } }] })
  await configMap('coming', 'here')
  await given.ready('early')
  expect(await read('early', '/rules/rules.yaml')).toBe('here')
})

it('keeps what is on a claim when its pod is replaced, and lets it grow', async () => {
  await claim('data', '32Mi')
  const pod = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }], containers: [{ volumeMounts: [{ name: 'data', mountPath: '/data' }] }] }
  await given.pod('writer', pod)
  await given.ready('writer')
  expect((await given.ask('writer', '/file?path=/data/kept&write=blocks')).status).toBe(200)
  await given.remove('writer', 0)
  await given.gone('writer')
  await given.pod('writer', pod)
  await given.ready('writer')
  expect(await read('writer', '/data/kept')).toBe('blocks')

  expect((await given.ask('writer', '/fill?path=/data/big&mib=48')).text).toContain('no space left on device')
  await claim('data', '64Mi')
  await eventually('the claim tells its new size', async () => {
    const { status } = await given.api.must('GET', `/api/v1/namespaces/${given.namespace}/persistentvolumeclaims/data`)
    return JSON.stringify(status).includes('64Mi') || undefined
  })
  expect((await given.ask('writer', '/fill?path=/data/big&mib=48')).text).toBe('filled')
})

it('fills a disk, and frees it again', async () => {
  await claim('full', '1Gi')
  await given.pod('filling', { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'full' } }], containers: [{ volumeMounts: [{ name: 'data', mountPath: '/data' }] }] })
  await given.ready('filling')
  await given.switches.fillDisk({ namespace: given.namespace, claim: 'full', isFull: true })
  expect((await given.ask('filling', '/fill?path=/data/block&mib=1')).text).toContain('no space left on device')
  await given.switches.fillDisk({ namespace: given.namespace, claim: 'full', isFull: false })
  expect((await given.ask('filling', '/fill?path=/data/block&mib=1')).text).toBe('filled')
})

it('leaves a pod pending whose claim has a storage class that nobody provides', async () => {
  await claim('foreign', '1Gi', { storageClassName: 'gp9' })
  await given.pod('homeless', { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'foreign' } }] })
  await given.event('homeless', 'FailedScheduling', /unbound immediate PersistentVolumeClaims/)
  await given.pod('lost', { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'nowhere' } }] })
  await given.event('lost', 'FailedScheduling', /persistentvolumeclaim "nowhere" not found/)
  expect((await given.see('homeless'))?.status.phase).toBe('Pending')
})
