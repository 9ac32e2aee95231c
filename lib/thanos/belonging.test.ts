import { describe, expect, it } from 'vitest'
import { adopt } from './adopt.ts'
import { notManaged } from './belonging.ts'
import { isManaged, render } from './render.ts'
import { type StackSpec, specObjectId } from './spec.ts'

const THANOS = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, namespace: m }
spec:
  replicas: 2
  template:
    metadata: { labels: { app: store, tier: read } }
    spec:
      serviceAccountName: store
      containers: [{ name: thanos, args: [store, "--objstore.config-file=/etc/o/objstore.yml"], envFrom: [{ configMapRef: { name: settings } }] }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: grafana, namespace: m }
spec:
  template:
    metadata: { labels: { app: grafana, tier: ui } }
    spec: { serviceAccountName: grafana, containers: [{ name: grafana, image: "grafana:11" }], volumes: [{ name: d, configMap: { name: dashboards } }] }
`
const NAMED = (apiVersion: string, kind: string, name: string, body: string): string => `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: m }\n${body}\n`

/** What becomes of one object beside a store and a Grafana: "managed", or the reason why not. */
function judged(yaml: string): string {
  const { spec, problems } = adopt([{ name: 'a.yaml', text: `${THANOS}${yaml}` }])
  expect(problems).toEqual([])
  return judgedIn(spec)
}

/** The same of the last object of a spec. */
function judgedIn(spec: StackSpec): string {
  const last = spec.objects.at(-1)
  if (last === undefined) throw new Error('nothing was read')
  const why = notManaged(spec).find(({ object }) => object === specObjectId(last))
  expect(why === undefined).toBe(isManaged(last))
  expect(why?.why.ko).not.toBe('')
  return why?.why.en ?? 'managed'
}

describe('what belongs to an installation', () => {
  it.each([
    ['a Service that leads to it', NAMED('v1', 'Service', 'x', 'spec: { selector: { app: store } }')],
    ['a Service that leads nowhere, which is a finding', NAMED('v1', 'Service', 'x', 'spec: { selector: { app: typo } }')],
    ['its account', NAMED('v1', 'ServiceAccount', 'store', '')],
    ['a budget by labels', NAMED('policy/v1', 'PodDisruptionBudget', 'x', 'spec: { selector: { matchExpressions: [{ key: tier, operator: In, values: [read] }] } }')],
    ['an autoscaler', NAMED('autoscaling/v2', 'HorizontalPodAutoscaler', 'x', 'spec: { scaleTargetRef: { kind: StatefulSet, name: store } }')],
    ['a network policy', NAMED('networking.k8s.io/v1', 'NetworkPolicy', 'x', 'spec: { podSelector: { matchLabels: { app: store } } }')],
    ['a network policy of the whole namespace', NAMED('networking.k8s.io/v1', 'NetworkPolicy', 'x', 'spec: { podSelector: {} }')],
    ['what its pods read', NAMED('v1', 'ConfigMap', 'settings', 'data: { a: b }')],
    ['a file that nothing reads yet', NAMED('v1', 'ConfigMap', 'rings', 'data: { a: b }')],
    ['a monitor of its pods', NAMED('monitoring.coreos.com/v1', 'PodMonitor', 'x', 'spec: { selector: { matchLabels: { app: store } } }')],
    ['a role by way of its binding', `${NAMED('rbac.authorization.k8s.io/v1', 'RoleBinding', 'x', 'roleRef: { kind: Role, name: x }\nsubjects: [{ kind: ServiceAccount, name: store }]')}${NAMED('rbac.authorization.k8s.io/v1', 'Role', 'x', 'rules: []')}`],
    ['a monitor by way of its Service', `---\napiVersion: v1\nkind: Service\nmetadata: { name: s, namespace: m, labels: { watch: "yes" } }\nspec: { selector: { app: store } }\n${NAMED('monitoring.coreos.com/v1', 'ServiceMonitor', 'x', 'spec: { selector: { matchLabels: { watch: "yes" } } }')}`],
    ['an ingress by way of its Service', `${NAMED('v1', 'Service', 's', 'spec: { selector: { app: store } }')}${NAMED('networking.k8s.io/v1', 'Ingress', 'x', 'spec: { rules: [{ http: { paths: [{ backend: { service: { name: s } } }] } }] }')}`],
    ['what is named after Thanos', NAMED('networking.k8s.io/v1', 'Ingress', 'thanos', 'spec: { rules: [] }')],
    ['alerts about Thanos', NAMED('monitoring.coreos.com/v1', 'PrometheusRule', 'x', 'spec: { groups: [{ name: a, rules: [{ alert: A, expr: thanos_compact_halted == 1 }] }] }')],
  ])('%s is managed', (_what, yaml) => {
    expect(judged(yaml)).toBe('managed')
  })

  it.each([
    ['a Service of something else', NAMED('v1', 'Service', 'thanos-like', 'spec: { selector: { app: grafana } }'), 'It belongs to Deployment grafana'],
    ['an account of something else', NAMED('v1', 'ServiceAccount', 'grafana', ''), 'It belongs to Deployment grafana'],
    ['a file of something else', NAMED('v1', 'ConfigMap', 'dashboards', 'data: { a: b }'), 'It belongs to Deployment grafana'],
    ['a Service whose labels name something else', '---\napiVersion: v1\nkind: Service\nmetadata: { name: x, namespace: m, labels: { app.kubernetes.io/name: loki } }\nspec: { selector: { a: b } }\n', 'belongs to loki'],
    ['alerts about other things', NAMED('monitoring.coreos.com/v1', 'PrometheusRule', 'x', 'spec: { groups: [{ name: a, rules: [{ alert: A, expr: up == 0 }] }] }'), 'Nothing in it leads to'],
    ['a DaemonSet of Thanos', NAMED('apps/v1', 'DaemonSet', 'node', 'spec: { template: { spec: { containers: [{ name: a, image: "quay.io/thanos/thanos:v0.42.4", args: [query] }] } } }'), 'only Deployments and StatefulSets'],
    ['a command line in one text', NAMED('apps/v1', 'Deployment', 'node', 'spec: { template: { spec: { containers: [{ name: a, image: "quay.io/thanos/thanos:v0.42.4", args: ["query --endpoint=a:1"] }] } } }'), 'a text of its own'],
    ['another workload', NAMED('apps/v1', 'DaemonSet', 'node', 'spec: { template: { spec: { containers: [{ name: a }] } } }'), 'It runs no Thanos component'],
    ['tools of Thanos', NAMED('apps/v1', 'Deployment', 'web', 'spec: { template: { spec: { containers: [{ name: a, args: [tools, bucket, web, --refresh=5m] }] } } }'), 'It runs thanos tools bucket web'],
    ['a sidecar', NAMED('apps/v1', 'StatefulSet', 'prometheus', 'spec: { template: { spec: { containers: [{ name: a, args: [sidecar] }] } } }'), 'A sidecar lives with its Prometheus'],
    ['a claim', NAMED('v1', 'PersistentVolumeClaim', 'thanos-compactor', 'spec: {}'), 'It holds data'],
    ['a ThanosRuler', NAMED('monitoring.coreos.com/v1', 'ThanosRuler', 'x', 'spec: {}'), 'prometheus-operator makes a ruler of it'],
    ['a Prometheus with a sidecar', NAMED('monitoring.coreos.com/v1', 'Prometheus', 'x', 'spec: { thanos: { version: v0.42.0 } }'), 'with a Thanos sidecar'],
    ['a Prometheus without one', NAMED('monitoring.coreos.com/v1', 'Prometheus', 'x', 'spec: {}'), 'without a Thanos sidecar'],
    ['an object of the Thanos operator', NAMED('monitoring.thanos.io/v1alpha1', 'ThanosStore', 'x', 'spec: {}'), 'thanos-operator makes the workloads of this ThanosStore'],
    ['an unknown kind', NAMED('example.com/v1', 'Grafana', 'thanos', 'spec: {}'), 'Objects of kind Grafana'],
    ['a Service of another API', NAMED('serving.knative.dev/v1', 'Service', 'thanos', 'spec: {}'), 'Objects of kind Service'],
    ['a cluster role', '---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: thanos }\nrules: []\n', 'It holds for the whole cluster'],
    ['what a controller makes', '---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: thanos-ruler-x, namespace: m, ownerReferences: [{ kind: ThanosRuler, name: x, controller: true }] }\nspec: { template: { spec: { containers: [{ name: a, args: [rule] }] } } }\n', 'ThanosRuler x makes it'],
  ])('%s is not managed, and it is said why', (_what, yaml, why) => {
    expect(judged(yaml)).toContain(why)
  })

  it('a number among the args is not managed, it is said why, and on which line', () => {
    const node = NAMED('apps/v1', 'Deployment', 'node', 'spec: { template: { spec: { containers: [{ name: a, image: "quay.io/thanos/thanos:v0.42.4", args: [query, --query.max-concurrent, 5] }] } } }')
    const { spec, problems } = adopt([{ name: 'a.yaml', text: `${THANOS}${node}` }])
    expect(problems).toMatchObject([{ file: 'a.yaml', line: `${THANOS}${node}`.split('\n').findIndex((line) => line.includes('max-concurrent')) + 1 }])
    expect(judgedIn(spec)).toContain('numbers in quotes')
  })

  it('manages the kinds that may belong where there is no workload to tell by', () => {
    const { notManaged: left } = adopt([{ name: 'a.yaml', text: `${NAMED('v1', 'ConfigMap', 'a', 'data: { a: b }')}${NAMED('policy/v1', 'PodDisruptionBudget', 'b', 'spec: {}')}` }])
    expect(left).toEqual([])
  })

  it('keeps what is not managed, gives it back, and applies none of it', () => {
    const text = `${THANOS}${NAMED('v1', 'ConfigMap', 'dashboards', 'data: { a: b }')}`
    const { spec } = adopt([{ name: 'a.yaml', text }])
    expect(render(spec).map(({ metadata }) => metadata.name)).toEqual(['store', 'grafana', 'dashboards'])
    expect(render(spec, { managedOnly: true }).map(({ metadata }) => metadata.name)).toEqual(['store'])
  })

  it('names what lies in a second namespace, and leaves it out', () => {
    const other = THANOS.replaceAll('namespace: m ', 'namespace: other ')
    const { spec, problems, notManaged: left } = adopt([{ name: 'a.yaml', text: `${THANOS}${NAMED('v1', 'Service', 'x', 'spec: { selector: { app: store } }')}` }, { name: 'b.yaml', text: other }])
    expect(problems.map(({ file, line, message }) => [file, line, message.en])).toEqual([['b.yaml', 2, expect.stringContaining('the stack is in m, and 1 object is in other')]])
    expect(left).toEqual(['Deployment/m/grafana', 'StatefulSet/other/store', 'Deployment/other/grafana'])
    expect(spec.objects).toHaveLength(5)
  })
})
