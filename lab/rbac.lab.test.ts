// What the Role of deploy/ is worth is what the real authorizer makes of it: it is enough, and each of its verbs is needed.
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { parse } from 'yaml'
import { connect } from '#lib/kube/cluster.ts'
import { openTransport } from '#lib/kube/transport.ts'
import { rulesOf, type Permission } from '#lib/manifest/role.ts'
import type { JsonObject, KubeObject } from '#lib/manifest/types.ts'
import { NEEDS } from '#lib/services/connections/needs.ts'
import { test as testConnection } from '#lib/services/connections/test.ts'
import { admin as adminActor } from '#lib/testing/actors.ts'
import { labApi } from './api.ts'
import { eventually } from './eventually.ts'
import { grantNamespace } from './rbac.ts'

const { url, adminToken, ca, kubeconfig } = inject('lab')
const admin = labApi({ url, token: adminToken, ca })
const NAMESPACE = 'rbac-own'
const ROLE = `/apis/rbac.authorization.k8s.io/v1/namespaces/${NAMESPACE}/roles/gauntlet`
const cluster = connect({ kind: 'context', context: 'gauntlet', kubeconfig })
const transport = openTransport({ kind: 'context', context: 'gauntlet', kubeconfig })

const at = (group: string, resource: string): string => `/${group === '' ? 'api/v1' : `apis/${group}/${VERSIONS[group] ?? 'v1'}`}/namespaces/${NAMESPACE}/${resource}`
const VERSIONS: Readonly<Record<string, string>> = { autoscaling: 'v2' }
const KINDS: Readonly<Record<string, string>> = {
  configmaps: 'ConfigMap', services: 'Service', serviceaccounts: 'ServiceAccount', deployments: 'Deployment', statefulsets: 'StatefulSet', replicasets: 'ReplicaSet', poddisruptionbudgets: 'PodDisruptionBudget',
  horizontalpodautoscalers: 'HorizontalPodAutoscaler', networkpolicies: 'NetworkPolicy', ingresses: 'Ingress', roles: 'Role', rolebindings: 'RoleBinding',
  servicemonitors: 'ServiceMonitor', podmonitors: 'PodMonitor', prometheusrules: 'PrometheusRule', secrets: 'Secret', pods: 'Pod', events: 'Event', persistentvolumeclaims: 'PersistentVolumeClaim',
}
const METHODS: Readonly<Record<string, 'DELETE' | 'POST'>> = { delete: 'DELETE', create: 'POST' }
const CUSTOM = ['servicemonitors', 'podmonitors', 'prometheusrules']

/** The least that the API server takes of a kind. */
function bodyOf(kind: string): JsonObject {
  const labels = { app: 'rbac' }
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'none' }] } }
  switch (kind) {
    case 'Service': return { spec: { selector: labels, ports: [{ port: 80 }] } }
    case 'Deployment': return { spec: { replicas: 0, selector: { matchLabels: labels }, template } }
    case 'StatefulSet': return { spec: { replicas: 0, serviceName: 'x', selector: { matchLabels: labels }, template } }
    case 'PodDisruptionBudget': return { spec: { minAvailable: 1, selector: { matchLabels: labels } } }
    case 'HorizontalPodAutoscaler': return { spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'x' }, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }] } }
    case 'NetworkPolicy': return { spec: { podSelector: {} } }
    case 'Ingress': return { spec: { defaultBackend: { service: { name: 'x', port: { number: 80 } } } } }
    case 'Role': return { rules: [] }
    case 'RoleBinding': return { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'gauntlet' }, subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'gauntlet' }] }
    default: return {}
  }
}

function objectOf({ group, resource }: Permission, name: string): KubeObject {
  const kind = KINDS[resource] ?? ''
  return { apiVersion: group === '' ? 'v1' : `${group}/${VERSIONS[group] ?? 'v1'}`, kind, metadata: { name, namespace: NAMESPACE }, ...bodyOf(kind) }
}

/** What Gauntlet does with a permission, as it does it. Rejects with FORBIDDEN where it is not allowed to. */
async function use(need: Permission): Promise<void> {
  const { group, resource, verb } = need
  const { apiVersion, kind, metadata: { name, namespace = '' } } = objectOf(need, 'there')
  if (resource === 'namespaces') {
    await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: NAMESPACE })
    return
  }
  const [parent = '', subresource] = resource.split('/')
  if (subresource !== undefined || verb === 'delete') {
    const method = METHODS[verb] ?? 'GET'
    const path = subresource === undefined ? `${at(group, resource)}/not-there` : `${at(group, parent)}/not-there/${subresource}`
    const { status } = await transport.send({ method, path })
    // What is not there is told to those only who may look.
    if (status !== 403 && status !== 404) throw new Error(`HTTP ${status}`)
    if (status === 403) throw Object.assign(new Error('forbidden'), { code: 'FORBIDDEN', details: { verb, resource } })
    return
  }
  switch (verb) {
    case 'get': await cluster.get({ apiVersion, kind, name, namespace }); return
    case 'list': await cluster.list(apiVersion, kind, namespace); return
    case 'watch': {
      for await (const _ of cluster.watch(apiVersion, kind, namespace, { signal: AbortSignal.timeout(5_000), seconds: 1 })) return
      return
    }
    // An apply makes what is not there, and needs "patch" for that as well.
    case 'create': await cluster.apply(objectOf(need, `new-${Math.random().toString(36).slice(2, 8)}`), { dryRun: true, force: false }); return
    case 'patch': await cluster.apply(objectOf(need, 'there'), { dryRun: true, force: false }); return
    default: throw new Error(`no operation for ${verb}`)
  }
}

