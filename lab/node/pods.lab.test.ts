// A pod's life on the lab's nodes: what its containers are given, how they end, and what is said of it.
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, expect, inject, it } from 'vitest'
import { z } from 'zod'
import { connect } from '#lib/kube/cluster.ts'
import { eventsOf } from '#lib/kube/events.ts'
import { eventually } from '../eventually.ts'
import { DUMMY, givenNamespace, type Given } from './given.ts'

let given: Given
beforeAll(async () => { given = await givenNamespace('node-pods') })

it('gives a container its variables, from values, fields, ConfigMaps and Secrets, and writes them into its arguments', async () => {
  await given.apply('configmaps/settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { LEVEL: 'debug', COLOUR: 'blue' } })
  await given.apply('secrets/keys', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys' }, stringData: { KEY: 'sesame' } })
  await given.pod('variables', { hostname: 'host-of-variables', containers: [{
    args: ['-say', '$(NAME) $(UNKNOWN) $$(NAME)'],
    envFrom: [{ prefix: 'FROM_', configMapRef: { name: 'settings' } }, { secretRef: { name: 'absent', optional: true } }],
    env: [
      { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'SECRET', valueFrom: { secretKeyRef: { name: 'keys', key: 'KEY' } } },
      { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'LEVEL' } } },
      { name: 'LIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
      { name: 'URL', value: 'http://$(NAME)/$(LEVEL)' },
    ],
    resources: { limits: { memory: '512Mi' } },
  }] })
  const { status } = await given.ready('variables')
  const value = async (name: string): Promise<string> => (await given.ask('variables', `/env?name=${name}`)).text
  expect(await value('IP')).toBe(status.podIP)
  expect(await Promise.all(['SECRET', 'LEVEL', 'FROM_COLOUR', 'URL', 'LIMIT'].map(value))).toEqual(['sesame', 'debug', 'blue', 'http://variables/debug', '512'])
  expect((await given.ask('variables', '/args')).text).toBe('["-say" "variables $(UNKNOWN) $(NAME)"]')
  expect((await given.ask('variables', '/hostname')).text).toBe('host-of-variables')
  await given.event('variables', 'Scheduled')
  await given.event('variables', 'Started')
})

it('waits with CreateContainerConfigError for a Secret that is not there, and starts when it comes', async () => {
  await given.pod('lacking', { containers: [{ env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'later', key: 'KEY' } } }] }] })
  const waiting = await given.until('lacking', 'waits', ({ status }) => status.containerStatuses[0]?.state.waiting?.reason === 'CreateContainerConfigError')
  expect(waiting.status.phase).toBe('Pending')
  expect(waiting.status.containerStatuses[0]?.state.waiting?.message).toBe('secret "later" not found')
  await given.apply('secrets/later', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'later' }, stringData: { KEY: 'here' } })
  await given.ready('lacking')
})

it('backs off from an image that is in no table, and pulls it once it is', async () => {
  await given.pod('typo', { containers: [{ image: 'registry.example.com/lab/dummy:typo' }] })
  const pod = await given.until('typo', 'backs off', ({ status }) => status.containerStatuses[0]?.state.waiting?.reason === 'ImagePullBackOff')
  expect(pod.status.phase).toBe('Pending')
  expect(pod.status.containerStatuses[0]?.state.waiting?.message).toContain('Back-off pulling image "registry.example.com/lab/dummy:typo"')
  await given.event('typo', 'Failed', /Failed to pull image/)
  await given.event('typo', 'BackOff')
  await expect(given.switches.exec({ namespace: given.namespace, pod: 'typo', container: 'main', command: ['dummy'] })).rejects.toThrow('container main of node-pods/typo does not run')
  await given.switches.pushImage({ name: 'dummy:typo', image: { binary: join(import.meta.dirname, '..', '..', '.lab', 'dummy'), at: '/bin/dummy' } })
  await given.ready('typo')
  expect(await given.switches.exec({ namespace: given.namespace, pod: 'typo', container: 'main', command: ['dummy', 'has', '/bin/dummy'] })).toEqual({ code: 0, output: '' })
})

