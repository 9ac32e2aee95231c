// Probes of the lab's nodes: when a pod counts as started, ready and alive.
import { beforeAll, expect, it } from 'vitest'
import { eventually } from '../eventually.ts'
import { givenNamespace, type Given } from './given.ts'

let given: Given
beforeAll(async () => { given = await givenNamespace('node-probes') })

const often = { periodSeconds: 1, failureThreshold: 1 }

it('takes a pod out of its Service while its readiness probe fails, and restarts nothing', async () => {
  await given.apply('services/web', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] } })
  await given.pod('web', { containers: [{ ports: [{ name: 'http', containerPort: 8080 }], readinessProbe: { httpGet: { path: '/status', port: 'http' }, ...often } }] }, { app: 'web' })
  await given.ready('web')
  await given.ask('web', '/status?to=503')
  const unready = await given.until('web', 'is not ready', ({ status }) => status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'False'))
  expect(unready.status.conditions.find(({ type }) => type === 'Ready')).toMatchObject({ reason: 'ContainersNotReady', message: 'containers with unready status: [main]' })
  await given.event('web', 'Unhealthy', /^Readiness probe failed: HTTP probe failed with statuscode: 503$/)
  await given.ask('web', '/status?to=200')
  expect((await given.ready('web')).status.containerStatuses[0]?.restartCount).toBe(0)
})

it('restarts a container whose liveness probe fails as often as it may', async () => {
  const startupProbe = { tcpSocket: { port: 8080 }, periodSeconds: 1, failureThreshold: 60 }
  await given.pod('dying', { containers: [{ startupProbe, livenessProbe: { httpGet: { path: '/status', port: 8080 }, periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 2 } }] })
  await given.ready('dying')
  await given.ask('dying', '/status?to=500')
  await given.until('dying', 'runs again', ({ status: { containerStatuses: [main] } }) => main !== undefined && main.restartCount > 0 && main.ready)
  await eventually('both failures are told', async () => (await given.event('dying', 'Unhealthy', /^Liveness probe failed: HTTP probe failed with statuscode: 500$/)).count > 1 || undefined)
  await given.event('dying', 'Killing', /failed liveness probe, will be restarted/)
})

it('asks nothing else before the startup probe has passed, and restarts a container that never starts', async () => {
  const mounts = { volumeMounts: [{ name: 'work', mountPath: '/work' }] }
  await given.pod('slow', {
    volumes: [{ name: 'work', emptyDir: {} }],
    containers: [{ ...mounts, startupProbe: { exec: { command: ['dummy', 'has', '/work/started'] }, periodSeconds: 1, failureThreshold: 60 } }],
  })
  const running = await given.until('slow', 'runs', ({ status }) => status.containerStatuses[0]?.state.running !== undefined)
  expect(running.status.containerStatuses[0]).toMatchObject({ started: false, ready: false })
  await given.event('slow', 'Unhealthy', /^Startup probe failed: stat \/work\/started: no such file or directory$/)
  await given.ask('slow', '/file?path=/work/started&write=yes')
  await given.ready('slow')
  await given.pod('stillborn', { containers: [{ startupProbe: { tcpSocket: { port: 1 }, ...often } }] })
  await given.until('stillborn', 'was restarted', ({ status }) => (status.containerStatuses[0]?.restartCount ?? 0) > 0)
})

it('fails the probes of a pod that hangs', async () => {
  await given.pod('hanging', { containers: [{ readinessProbe: { httpGet: { path: '/status', port: 8080 }, ...often } }] })
  await given.ready('hanging')
  await given.switches.killPod({ namespace: given.namespace, pod: 'hanging', signal: 'SIGSTOP' })
  await given.event('hanging', 'Unhealthy', /context deadline exceeded/)
  await given.switches.killPod({ namespace: given.namespace, pod: 'hanging', signal: 'SIGCONT' })
  expect((await given.ready('hanging')).status.containerStatuses[0]?.restartCount).toBe(0)
})
