// Examples of what is found in receivers and their rings.
import type { Edit } from '../../thanos/edit.ts'
import { addFlag, bites, field, flag, INGESTOR, limit, member, RECEIVER, replicas, RING, ring, rings, ROUTER, file, variable, type Case } from './case.ts'

const THREE = [member(0), member(1), member(2)]
const zoned = (...zones: string[]): object[] => zones.map((az, pod) => ({ address: member(pod), az }))
const shuffle = (config: object): object => ({ algorithm: 'ketama', shuffle_sharding_config: config })
const limits = (text: string): Edit => flag(ROUTER, 'receive.limits-config', text)
const BUDGET = 'PodDisruptionBudget/monitoring/thanos-receiver'
const INGESTOR_BUDGET = 'PodDisruptionBudget/thanos/thanos-ingest'
const ROUTER_BUDGET = 'PodDisruptionBudget/thanos/thanos-router'
const INLINE_ROUTER: readonly Edit[] = [flag(ROUTER, 'receive.hashrings-file'), flag(ROUTER, 'receive.hashrings', JSON.stringify([{ endpoints: [0, 1, 2, 3, 4, 5].map((pod) => `thanos-ingest-${pod}.thanos-ingest.thanos.svc.cluster.local:10901`) }]))]
const GIVEN_ELSEWHERE = { valueFrom: { configMapKeyRef: { name: 'given', key: 'given', optional: true } } }
/** The corrected guide's ring on the command line, with one more endpoint. */
const inlineRing = (...more: string[]): string => JSON.stringify([{ endpoints: [member(0), member(1), member(2), ...more] }])
const inline = (...more: string[]): Edit[] => [flag(RECEIVER, 'receive.hashrings-file'), flag(RECEIVER, 'receive.hashrings', inlineRing(...more))]