it('starts a container again that crashes, after twice the time each time, and tells how it ended', async () => {
  await given.pod('crashing', { containers: [{ args: ['-say', 'my last words', '-write', '/dev/termination-log', '-exit', '3'] }] })
  const seen = new Map<number, { message: string; startedAt: number; finishedAt: number }>()
  // The shorter waits may pass between two looks; of the longer ones two that follow each other are seen.
  const pod = await given.until('crashing', 'is in a crash loop, and was at the crash before', ({ status: { containerStatuses: [main] } }) => {
    const ended = main?.lastState.terminated
    if (main?.state.waiting?.reason === 'CrashLoopBackOff' && ended) {
      seen.set(main.restartCount, { message: main.state.waiting.message, startedAt: Date.parse(ended.startedAt), finishedAt: Date.parse(ended.finishedAt) })
    }
    return main?.state.waiting !== undefined && main.restartCount >= 3 && seen.has(main.restartCount) && seen.has(main.restartCount - 1)
  })
  expect(pod.status.phase).toBe('Running')
  const [main] = pod.status.containerStatuses
  expect(main).toMatchObject({ ready: false, lastState: { terminated: { exitCode: 3, reason: 'Error', message: 'my last words' } } })
  // The first restart is at once. The waits are told as a cluster's, and take a twentieth of it here (timeFactor of lab/node/vitest-setup.ts).
  const words = ['0s', '10s', '20s', '40s', '1m20s', '2m40s', '5m0s']
  for (const [restarts, { message }] of seen) expect(message).toMatch(new RegExp(`^back-off ${words[restarts]} restarting failed container=main pod=crashing_node-pods\\(`))
  const restarts = main?.restartCount ?? 0
  const waitedMs = (seen.get(restarts)?.startedAt ?? 0) - (seen.get(restarts - 1)?.finishedAt ?? 0)
  // Kubernetes keeps whole seconds, and what is longer than n s is n s apart at the least when both ends are cut off.
  expect(waitedMs).toBeGreaterThanOrEqual(Math.floor(10 * 2 ** (restarts - 2) * 0.05) * 1_000)
  expect((await given.event('crashing', 'BackOff')).type).toBe('Warning')
  // As the contract of the cluster side asks for it, and as Gauntlet reads it.
  const { list } = connect({ kind: 'context', context: 'admin', kubeconfig: inject('nodes').kubeconfig })
  const counts = await eventually('its events are counted', async () => {
    const events = await eventsOf(list, { apiVersion: 'v1', kind: 'Pod', metadata: { ...pod.metadata, namespace: given.namespace } })
    const found = new Map(events.map(({ reason, count }) => [reason, count]))
    return ['Created', 'Started', 'BackOff'].every((reason) => (found.get(reason) ?? 0) > 1) ? found : undefined
  })
  expect([...counts.keys()]).toEqual(expect.arrayContaining(['Scheduled', 'Pulled', 'Created', 'Started', 'BackOff']))
})

it('runs a pod of the policy Never once, and tells success from failure', async () => {
  await given.pod('done', { restartPolicy: 'Never', containers: [{ args: ['-exit', '0'] }] })
  await given.pod('failed', { restartPolicy: 'Never', containers: [{ args: ['-exit', '1'] }] })
  const done = await given.until('done', 'has succeeded', ({ status }) => status.phase === 'Succeeded')
  expect(done.status.containerStatuses[0]).toMatchObject({ restartCount: 0, state: { terminated: { exitCode: 0, reason: 'Completed' } } })
  await given.until('failed', 'has failed', ({ status }) => status.phase === 'Failed')
})

it('runs init containers one after the other before the others, and lets sidecars stay', async () => {
  const mount = { volumeMounts: [{ name: 'work', mountPath: '/work' }] }
  await given.pod('steps', {
    volumes: [{ name: 'work', emptyDir: {} }],
    initContainers: [
      { name: 'first', image: DUMMY, args: ['-say', 'one', '-write', '/work/first', '-exit', '0', '-after', '200ms'], ...mount },
      { name: 'second', image: DUMMY, command: ['/bin/dummy', 'has', '/work/first'], ...mount },
      { name: 'sidecar', image: DUMMY, args: ['-ignore-term'], restartPolicy: 'Always', startupProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1 }, ...mount },
    ],
    containers: [{ name: 'main', args: ['-exit', '0', '-after', '1h'], ...mount }],
  })
  const { status } = await given.ready('steps')
  expect(status.initContainerStatuses.map(({ name, state }) => [name, state.terminated?.exitCode ?? 'running'])).toEqual([['first', 0], ['second', 0], ['sidecar', 'running']])
  expect((await given.ask('steps', '/file?path=/work/first')).text).toBe('one')
  await given.remove('steps')
  await given.gone('steps')
})

it('tells a pod whose init container fails apart', async () => {
  await given.pod('stuck', { initContainers: [{ name: 'never', image: DUMMY, args: ['-exit', '9'] }], containers: [{}] })
  const { status } = await given.until('stuck', 'is in an init crash loop', (pod) => pod.status.initContainerStatuses[0]?.state.waiting?.reason === 'CrashLoopBackOff')
  expect(status).toMatchObject({ phase: 'Pending', containerStatuses: [{ state: { waiting: { reason: 'PodInitializing' } } }] })
})

it('ends a pod by SIGTERM, and by SIGKILL when its grace is over', async () => {
  await given.pod('polite', {})
  await given.pod('deaf', { containers: [{ args: ['-ignore-term'] }] })
  await Promise.all(['polite', 'deaf'].map(given.ready))
  const politeAt = Date.now()
  await given.remove('polite', 30)
  await given.gone('polite')
  expect(Date.now() - politeAt).toBeLessThan(10_000)
  const deafAt = Date.now()
  await given.remove('deaf', 5)
  const ending = await given.until('deaf', 'is asked to end', () => true)
  expect(ending.status.containerStatuses[0]?.state.running).toBeDefined()
  await given.gone('deaf')
  expect(Date.now() - deafAt).toBeGreaterThan(5_000)
  await given.event('polite', 'Killing')
})

