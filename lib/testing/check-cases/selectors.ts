// Examples of what is found in selectors: of workloads, Services, budgets, network policies, ingresses and bindings.
import type { Edit } from '../../thanos/edit.ts'
import { field, flag, INGESTOR, QUERY, RECEIVER, RULER, STORE, type Case } from './case.ts'

const on = 'corrected' as const
const SELECTOR = '/spec/selector/matchLabels/app'
const LABEL = '/spec/template/metadata/labels/app'
const SPREAD = '/spec/template/spec/topologySpreadConstraints/0/labelSelector'
const apart = (app: string): Edit => field(STORE, '/spec/template/spec/affinity', { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app } } }] } })
const second = (kind: 'Deployment' | 'StatefulSet', app: string, ...args: string[]): string => `apiVersion: apps/v1
kind: ${kind}
metadata: { name: other, namespace: monitoring }
spec: { selector: { matchLabels: { app: ${app} } }, template: { metadata: { labels: { app: ${app} } }, spec: { containers: [{ name: thanos, image: "quay.io/thanos/thanos:v0.31.0", args: [${args.map((arg) => `"${arg}"`).join(', ')}] }] } } }
`
const policy = (spec: string): string => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: thanos, namespace: monitoring }\nspec: ${spec}\n`
const ofStore = (rules: string, more = ''): string => policy(`{ podSelector: { matchLabels: { app: thanos-store } }, ingress: [${rules}]${more} }`)
const shut = (bad: string, good: string): Case => ({ code: 'policy/shuts-out-grpc', on, bad: { add: bad }, good: { add: good } })
const budget = (most: string, values: string): string => `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: thanos, namespace: monitoring }\nspec: { ${most}, selector: { matchExpressions: [{ key: app, operator: In, values: [${values}] }] } }\n`
const ingress = (service: string): string => `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: thanos-query, namespace: monitoring }\nspec: { rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: ${service}, port: { name: http } } } }] } }] }\n`
const binding = (role: string, account: string): string => `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: thanos, namespace: monitoring }\nroleRef: { kind: ${role}, name: thanos, apiGroup: rbac.authorization.k8s.io }\nsubjects: [{ kind: ServiceAccount, name: ${account} }]\n`
const BOTH: readonly Edit[] = [field(QUERY, '/spec/template/metadata/labels/tier', 'query'), field('Service/monitoring/thanos-query', '/spec/selector', { tier: 'query' })]
const tiered = (...args: string[]): string => second('Deployment', 'other', ...args).replace('labels: { app: other }', 'labels: { app: other, tier: query }')
const PROMETHEUS = (headless: string): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: prom, namespace: monitoring }
spec: { serviceName: prom, replicas: 2, selector: { matchLabels: { app: prom } }, template: { metadata: { labels: { app: prom } }, spec: { containers: [{ name: prometheus, image: "prom/prometheus:v3.1.0" }, { name: thanos, image: "quay.io/thanos/thanos:v0.31.0", args: [sidecar, --tsdb.path=/prometheus] }] } } }
---
apiVersion: v1
kind: Service
metadata: { name: prom, namespace: monitoring }
spec: { ${headless}selector: { app: prom }, ports: [{ name: grpc, port: 10901 }] }
`

