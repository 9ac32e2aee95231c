import { describe, expect, test } from 'vitest'
import type { Json } from '../manifest/types.ts'
import { PROBE_WAYS, probeProblem, readProbe, withProbePart, withProbeWay } from './probe-form.ts'
import { podShapeProblem } from './pod-shapes.ts'

const HTTP: Json = { httpGet: { path: '/-/ready', port: 'http', scheme: 'HTTPS' }, periodSeconds: 5, terminationGracePeriodSeconds: 20 }

describe('a probe as fields', () => {
  test('reads how it asks, where and how often', () => {
    expect(readProbe(HTTP)).toMatchObject({ way: 'http', path: '/-/ready', port: 'http', numbers: { periodSeconds: '5', failureThreshold: '' } })
    expect(readProbe({ exec: { command: ['sh', '-c', 'true'] } })).toMatchObject({ way: 'exec', command: 'sh\n-c\ntrue' })
  })

  test.each([
    ['asks by gRPC', { grpc: { port: 10901 } }], ['asks in two ways', { tcpSocket: { port: 1 }, httpGet: { port: 1 } }], ['asks in none', { periodSeconds: 5 }],
    ['has a command of several lines', { exec: { command: ['sh', '-c', 'a\nb'] } }], ['has a number that is none', { tcpSocket: { port: 1 }, periodSeconds: '5' }], ['is no object', []],
  ] as const)('is left to YAML when it %s', (_, probe) => {
    expect(readProbe(probe as Json)).toBeUndefined()
  })

  test('keeps what the fields do not show', () => {
    expect(withProbePart(HTTP, 'path', '/-/healthy')).toEqual({ httpGet: { path: '/-/healthy', port: 'http', scheme: 'HTTPS' }, periodSeconds: 5, terminationGracePeriodSeconds: 20 })
    expect(withProbePart(HTTP, 'port', '10902')).toMatchObject({ httpGet: { port: 10_902, scheme: 'HTTPS' } })
    expect(withProbePart(HTTP, 'periodSeconds', '')).not.toHaveProperty('periodSeconds')
    expect(withProbePart(HTTP, 'failureThreshold', '8')).toMatchObject({ failureThreshold: 8, periodSeconds: 5 })
  })

  test.each(PROBE_WAYS)('asking by %s is something that Kubernetes takes, as often as before', (way) => {
    const next = withProbeWay(HTTP, way, 10_902)
    expect(podShapeProblem('livenessProbe', next)).toBeUndefined()
    expect(readProbe(next)).toMatchObject({ way, numbers: { periodSeconds: '5' } })
  })

  test.each([
    ['livenessProbe', 'port', '70000', /65535/], ['livenessProbe', 'port', 'a_b', /name of a port/], ['livenessProbe', 'port', 'http', /^fine$/], ['livenessProbe', 'path', '-/ready', /begins with/],
    ['livenessProbe', 'periodSeconds', '0', /1 or more/], ['livenessProbe', 'initialDelaySeconds', '0', /^fine$/], ['readinessProbe', 'timeoutSeconds', '1.5', /whole/], ['readinessProbe', 'timeoutSeconds', '', /^fine$/],
    ['readinessProbe', 'successThreshold', '2', /^fine$/], ['livenessProbe', 'successThreshold', '2', /only 1/], ['startupProbe', 'command', ' ', /missing/],
  ] as const)('%s: %s %j is judged as Kubernetes does', (probe, part, typed, expected) => {
    expect(probeProblem(probe, part, typed)?.en ?? 'fine').toMatch(expected)
  })
})