export const RECEIVE_CASES: readonly Case[] = [
  bites('receive/no-external-label', flag(RECEIVER, 'label')),
  bites('receive/same-labels', flag(RECEIVER, 'label', 'cluster="a"')),
  bites('hashring/unreadable', file(RING, 'hashrings.json', '{')),
  bites('hashring/unreadable', file(RING, 'hashrings.json', '[]')),
  bites('hashring/unreadable', file(RING, 'hashrings.json', '{}')),
  bites('hashring/unknown-algorithm', ring({ algorithm: 'Ketama' })),
  bites('hashring/unknown-matcher', rings({ tenants: ['a'], tenant_matcher_type: 'regex', endpoints: THREE }, { endpoints: THREE })),
  bites('hashring/empty', rings({ tenants: ['a'], endpoints: [] }, { endpoints: THREE })),
  bites('hashring/duplicate-endpoint', ring({}, [member(0), member(0), member(1), member(2)])),
  { code: 'receive/limits-refused', on: 'router-ingestors', bad: { edits: [limits('write: { tenants: [{ a: {} }] }')] }, good: { edits: [limits('write: { tenants: { a: {}, b: } }')] } },
  { code: 'receive/limits-refused', on: 'router-ingestors', bad: { edits: [limits('write: { default: { request: { series_limit: 5k } } }')] }, good: { edits: [limits('write: { default: { request: { series_limit: 5000 } } }')] } },
  bites('hashring/shadowed', rings({ tenants: ['*'], tenant_matcher_type: 'glob', endpoints: THREE }, { endpoints: THREE })),
  { code: 'hashring/tenant-taken', on: 'corrected', bad: { edits: [rings({ tenants: ['a'], endpoints: THREE }, { tenants: ['b', 'a'], endpoints: THREE }, { endpoints: THREE })] }, good: { edits: [rings({ tenants: ['a'], endpoints: THREE }, { tenants: ['b'], endpoints: THREE }, { endpoints: THREE })] } },
  { code: 'hashring/tenant-taken', on: 'corrected', bad: { edits: [rings({ tenants: ['team-*'], tenant_matcher_type: 'glob', endpoints: THREE }, { tenants: ['team-a'], endpoints: THREE }, { endpoints: THREE })] }, good: { edits: [rings({ tenants: ['team-a'], endpoints: THREE }, { tenants: ['team-*'], tenant_matcher_type: 'glob', endpoints: THREE }, { endpoints: THREE })] } },
  { code: 'hashring/bad-glob', on: 'corrected', bad: { edits: [rings({ tenants: ['a['], tenant_matcher_type: 'glob', endpoints: THREE }, { endpoints: THREE })] }, good: { edits: [rings({ tenants: ['a['], endpoints: THREE }, { endpoints: THREE })] } },
  { code: 'hashring/glob-without-matcher', on: 'corrected', bad: { edits: [rings({ tenants: ['team-*'], endpoints: THREE }, { endpoints: THREE })] }, good: { edits: [rings({ tenants: ['team-*'], tenant_matcher_type: 'glob', endpoints: THREE }, { endpoints: THREE })] } },
  { code: 'hashring/zones-mixed', on: 'corrected', bad: { edits: [ring({ algorithm: 'ketama' }, [...zoned('a', 'b'), { address: member(2) }])] }, good: { edits: [ring({ algorithm: 'ketama' }, zoned('a', 'b', 'c'))] } },
  { code: 'hashring/unknown-key', on: 'corrected', bad: { edits: [ring({}, [{ address: member(0), zone: 'a' }, member(1), member(2)])] }, good: { edits: [ring({}, [{ address: member(0), capnproto_address: 'x:19391' }, member(1), member(2)])] } },
  { code: 'hashring/unknown-key', on: 'corrected', bad: { edits: [ring(shuffle({ shard_size: 3, overrides: [{ shard_size: 3, tenant: ['x'], tenant_matcher_type: 'exact' }] }))] }, good: { edits: [ring(shuffle({ shard_size: 3, overrides: [{ shard_size: 3, tenants: ['x'], tenant_matcher_type: 'exact' }] }))] } },
  { code: 'hashring/no-default-ring', on: 'corrected', bad: { edits: [rings({ tenants: ['[a-c]efault-tenant'], tenant_matcher_type: 'glob', endpoints: THREE })] }, good: { edits: [rings({ tenants: ['[d-e]efault-tenant'], tenant_matcher_type: 'glob', endpoints: THREE })] } },
  { code: 'hashring/not-a-member', on: 'corrected', bad: { edits: [ring({}, [member(0), member(1), 'thanos-receiver-9:10901'])] }, good: { edits: [ring({}, [member(0), member(1), '[fd00::1]:10901'])] } },
  bites('hashring/shadowed', rings({ endpoints: THREE }, { tenants: ['a'], endpoints: THREE })),
  bites('hashring/zones-with-hashmod', flag(RECEIVER, 'receive.hashrings-algorithm', 'hashmod'), ring({}, zoned('a', 'a', 'a'))),
  bites('hashring/hangs', replicas(RECEIVER, 4), flag(RECEIVER, 'receive.replication-factor', '4'), ring({}, zoned('a', 'a', 'a', 'b'))),
  bites('hashring/not-a-member', replicas(RECEIVER, 2)),
  bites('hashring/not-a-member', ring({}, [member(0), member(1), member(2, 10902)])),
  bites('hashring/not-a-member', ring({}, [member(0), member(1), member(2).replace('headless', 'headles')])),
  bites('hashring/pod-left-out', replicas(RECEIVER, 4)),
  { code: 'hashring/pod-left-out', on: 'corrected', bad: { edits: [...inline(), replicas(RECEIVER, 4)] }, good: { edits: inline() } },
  { code: 'hashring/not-a-member', on: 'corrected', bad: { edits: inline('thanos-receiver-9:10901') }, good: { edits: inline('[fd00::1]:10901') } },
  { code: 'hashring/unknown-key', on: 'corrected', bad: { edits: [ring({ tenant: ['a'] })] }, good: { edits: [rings({ tenants: ['a'], external_labels: { team: 'a' }, endpoints: THREE }, { endpoints: THREE })] } },
  { code: 'hashring/no-default-ring', on: 'corrected', bad: { edits: [ring({ tenants: ['a'] })] }, good: { edits: [ring({ tenants: ['a', 'default*'], tenant_matcher_type: 'glob' })] } },
  { code: 'hashring/labels-without-tenants', on: 'corrected', bad: { edits: [ring({ external_labels: { team: 'a' } })] }, good: { edits: [ring({ tenants: ['default-tenant'], external_labels: { team: 'a' } })] } },
  { code: 'hashring/impossible-tenant', on: 'corrected', bad: { edits: [rings({ tenants: ['a/b'], endpoints: THREE }, { endpoints: THREE })] }, good: { edits: [rings({ tenants: ['a-b'], endpoints: THREE }, { endpoints: THREE })] } },
  { code: 'hashring/override-ignored', on: 'corrected', bad: { edits: [ring(shuffle({ shard_size: 3, overrides: [{ shard_size: 3, tenants: ['a'] }] }))] }, good: { edits: [ring(shuffle({ shard_size: 3, overrides: [{ shard_size: 3, tenants: ['a'], tenant_matcher_type: 'exact' }] }))] } },
  { code: 'hashring/shards-with-hashmod', on: 'corrected', bad: { edits: [ring({ ...shuffle({ shard_size: 3 }), algorithm: 'hashmod' })] }, good: { edits: [ring(shuffle({ shard_size: 3 }))] } },
  { code: 'hashring/shard-above-ring', on: 'corrected', bad: { edits: [ring(shuffle({ shard_size: 4 }))] }, good: { edits: [ring(shuffle({ shard_size: 3 }))] } },
  { code: 'hashring/shard-above-zone', on: 'corrected', bad: { edits: [ring(shuffle({ shard_size: 3 }), zoned('a', 'a', 'b'))] }, good: { edits: [ring(shuffle({ shard_size: 3, zone_awareness_disabled: true }), zoned('a', 'a', 'b'))] } },
  { code: 'hashring/shard-below-factor', on: 'corrected', bad: { edits: [ring(shuffle({ shard_size: 2 }))] }, good: { edits: [ring(shuffle({ shard_size: 3 }))] } },
  bites('receive/no-local-endpoint', flag(RECEIVER, 'receive.local-endpoint')),
  bites('receive/local-endpoint-not-in-ring', flag(RECEIVER, 'receive.local-endpoint', '$(POD_NAME):10901')),
  bites('receive/factor-above-ring', flag(RECEIVER, 'receive.replication-factor', '5')),
  bites('receive/single-copy', flag(RECEIVER, 'receive.replication-factor', '1')),
  bites('receive/two-copies', flag(RECEIVER, 'receive.replication-factor', '2')),
  { code: 'receive/two-copies', on: 'corrected', bad: { edits: variable(RECEIVER, 'receive.replication-factor', { value: '2' }) }, good: { edits: variable(RECEIVER, 'receive.replication-factor', GIVEN_ELSEWHERE) } },
  { code: 'receive/factors-differ', on: 'corrected', bad: { add: routers('2') }, good: { add: routers('3') } },
  { code: 'receive/factors-differ', on: 'corrected', bad: { add: inlineRouters('2'), edits: inline() }, good: { add: inlineRouters('3'), edits: inline() } },
  bites('receive/hashmod', flag(RECEIVER, 'receive.hashrings-algorithm', 'hashmod')),
  bites('receive/ring-flushes-head', flag(RECEIVER, 'receive.hashrings-algorithm'), ring({ algorithm: 'ketama' })),
  bites('receive/ring-read-late', flag(RECEIVER, 'receive.hashrings-file-refresh-interval')),
  bites('receive/short-grace', field(RECEIVER, '/spec/template/spec/terminationGracePeriodSeconds', 30)),
  bites('receive/unready-not-published', field('Service/monitoring/thanos-receiver-headless', '/spec/publishNotReadyAddresses', null)),
  bites('receive/short-retention', flag(RECEIVER, 'tsdb.retention', '12h')),
  { code: 'receive/short-retention', on: 'corrected', bad: { edits: variable(RECEIVER, 'tsdb.retention', { value: '12h' }) }, good: { edits: variable(RECEIVER, 'tsdb.retention', GIVEN_ELSEWHERE) } },
  { code: 'receive/router-bucket', on: 'router-ingestors', bad: { edits: [flag(ROUTER, 'objstore.config-file', '/etc/objstore/objstore.yml')] } },
  { code: 'receive/never-uploads', on: 'router-ingestors', bad: { edits: [flag(INGESTOR, 'objstore.config-file')] } },
  { code: 'compact/halts-on-late-samples', on: 'router-ingestors', bad: { edits: [flag(INGESTOR, 'tsdb.out-of-order.time-window', '1h'), flag('StatefulSet/thanos/thanos-compact', 'deduplication.replica-label')] }, good: { edits: [flag(INGESTOR, 'tsdb.out-of-order.time-window', '1h')] } },
  { code: 'receive/limits-refused', on: 'router-ingestors', bad: { edits: [limits('write: { default: { requests: {} } }')] }, good: { edits: [limits('write: { default: { request: { series_limit: 10 } } }')] } },
  { code: 'receive/limits-refused', on: 'router-ingestors', bad: { edits: [limits('write: { global: { meta_monitoring_url: "prometheus:9090" } }')] }, good: { edits: [limits('write: { global: { meta_monitoring_url: "http://prometheus:9090" } }')] } },
  { code: 'receive/head-limit-unmeasured', on: 'router-ingestors', bad: { edits: [limits('write: { tenants: { a: { head_series_limit: 10 } } }')] }, good: { edits: [limits('write: { global: { meta_monitoring_url: "http://p:9090" }, tenants: { a: { head_series_limit: 10 } } }')] } },
  { code: 'receive/impossible-tenant', on: 'corrected', bad: { edits: [flag(RECEIVER, 'receive.default-tenant-id', 'a/b')] }, good: { edits: [flag(RECEIVER, 'receive.default-tenant-id', 'a')] } },
  { code: 'receive/no-tenant-label', on: 'corrected', bad: { edits: [flag(RECEIVER, 'receive.tenant-label-name', '')] }, good: { edits: [flag(RECEIVER, 'receive.tenant-label-name', 'tenant')] } },
  bites('receive/no-budget', { op: 'object.remove', object: BUDGET }),
  bites('budget/breaks-quorum', field(BUDGET, '/spec/maxUnavailable', 2)),
  { code: 'budget/breaks-quorum', on: 'router-ingestors', bad: { edits: [...INLINE_ROUTER, field(INGESTOR_BUDGET, '/spec/maxUnavailable', 2)] }, good: { edits: [...INLINE_ROUTER] } },
  // One pod of each zone is a pod of one ring.
  { code: 'receive/no-budget', on: 'nothing', bad: { add: zones('') }, good: { add: zones('budget') } },
  { code: 'budget/breaks-quorum-together', on: 'nothing', bad: { add: zones('each') }, good: { add: zones('budget') }, is: { severity: 'warning', hasFix: true } },
  // Without a label in common there is no budget to write over all.
  { code: 'budget/breaks-quorum-together', on: 'nothing', bad: { add: zones('each', 'own') }, good: { add: zones('', 'own') }, is: { severity: 'advice', hasFix: false } },
  { code: 'receive/no-budget', on: 'router-ingestors', bad: { edits: [{ op: 'object.remove', object: ROUTER_BUDGET }] }, good: { edits: [{ op: 'object.remove', object: ROUTER_BUDGET }, replicas(ROUTER, 1)] } },
  bites('budget/blocks-drains', field(BUDGET, '/spec/maxUnavailable', 0)),
  { code: 'budget/blocks-drains', on: 'corrected', bad: { edits: [field(BUDGET, '/spec', { minAvailable: '100%', selector: { matchLabels: { app: 'thanos-receiver' } } })] }, good: { edits: [field(BUDGET, '/spec', { minAvailable: 2, selector: { matchLabels: { app: 'thanos-receiver' } } })] } },
  bites('budget/selects-nothing', field(BUDGET, '/spec/selector/matchLabels/app', 'thanos-receive')),
  { code: 'budget/overlaps', on: 'corrected', bad: { add: budget('app', 'Exists') }, good: { add: budget('app', 'DoesNotExist') } },
  { code: 'receive/autoscaled', on: 'router-ingestors', bad: { add: autoscaler('StatefulSet', 'thanos-ingest') }, good: { add: autoscaler('Deployment', 'thanos-router') } },
  bites('receive/ingestor-deployment', field(RECEIVER, '/kind', 'Deployment')),
  bites('workload/passing-storage', field(RECEIVER, '/spec/volumeClaimTemplates', null), field(RECEIVER, '/spec/template/spec/volumes/-', { name: 'data', emptyDir: {} })),
  bites('flag/bad-value', addFlag(RECEIVER, 'label', 'cluster=a')),
  bites('workload/no-memory-limit', limit(RECEIVER, 'requests', '1Gi'), limit(RECEIVER, 'limits', '')),
]