export const SELECTOR_CASES: readonly Case[] = [
  { code: 'workload/selector-misfit', on, bad: { edits: [field(STORE, SELECTOR, 'thanos-stores')] } },
  { code: 'workload/selector-misfit', on, bad: { edits: [field(STORE, '/spec/selector/matchExpressions', [{ key: 'app', operator: 'NotIn', values: ['thanos-store'] }])] }, good: { edits: [field(STORE, '/spec/selector', { matchExpressions: [{ key: 'app', operator: 'Exists' }] })] } },
  { code: 'workload/selector-shared', on, bad: { add: second('Deployment', 'thanos-query', 'query', '--endpoint=thanos-store:10901') }, good: { add: second('Deployment', 'thanos-query', 'query', '--endpoint=thanos-store:10901').replace('namespace: monitoring', 'namespace: other') } },
  { code: 'workload/selector-shared', on, bad: { edits: [field(RECEIVER, SELECTOR, 'one'), field(RECEIVER, LABEL, 'one'), field(RULER, SELECTOR, 'one'), field(RULER, LABEL, 'one')] }, good: { edits: [field(RECEIVER, SELECTOR, 'one'), field(RECEIVER, LABEL, 'one')] } },
  { code: 'workload/spread-selects-nothing', on: 'router-ingestors', bad: { edits: [field(INGESTOR, SPREAD, { matchLabels: { 'app.kubernetes.io/name': 'thanos-receive' } })] } },
  { code: 'workload/spread-selects-nothing', on: 'router-ingestors', bad: { edits: [field(INGESTOR, SPREAD, null)] } },
  { code: 'workload/spread-selects-nothing', on, bad: { edits: [apart('thanos-stores')] }, good: { edits: [apart('thanos-query')] } },
  { code: 'service/selects-two', on, bad: { edits: BOTH, add: tiered('query', '--endpoint=elsewhere:10901') }, good: { edits: BOTH, add: tiered('query-frontend').replace('tier: query', 'tier: other') } },
  { code: 'service/ingress-without-service', on, bad: { add: ingress('thanos-querier') }, good: { add: ingress('thanos-query') } },
  { code: 'rbac/binds-nothing', on, bad: { add: binding('Role', 'default') }, good: { add: binding('ClusterRole', 'default') } },
  { code: 'rbac/binds-nothing', on, bad: { add: binding('ClusterRole', 'thanos') }, good: { add: `${binding('ClusterRole', 'thanos')}---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: thanos, namespace: monitoring }\n` } },
  { code: 'budget/counts-several', on, bad: { add: budget('maxUnavailable: 2', 'thanos-query, thanos-ruler') }, good: { add: budget('maxUnavailable: 1', 'thanos-query, thanos-ruler') } },
  { code: 'budget/counts-several', on, bad: { add: budget('minAvailable: 1', 'thanos-query, thanos-ruler') }, good: { add: budget('minAvailable: 1', 'thanos-ruler') } },
  { code: 'policy/selects-nothing', on, bad: { add: policy('{ podSelector: { matchLabels: { app: thanos-stores } } }') }, good: { add: policy('{ podSelector: {}, ingress: [{}] }') } },
  shut(ofStore('{ ports: [{ port: 10902 }] }'), ofStore('{ ports: [{ port: 10902 }] }, { ports: [{ port: grpc }] }')),
  shut(ofStore(''), ofStore('{}')),
  shut(ofStore('{ from: [{ podSelector: { matchLabels: { app: grafana } } }] }'), ofStore('{ from: [{ podSelector: { matchLabels: { app: thanos-query } } }], ports: [{ port: 10900, endPort: 10910 }] }')),
  shut(ofStore('{ ports: [{ port: 10901, protocol: UDP }] }'), ofStore('{ ports: [{ port: 10901, protocol: TCP }] }')),
  shut(ofStore('{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: other } } }] }'), ofStore('{ from: [{ namespaceSelector: { matchLabels: { team: a } } }] }')),
  // What one policy does not allow another may, and what cannot be told is left alone.
  shut(ofStore('{ ports: [{ port: 9090 }] }'), `${ofStore('{ ports: [{ port: 9090 }] }')}---\n${policy('{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }] }').replace('name: thanos,', 'name: thanos-all,')}`),
  shut(policy('{ podSelector: { matchLabels: { app: thanos-query } }, policyTypes: [Egress], egress: [{ ports: [{ port: 53, protocol: UDP }] }] }'), policy('{ podSelector: { matchLabels: { app: thanos-query } }, policyTypes: [Egress], egress: [{ ports: [{ port: 53, protocol: UDP }, { port: 10901 }] }] }')),
  { code: 'query/hidden-replicas', on, bad: { edits: [flag(QUERY, 'endpoint', 'prom:10901')], add: PROMETHEUS('') }, good: { edits: [flag(QUERY, 'endpoint', 'dns+prom:10901')], add: PROMETHEUS('clusterIP: None, ') } },
]