async function grant(permissions: readonly Permission[]): Promise<void> {
  await admin.must('PUT', ROLE, {
    apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'gauntlet', namespace: NAMESPACE },
    rules: rulesOf(permissions).map(({ apiGroups, resources, verbs }) => ({ apiGroups: [...apiGroups], resources: [...resources], verbs: [...verbs] })),
  })
}

/** What the connection test reports, once the authorizer has seen the last change. */
async function reported(count: number): Promise<{ missing: { group: string; resource: string; verb: string; breaks: string }[]; role: string }> {
  return eventually(`${count} permissions are missing`, async () => {
    const tested = await testConnection(adminActor, { connection: { kind: 'context', context: 'gauntlet' }, namespace: NAMESPACE })
    if (!tested.ok || tested.permissions === undefined) throw new Error('the connection test found no cluster')
    const { missing, role = '' } = tested.permissions
    return missing.length === count ? { missing, role } : undefined
  })
}

beforeAll(async () => {
  await grantNamespace(admin, NAMESPACE)
  for (const plural of CUSTOM) {
    await admin.must('PATCH', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${plural}.monitoring.coreos.com?fieldManager=lab&force=true`, {
      apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${plural}.monitoring.coreos.com` },
      spec: {
        group: 'monitoring.coreos.com', scope: 'Namespaced', names: { plural, singular: plural.slice(0, -1), kind: KINDS[plural], listKind: `${KINDS[plural]}List` },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true } } }],
      },
    }, 'application/apply-patch+yaml')
  }
  for (const need of NEEDS.filter(({ verb }) => verb === 'patch')) {
    await eventually(`${need.resource} can be written`, async () => {
      const { status } = await admin.call('PATCH', `${at(need.group, need.resource)}/there?fieldManager=lab&force=true`, objectOf(need, 'there'), 'application/apply-patch+yaml')
      return status < 300 || undefined
    })
  }
})

describe('the Role of deploy/', () => {
  it('is enough for everything that Gauntlet does with it', async () => {
    expect((await reported(0)).role).toBe('')
    for (const need of NEEDS) await expect(use(need), `${need.verb} ${need.resource}`).resolves.toBeUndefined()
  })

  it.each([['apps', 'statefulsets', 'patch'], ['', 'pods', 'list'], ['', 'secrets', 'get']])('holds in the namespace of a stack alone: %s/%s %s', async (group, resource, verb) => {
    expect(await cluster.access.may({ group, resource, verb }, NAMESPACE)).toBe(true)
    expect(await cluster.access.may({ group, resource, verb }, 'default')).toBe(false)
  })

  it.each([['', 'persistentvolumeclaims', 'delete'], ['', 'secrets', 'list'], ['', 'secrets', 'delete'], ['', 'pods', 'create'], ['rbac.authorization.k8s.io', 'roles', 'escalate']])('does not allow %s/%s %s', async (group, resource, verb) => {
    expect(await cluster.access.may({ group, resource, verb }, NAMESPACE)).toBe(false)
  })
})

describe('without one verb', () => {
  it.each(NEEDS.map((need) => [`${need.verb} ${need.resource}`, need.breaks.en, need] as const))('%s is refused and reported: %s', async (_, breaks, need) => {
    await grant(NEEDS.filter((each) => each !== need))
    // The authorizer hears of a changed Role a moment later: until then the verb of the case before is the one that is missing.
    const { missing, role } = await eventually('this verb is missing', async () => {
      const told = await reported(1)
      return told.missing.every(({ verb, resource }) => verb === need.verb && resource === need.resource) ? told : undefined
    })
    expect(missing).toEqual([{ group: need.group, resource: need.resource, verb: need.verb, breaks }])
    await expect(use(need)).rejects.toMatchObject({ code: 'FORBIDDEN', details: { verb: need.verb } })
    expect(parse(role.split('---\n')[0] ?? '')).toMatchObject({ kind: 'Role', rules: [{ apiGroups: [need.group], resources: [need.resource], verbs: [need.verb] }] })
  })
})

it('the Role that the connection test gives is what was missing: applied, nothing is', async () => {
  await grant(NEEDS.filter(({ verb, group }) => verb !== 'watch' && group !== 'policy'))
  const taken = NEEDS.filter(({ verb, group }) => verb === 'watch' || group === 'policy').length
  const { role } = await reported(taken)
  const [kind, binding] = role.split('---\n')
  for (const [resource, text] of [['roles', kind], ['rolebindings', binding]] as const) {
    await admin.must('PATCH', `/apis/rbac.authorization.k8s.io/v1/namespaces/${NAMESPACE}/${resource}/gauntlet-additional?fieldManager=lab`, parse(text ?? ''), 'application/apply-patch+yaml')
  }
  expect((await reported(0)).missing).toEqual([])
})

it.each([['patch', 'statefulsets', 'apps'], ['create', 'configmaps', ''], ['get', 'secrets', '']])('a viewer may not %s %s', async (verb, resource, group) => {
  expect(await connect({ kind: 'context', context: 'viewer', kubeconfig }).access.may({ group, resource, verb }, NAMESPACE)).toBe(false)
})
