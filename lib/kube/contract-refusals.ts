// The part of the contract that is about refusals: what is wrong with an object, and at which field.
import { expect } from 'vitest'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import type { Topic } from './contract-given.ts'
import { configMap, deployment } from './contract-objects.ts'

export const REFUSALS: Topic = {
  topic: 'refusals',
  declare: (it, { newNamespace, refusal }) => {
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

    const refused: [what: string, object: KubeObject, field: string, words: string][] = [
      ['a budget with both of its limits', of('policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: 1, maxUnavailable: 1, selector: {} } }), 'spec', 'minAvailable and maxUnavailable cannot be both set'],
      ['a budget below nothing', of('policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: -1, selector: {} } }), 'spec.minAvailable', 'must be greater than or equal to 0'],
      ['an autoscaler whose least is above its most', of('autoscaling/v2', 'HorizontalPodAutoscaler', { spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'query' }, minReplicas: 5, maxReplicas: 2 } }), 'spec.maxReplicas', 'must be greater than or equal to `minReplicas`'],
      ['an autoscaler of nothing', of('autoscaling/v2', 'HorizontalPodAutoscaler', { spec: { scaleTargetRef: { kind: '', name: '' }, maxReplicas: 2 } }), 'spec.scaleTargetRef.kind', 'Required value'],
      ['a network policy with a port that is none', of('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, ingress: [{ ports: [{ port: 109020 }] }] } }), 'spec.ingress[0].ports[0].port', 'must be between 1 and 65535, inclusive'],
      ['a network policy of an unknown direction', of('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, policyTypes: ['Sideways'] } }), 'spec.policyTypes[0]', 'Unsupported value: "Sideways"'],
      ['an ingress that leads nowhere', of('networking.k8s.io/v1', 'Ingress', { spec: {} }), 'spec', 'either `defaultBackend` or `rules` must be specified'],
      ['an ingress path without its type', of('networking.k8s.io/v1', 'Ingress', { spec: { rules: [{ http: { paths: [{ path: '/', backend: { service: { name: 'query', port: { number: 80 } } } }] } }] } }), 'spec.rules[0].http.paths[0].pathType', 'pathType must be specified'],
      ['an ingress path that is relative', of('networking.k8s.io/v1', 'Ingress', { spec: { rules: [{ http: { paths: [{ path: 'query', pathType: 'Prefix', backend: { service: { name: 'query', port: { number: 80 } } } }] } }] } }), 'spec.rules[0].http.paths[0].path', 'must be an absolute path'],
      ['a rule of a role without verbs', of('rbac.authorization.k8s.io/v1', 'Role', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: [] }] }), 'rules[0].verbs', 'verbs must contain at least one value'],
      ['a rule of a role for no resource', of('rbac.authorization.k8s.io/v1', 'Role', { rules: [{ apiGroups: [''], resources: [], verbs: ['get'] }] }), 'rules[0].resources', 'resource rules must supply at least one resource'],
      ['a binding to something that is no role', of('rbac.authorization.k8s.io/v1', 'RoleBinding', { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'x' }, subjects: [] }), 'roleRef.kind', 'Unsupported value: "Group"'],
      ['a claim without a size', of('v1', 'PersistentVolumeClaim', { spec: { accessModes: ['ReadWriteOnce'] } }), 'spec.resources[storage]', 'Required value'],
    ]
    for (const [what, object, field, words] of refused) {
      it(`refuses ${what}, at ${field}`, async () => {
        const namespace = await newNamespace()
        const { code, causes } = await refusal({ ...object, metadata: { ...object.metadata, namespace } })
        expect([code, causes]).toEqual(['INVALID', expect.arrayContaining([{ field, message: expect.stringContaining(words) }])])
      })
    }
  },
}

function of(apiVersion: string, kind: string, rest: JsonObject): KubeObject {
  return { apiVersion, kind, metadata: { name: 'query' }, ...rest }
}
