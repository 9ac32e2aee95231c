// The part of the contract that is about what the server fills in, so that it never shows as a difference.
import { expect } from 'vitest'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import type { Topic } from './contract-given.ts'
import { REAL } from './contract-given.ts'
import { container, deployment, statefulSet } from './contract-objects.ts'

export const DEFAULTS: Topic = {
  topic: 'defaults',
  declare: (it, { cluster, newNamespace }) => {
    it('fills in what a Deployment leaves out', async () => {
      const stored = await cluster().apply(deployment(await newNamespace(), 'query'), REAL)
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
      const stored = await cluster().apply(statefulSet(await newNamespace(), 'store'), REAL)
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
      const open = await cluster().apply(service('open', { ports: [{ port: 9090 }] }), REAL)
      expect(open.spec).toMatchObject({
        clusterIP: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/), type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster',
        ports: [{ port: 9090, targetPort: 9090, protocol: 'TCP' }],
      })
      const headless = await cluster().apply(service('headless', { clusterIP: 'None', ports: [{ port: 9090 }] }), REAL)
      expect(headless.spec).toMatchObject({ clusterIP: 'None', clusterIPs: ['None'] })
    })

    it('writes quantities in their canonical form', async () => {
      const object = deployment(await newNamespace(), 'query', { resources: { requests: { cpu: '1000m', memory: '1024Mi' } } })
      const stored = await cluster().apply(object, REAL)
      expect(container(stored).resources).toEqual({ requests: { cpu: '1', memory: '1Gi' } })
    })
  },
}