it('restarts what is killed from outside, in the same pod', async () => {
  await given.pod('hit', {})
  const { metadata } = await given.ready('hit')
  await given.switches.killPod({ namespace: given.namespace, pod: 'hit', signal: 'SIGKILL' })
  const pod = await given.until('hit', 'runs again', ({ status: { containerStatuses: [main] } }) => main?.restartCount === 1 && main.ready)
  expect(pod.metadata.uid).toBe(metadata.uid)
  expect(pod.status.containerStatuses[0]?.lastState.terminated).toMatchObject({ exitCode: 137, reason: 'Error' })
})

it.each([['greedy', '/eat?mib=128'], ['greedy-child', '/eat?mib=128&child=yes']])('kills what takes more memory than its limit, by itself or by what it starts, as OOMKilled (%s)', async (name, path) => {
  await given.pod(name, { containers: [{ resources: { limits: { memory: '64Mi' } } }] })
  await given.ready(name)
  await given.ask(name, path).catch(() => {}) // its connection breaks
  const pod = await given.until(name, 'was killed', ({ status: { containerStatuses: [main] } }) => main?.restartCount === 1)
  expect(pod.status.containerStatuses[0]?.lastState.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' })
})

it('says in its log which hooks of a container it does not run', async () => {
  const hook = { exec: { command: ['/bin/dummy', 'has', '/nowhere'] } }
  await given.pod('hooked', { containers: [{ lifecycle: { postStart: hook, preStop: hook } }] })
  // A postStart hook that is run and fails ends its container.
  expect((await given.ready('hooked')).status.containerStatuses[0]?.restartCount).toBe(0)
  const log = await readFile(join(dirname(inject('nodes').socket), 'lab.log'), 'utf8')
  const told = [...log.matchAll(/^container main of hooked_node-pods\(\S+\) has a (\w+) hook, which the lab's nodes do not run$/gm)].map(([, name]) => name)
  expect(told.toSorted()).toEqual(['postStart', 'preStop'])
})

const SeenNode = z.object({
  spec: z.object({ taints: z.array(z.object({ key: z.string(), effect: z.string() })).default([]) }),
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string(), reason: z.string() })) }),
})

it.each([
  ['MemoryPressure', 'memory-pressure', 'KubeletHasInsufficientMemory', 'KubeletHasSufficientMemory'],
  ['DiskPressure', 'disk-pressure', 'KubeletHasDiskPressure', 'KubeletHasNoDiskPressure'],
  ['PIDPressure', 'pid-pressure', 'KubeletHasInsufficientPID', 'KubeletHasSufficientPID'],
] as const)('writes %s of a node, and the taint of it, into the API, and takes both back', async (pressure, taint, reason, otherwise) => {
  const seen = async (node: string): Promise<unknown> => {
    const { spec, status } = SeenNode.parse(await given.api.must('GET', `/api/v1/nodes/${node}`))
    return { taints: spec.taints, under: status.conditions.filter(({ type, status: is }) => type !== 'Ready' && is === 'True').map(({ type }) => type), condition: status.conditions.find(({ type }) => type === pressure) }
  }
  const free = { taints: [], under: [], condition: { type: pressure, status: 'False', reason: otherwise } }
  expect(await seen('lab-node-1')).toEqual(free)
  await given.switches.setNodePressure({ node: 'lab-node-1', pressure, isUnder: true })
  expect(await seen('lab-node-1')).toEqual({ taints: [{ key: `node.kubernetes.io/${taint}`, effect: 'NoSchedule' }], under: [pressure], condition: { type: pressure, status: 'True', reason } })
  expect(await seen('lab-node-2')).toEqual(free)
  await given.switches.setNodePressure({ node: 'lab-node-1', pressure, isUnder: false })
  expect(await seen('lab-node-1')).toEqual(free)
})

it('keeps new pods from nodes under pressure, and says why they wait', async () => {
  const nodes = ['lab-node-1', 'lab-node-2', 'lab-node-3']
  for (const node of nodes) await given.switches.setNodePressure({ node, pressure: 'DiskPressure', isUnder: true })
  await given.pod('waiting', {})
  const { status } = await given.until('waiting', 'is refused', (pod) => pod.status.conditions.some(({ type, status: is }) => type === 'PodScheduled' && is === 'False'))
  expect(status.conditions[0]?.message).toContain('node.kubernetes.io/disk-pressure')
  await given.switches.setNodePressure({ node: nodes[1] ?? '', pressure: 'DiskPressure', isUnder: false })
  expect((await given.ready('waiting')).spec.nodeName).toBe('lab-node-2')
  for (const node of nodes) await given.switches.setNodePressure({ node, pressure: 'DiskPressure', isUnder: false })
})
