import { expect, it } from 'vitest'
import { managedBy, putsBack, type ManagedBy } from './managed-by.ts'
import type { JsonObject, KubeObject } from './types.ts'

type Entry = { manager: string; subresource?: string; fields?: JsonObject }

function object({ entries = [], ...metadata }: { labels?: JsonObject; annotations?: JsonObject; ownerReferences?: JsonObject[]; entries?: Entry[] }): KubeObject {
  const managedFields = entries.map(({ manager, subresource, fields = { 'f:spec': { 'f:replicas': {} } } }) => ({
    manager, operation: 'Update', apiVersion: 'apps/v1', fieldsType: 'FieldsV1', fieldsV1: fields, ...(subresource === undefined ? {} : { subresource }),
  }))
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x', ...metadata, managedFields } }
}

it.each<[string, Parameters<typeof object>[0], ManagedBy[]]>([
  ['kubectl, by the name of its entries', { entries: [{ manager: 'kubectl-client-side-apply' }, { manager: 'kubectl-edit' }] }, [{ tool: 'kubectl' }]],
  ['what was there before server-side apply', { entries: [{ manager: 'before-first-apply' }] }, [{ tool: 'kubectl' }]],
  ['a Helm release, by its annotation, once', { labels: { 'app.kubernetes.io/managed-by': 'Helm' }, annotations: { 'meta.helm.sh/release-name': 'obs' }, entries: [{ manager: 'helm' }] }, [{ tool: 'helm', name: 'obs' }]],
  ['an Argo CD application, and the chart that it deploys', { labels: { 'app.kubernetes.io/managed-by': 'Helm' }, annotations: { 'argocd.argoproj.io/tracking-id': 'thanos:apps/Deployment:m/x' }, entries: [{ manager: 'argocd-controller' }] }, [{ tool: 'argocd', name: 'thanos' }, { tool: 'helm' }]],
  ['Flux', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'infra' }, entries: [{ manager: 'kustomize-controller' }] }, [{ tool: 'flux', name: 'infra' }]],
  ['an owner, and not the operator that writes for it', { ownerReferences: [{ kind: 'ThanosRuler', name: 'rules', controller: true }], entries: [{ manager: 'PrometheusOperator' }] }, [{ tool: 'operator', name: 'ThanosRuler rules' }]],
  ['an autoscaler, by the subresource', { entries: [{ manager: 'kube-controller-manager', subresource: 'scale' }] }, [{ tool: 'autoscaler' }]],
  ['any other manager by its name', { entries: [{ manager: 'Terraform' }] }, [{ tool: 'other', name: 'Terraform' }]],
  ['nobody, when Kubernetes alone wrote to it', { entries: [{ manager: 'kube-controller-manager' }, { manager: 'x', subresource: 'status' }, { manager: 'kubelet', fields: { 'f:status': {} } }] }, []],
])('is %s', (_, given, wanted) => {
  expect(managedBy(object(given))).toEqual(wanted)
})

it('knows who puts fields back', () => {
  expect((['argocd', 'flux', 'operator', 'autoscaler'] as const).map(putsBack)).toEqual(['always', 'always', 'always', 'always'])
  expect((['helm', 'other'] as const).map(putsBack)).toEqual(['upgrade', 'upgrade'])
  expect((['kubectl', 'gauntlet'] as const).map(putsBack)).toEqual(['never', 'never'])
})
