import { describe, expect, test } from 'vitest'
import { isRolledOut, workloadHealth, type HealthStatus } from './health.ts'
import type { JsonObject, KubeObject } from './types.ts'

const deployment = (status: JsonObject, spec: JsonObject = {}, metadata: JsonObject = {}): KubeObject => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { generation: 2, ...metadata, name: 'query' }, spec: { replicas: 3, ...spec },
  status: { observedGeneration: 2, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3, ...status },
})
const statefulSet = (status: JsonObject, spec: JsonObject = {}): KubeObject => ({
  apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { generation: 2, name: 'store' }, spec: { replicas: 3, ...spec },
  status: { observedGeneration: 2, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3, currentRevision: 'b', updateRevision: 'b', ...status },
})
const condition = (type: string, status: string, reason: string): JsonObject => ({ type, status, reason, message: `${reason} it is` })
const pod = (status: JsonObject, metadata: JsonObject = {}): KubeObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: 'query-1' }, status })
const container = (fields: JsonObject): JsonObject => ({ containerStatuses: [{ name: 'thanos', ready: false, restartCount: 0, ...fields }] })

describe('workloadHealth', () => {
  test.each<[string, KubeObject | undefined, HealthStatus, string, boolean]>([
    ['a Deployment with all pods available', deployment({}), 'Healthy', '3 of 3 ready', true],
    ['one that the cluster lacks', undefined, 'Missing', 'does not have it', false],
    ['one whose change was not seen yet', deployment({ observedGeneration: 1 }), 'Progressing', 'not acted', false],
    ['one just made', { ...deployment({}), status: {} }, 'Progressing', 'not acted', false],
    ['one without a status', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec: {} }, 'Unknown', 'status', false],
    ['another kind', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' }, status: {} }, 'Unknown', 'Deployment', false],
    ['one with pods to update', deployment({ updatedReplicas: 1 }), 'Progressing', '1 of 3 pods are updated', false],
    ['one with old pods left', deployment({ replicas: 4 }), 'Progressing', 'old pods still there: 1', false],
    ['one with a pod not available', deployment({ availableReplicas: 2, readyReplicas: 2 }), 'Progressing', '2 of 3 pods are available', false],
    ['one past its deadline', deployment({ updatedReplicas: 1, conditions: [condition('Progressing', 'False', 'ProgressDeadlineExceeded')] }), 'Degraded', 'stuck: ProgressDeadlineExceeded it is', false],
    ['one that cannot make pods', deployment({ updatedReplicas: 1, conditions: [condition('ReplicaFailure', 'True', 'FailedCreate')] }), 'Degraded', 'cannot be created: FailedCreate', false],
    ['one that worked and lost its pods', deployment({ readyReplicas: 0, availableReplicas: 0, conditions: [condition('Progressing', 'True', 'NewReplicaSetAvailable'), condition('Available', 'False', 'Min')] }), 'Degraded', 'only 0 of 3', false],
    ['one that is scaled up after it worked', deployment({ availableReplicas: 2, conditions: [condition('Progressing', 'True', 'NewReplicaSetAvailable'), condition('Available', 'True', 'Min')] }), 'Progressing', '2 of 3', false],
    ['a paused one', deployment({}, { paused: true }), 'Suspended', 'paused', false],
    ['one scaled to zero', deployment({ replicas: 0, updatedReplicas: 0, readyReplicas: 0, availableReplicas: 0 }, { replicas: 0 }), 'Suspended', 'scaled to zero', true],
    ['one on its way to zero', deployment({ updatedReplicas: 0 }, { replicas: 0 }), 'Progressing', 'old pods still there: 3', false],
    ['one on its way to zero with its newest pods', deployment({}, { replicas: 0 }), 'Progressing', 'pods still to go: 3', false],
    ['one being deleted', deployment({}, {}, { deletionTimestamp: '2024-01-01T00:00:00Z' }), 'Progressing', 'being deleted', true],
    ['a StatefulSet with all pods ready', statefulSet({}), 'Healthy', '3 of 3 ready', true],
    ['one from before availableReplicas', { ...statefulSet({}), status: { observedGeneration: 2, replicas: 3, updatedReplicas: 3, readyReplicas: 3 } }, 'Healthy', '3 of 3', true],
    ['one not seen yet', statefulSet({ observedGeneration: 1 }), 'Progressing', 'not acted', false],
    ['one with a pod not ready', statefulSet({ readyReplicas: 2 }), 'Progressing', '2 of 3 pods are ready', false],
    ['one with a pod ready but not for long enough', statefulSet({ availableReplicas: 2 }), 'Progressing', '2 of 3 pods are available', false],
    ['one with pods to update', statefulSet({ updatedReplicas: 1, currentRevision: 'a' }), 'Progressing', '1 of 3 pods are updated', false],
    ['one whose revision is not settled', statefulSet({ currentRevision: 'a' }), 'Progressing', '3 of 3 pods are updated', false],
    ['one updated down to its partition', statefulSet({ updatedReplicas: 1, currentRevision: 'a' }, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } }), 'Healthy', '3 of 3', true],
    ['one not yet down to its partition', statefulSet({ updatedReplicas: 1, currentRevision: 'a' }, { updateStrategy: { rollingUpdate: { partition: 1 } } }), 'Progressing', '1 of 2 pods are updated', false],
    ['one that is updated by hand', statefulSet({ updatedReplicas: 0, currentRevision: 'a' }, { updateStrategy: { type: 'OnDelete' } }), 'Healthy', '3 of 3', true],
    ['one with pods to go', statefulSet({ replicas: 4 }), 'Progressing', 'pods still to go: 1', false],
  ])('%s', (_, object, status, message, rolledOut) => {
    const health = workloadHealth(object)
    expect([health.status, health.message.en]).toEqual([status, expect.stringContaining(message)])
    expect(object !== undefined && isRolledOut(object)).toBe(rolledOut)
  })

  test.each<[string, KubeObject, HealthStatus, string]>([
    ['an image that cannot be pulled', pod(container({ state: { waiting: { reason: 'ImagePullBackOff' } } })), 'Degraded', 'thanos of query-1: ImagePullBackOff'],
    ['a crash loop', pod(container({ restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } })), 'Degraded', 'CrashLoopBackOff (OOMKilled)'],
    ['a container that restarted', pod(container({ restartCount: 1, state: { running: {} }, lastState: { terminated: { reason: 'Error', exitCode: 2 } } })), 'Degraded', 'restarts: 1, last end: Error, exit code 2'],
    ['a pod without a node', pod({ conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' }] }), 'Degraded', 'Unschedulable (0/3 nodes are available)'],
    ['an evicted pod', pod({ phase: 'Failed', reason: 'Evicted' }), 'Degraded', 'failed: Evicted'],
    ['a container that is being made', pod(container({ state: { waiting: { reason: 'ContainerCreating' } } })), 'Progressing', '2 of 3'],
    ['a pod that is going away', pod(container({ state: { waiting: { reason: 'CrashLoopBackOff' } } }), { deletionTimestamp: '2024-01-01T00:00:00Z' }), 'Progressing', '2 of 3'],
  ])('%s tells why a workload is not ready', (_, onePod, status, message) => {
    const health = workloadHealth(deployment({ availableReplicas: 2, readyReplicas: 2 }), [onePod])
    expect(health).toMatchObject({ status, ready: 2, want: 3, message: { en: expect.stringContaining(message) } })
    expect(workloadHealth(deployment({}), [onePod]).status).toBe('Healthy')
  })

  test('credentials in a condition are not repeated', () => {
    const object = deployment({ updatedReplicas: 0, conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'webhook https://u:hunter2@x refused' }] })
    expect(JSON.stringify(workloadHealth(object))).not.toContain('hunter2')
  })
})
