import { describe, expect, it } from 'vitest'
import { managedEntries, ownedPaths, ownersOf } from './managed-fields.ts'
import type { KubeObject } from './types.ts'

/** As a kube-apiserver 1.35 writes it. */
const deployment: KubeObject = {
  apiVersion: 'apps/v1', kind: 'Deployment',
  metadata: {
    name: 'query', namespace: 'm', labels: { 'app.kubernetes.io/name': 'query', team: 'obs' }, finalizers: ['a/one', 'b/two'],
    managedFields: [
      {
        manager: 'gauntlet', operation: 'Apply', apiVersion: 'apps/v1', time: '2026-11-30T10:00:00Z', fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:metadata': { 'f:labels': { 'f:app.kubernetes.io/name': {} }, 'f:finalizers': { 'v:"a/one"': {} } },
          'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"query"}': {
            '.': {}, 'f:name': {}, 'f:image': {}, 'f:args': {},
            'f:ports': { 'k:{"containerPort":53,"protocol":"UDP"}': { '.': {}, 'f:containerPort': {}, 'f:name': {} } },
          } } } } },
        },
      },
      {
        manager: 'kubectl-edit', operation: 'Update', apiVersion: 'apps/v1', time: '2026-12-01T01:12:44Z', fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:metadata': { 'f:labels': { '.': {}, 'f:team': {} }, 'f:finalizers': { 'v:"b/two"': {} } },
          'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"query"}': {
            'f:image': {}, 'f:resources': { 'f:limits': { '.': {}, 'f:memory': {} } }, 'f:volumeMounts': { 'k:{"mountPath":"/etc/x"}': { 'f:readOnly': {} } },
          } } } } },
        },
      },
      { manager: 'hpa', operation: 'Update', apiVersion: 'apps/v1', subresource: 'scale', time: '2026-12-01T00:00:00Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
    ],
  },
  spec: { replicas: 3, template: { spec: { containers: [{
    name: 'query', image: 'thanos:2', args: ['query', '--x=1'], ports: [{ containerPort: 53, protocol: 'TCP' }, { containerPort: 53, protocol: 'UDP' }],
    resources: { limits: { memory: '1Gi' } }, volumeMounts: [{ name: 'x', mountPath: '/etc/x', readOnly: true }],
  }] } } },
}
const names = (path: string) => ownersOf(deployment, path).map(({ name }) => name)

describe('ownersOf', () => {
  it.each([
    ['spec.template.spec.containers[query].args[1]', ['gauntlet']],
    ['spec.template.spec.containers[name="query"].args', ['gauntlet']],
    ['.spec.template.spec.containers[name="query"].image', ['kubectl-edit', 'gauntlet']],
    ['spec.template.spec.containers[0].image', ['kubectl-edit', 'gauntlet']],
    ['spec.template.spec.containers[query].resources.limits.memory', ['kubectl-edit']],
    ['spec.template.spec.containers[query].resources', ['kubectl-edit']],
    ['spec.template.spec.containers[query].volumeMounts[/etc/x].readOnly', ['kubectl-edit']],
    ['spec.template.spec.containers[query].ports[53/UDP].name', ['gauntlet']],
    ['spec.template.spec.containers[query].ports[53/TCP].name', []],
    ['spec.template.spec.containers[query].ports[containerPort=53,protocol="UDP"]', ['gauntlet']],
    ['metadata.labels["app.kubernetes.io/name"]', ['gauntlet']],
    ['metadata.labels.app.kubernetes.io/name', ['gauntlet']],
    ['metadata.labels.team', ['kubectl-edit']],
    ['metadata.finalizers[1]', ['kubectl-edit']],
    ['metadata.finalizers[="a/one"]', ['gauntlet']],
    ['spec.template.spec.containers[other].image', []],
    ['spec.template.spec.containers[query].imagePullPolicy', []],
    ['spec.paused', []],
  ])('names who owns %s, the last to write first', (path, managers) => {
    expect(names(path)).toEqual(managers)
  })

  it('says the subresource that was written through, and when', () => {
    expect(ownersOf(deployment, 'spec.replicas')).toEqual([{ name: 'hpa', operation: 'Update', apiVersion: 'apps/v1', subresource: 'scale', time: '2026-12-01T00:00:00Z' }])
  })

  it('knows of nobody where the API server tells nothing', () => {
    expect(ownersOf({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } }, 'data')).toEqual([])
    expect(managedEntries({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x', managedFields: [null, { manager: 'x' }, 3] } })).toEqual([])
  })
})

it('writes what an entry owns in the words of a conflict', () => {
  const [, edited, scaled] = managedEntries(deployment)
  expect(edited && ownedPaths(edited)).toEqual([
    'metadata.labels', 'metadata.labels.team', 'metadata.finalizers[="b/two"]',
    'spec.template.spec.containers[name="query"].image', 'spec.template.spec.containers[name="query"].resources.limits',
    'spec.template.spec.containers[name="query"].resources.limits.memory', 'spec.template.spec.containers[name="query"].volumeMounts[mountPath="/etc/x"].readOnly',
  ])
  expect(scaled && ownedPaths(scaled)).toEqual(['spec.replicas'])
})