function budget(key: string, operator: string): string {
  return `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: all, namespace: monitoring }\nspec: { maxUnavailable: 1, selector: { matchExpressions: [{ key: ${key}, operator: ${operator} }] } }\n`
}

function autoscaler(kind: string, name: string): string {
  return `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: thanos-scaler, namespace: thanos }\nspec: { scaleTargetRef: { apiVersion: apps/v1, kind: ${kind}, name: ${name} }, maxReplicas: 9 }\n`
}

/** Routers beside the corrected guide's receivers, on the same ring. */
function inlineRouters(factor: string): string {
  return routers(factor).replace('--receive.hashrings-file=/etc/rings/hashrings.json', `'--receive.hashrings=${inlineRing()}'`)
}

/** Three zones of one pod each, which one ring names; without a budget, with one over all, or with one for each. Their `app` is one for all, or their own. */
function zones(budgets: '' | 'budget' | 'each', app: 'one' | 'own' = 'one'): string {
  const names = ['a', 'b', 'c'].map((zone) => `ingest-${zone}`)
  const address = JSON.stringify([{ endpoints: names.map((name) => `${name}-0.ingest.m.svc:10901`) }])
  const each = names.map((name) => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name}, namespace: m }
spec:
  serviceName: ingest
  replicas: 1
  template:
    metadata: { labels: { app: ${app === 'one' ? 'ingest' : name}, zone: ${name} } }
    spec:
      containers:
        - name: thanos
          image: quay.io/thanos/thanos:v0.42.4
          args: [receive, --receive.replication-factor=3, '--receive.local-endpoint=$(POD_NAME).ingest.m.svc:10901', '--receive.hashrings=${address}']
`)
  const over = (name: string, label: string): string => `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: ${name}, namespace: m }\nspec: { maxUnavailable: 1, selector: { matchLabels: { ${label} } } }\n`
  const those = { '': [], 'budget': [over('ingest', 'app: ingest')], 'each': names.map((name) => over(name, `zone: ${name}`)) }
  return [...each, ...those[budgets]].join('---\n')
}

function routers(factor: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: router, namespace: monitoring }
spec:
  template:
    metadata: { labels: { app: router } }
    spec:
      containers:
        - name: thanos
          image: quay.io/thanos/thanos:v0.31.0
          args: [receive, '--label=a="b"', --receive.hashrings-file=/etc/rings/hashrings.json, --receive.hashrings-algorithm=ketama, --receive.replication-factor=${factor}]
          volumeMounts: [{ name: rings, mountPath: /etc/rings }]
      volumes: [{ name: rings, configMap: { name: thanos-receiver-hashrings } }]
`
}
