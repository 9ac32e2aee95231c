import { expect, it } from 'vitest'
import type { KubeObject } from './types.ts'
import { withoutDefaults } from './without-defaults.ts'

const deployment = (container: object, pod: object = {}, spec: object = {}): KubeObject => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec: { ...spec, template: { spec: { containers: [{ name: 'main', ...container }], ...pod } } },
// Safe because the parts are JSON.
} as KubeObject)

it('leaves out what the API server filled in', () => {
  const filled = deployment(
    { image: 'thanos:v0.42.0', imagePullPolicy: 'IfNotPresent', terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', resources: {}, ports: [{ containerPort: 80, protocol: 'TCP' }], readinessProbe: { httpGet: { path: '/', port: 80, scheme: 'HTTP' }, periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 } },
    { restartPolicy: 'Always', dnsPolicy: 'ClusterFirst', schedulerName: 'default-scheduler', securityContext: {}, terminationGracePeriodSeconds: 30, serviceAccount: 'a', serviceAccountName: 'a' },
    { progressDeadlineSeconds: 600, revisionHistoryLimit: 10, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } } },
  )
  expect(withoutDefaults(filled)).toEqual(deployment({ image: 'thanos:v0.42.0', ports: [{ containerPort: 80 }], readinessProbe: { httpGet: { path: '/', port: 80 } } }, { serviceAccountName: 'a' }))
})

it('keeps what somebody asked for', () => {
  const asked = deployment(
    { image: 'thanos:v0.42.0', imagePullPolicy: 'Always', terminationMessagePolicy: 'FallbackToLogsOnError', resources: { limits: { memory: '1Gi' } }, readinessProbe: { periodSeconds: 5 } },
    { restartPolicy: 'Always', terminationGracePeriodSeconds: 900, serviceAccount: 'old', securityContext: { fsGroup: 1001 } }, { strategy: { type: 'Recreate' }, replicas: 1 },
  )
  const { spec } = withoutDefaults(asked)
  expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' }, template: { spec: { terminationGracePeriodSeconds: 900, serviceAccount: 'old', securityContext: { fsGroup: 1001 }, containers: [{ imagePullPolicy: 'Always', terminationMessagePolicy: 'FallbackToLogsOnError' }] } } })
})

it.each([['thanos', 'Always'], ['thanos:latest', 'Always'], ['localhost:5000/thanos:v1', 'IfNotPresent'], ['localhost:5000/thanos', 'Always'], ['thanos@sha256:00', 'IfNotPresent']])('knows the usual pull policy of %s', (image, imagePullPolicy) => {
  expect(withoutDefaults(deployment({ image, imagePullPolicy }))).toEqual(deployment({ image }))
})

it('leaves out the addresses of a Service, and keeps that it wants none', () => {
  const service = (spec: object): KubeObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' }, spec } as KubeObject)
  const ports = [{ port: 80, targetPort: 80, protocol: 'TCP', nodePort: 30000 }]
  const base = { type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' }
  expect(withoutDefaults(service({ ...base, clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], ports })).spec).toEqual({ ports: [{ port: 80 }] })
  expect(withoutDefaults(service({ ...base, clusterIP: 'None', clusterIPs: ['None'] })).spec).toEqual({ clusterIP: 'None' })
  expect(withoutDefaults(service({ type: 'LoadBalancer', ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'PreferDualStack' })).spec).toEqual({ type: 'LoadBalancer', ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'PreferDualStack' })
})
