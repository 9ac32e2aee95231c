// Examples of what is found in flags, pods, Services and monitors of any kind, and in rulers and their rules.
import type { Edit } from '../../thanos/edit.ts'
import { addFlag, bites, COMPACTOR, field, file, flag, INGESTOR, limit, QUERY, RECEIVER, RING, RULER, RULES, STORE, type Case } from './case.ts'

const CONTAINER = '/spec/template/spec/containers/0'
const rules = (text: string): Edit => file(RULES, 'thanos-alerts.yaml', text)
const alert = (expr: string, more = ''): Edit => rules(`groups: [{ name: a, rules: [{ alert: X, expr: '${expr}'${more} }] }]`)
const recorded = (bad: string, good: string): Case => ({ code: 'rule/file-refused', on: 'corrected', bad: { edits: [rules(`groups: [{ name: a, rules: [${bad}] }]`)] }, good: { edits: [rules(`groups: [{ name: a, rules: [${good}] }]`)] } })
const pasted = (code: string, bad: string, good: string): Case => ({ code, on: 'nothing', bad: { add: bad }, good: { add: good } })
const monitor = (label: string, port: string): string => `apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: { name: thanos, namespace: monitoring }\nspec: { selector: { matchLabels: { app: ${label} } }, endpoints: [{ port: ${port} }] }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: metrics, namespace: monitoring, labels: { app: thanos-store } }\nspec: { selector: { app: thanos-store }, ports: [{ name: http, port: 10902 }] }\n`
const podMonitor = (label: string, port: string): string => `apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata: { name: thanos, namespace: monitoring }\nspec: { selector: { matchLabels: { app: ${label} } }, podMetricsEndpoints: [{ port: ${port} }] }\n`
const readiness = (probe: object): Edit => field(INGESTOR, `${CONTAINER}/readinessProbe`, JSON.parse(JSON.stringify(probe)))
const liveness = (path: string): Edit => field(INGESTOR, `${CONTAINER}/livenessProbe`, { httpGet: { path, port: 'http' } })
const querier = (more: string, ...args: string[]): string => `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: thanos-query }\nspec: { template: { spec: { containers: [{ name: thanos, image: "quay.io/thanos/thanos:v0.42.4", args: [${['query', ...args].join(', ')}], ${more} }] } } }\n`
const SIDECAR = (prometheus: string, config = 'global: { external_labels: { a: b } }'): string => `apiVersion: v1
kind: ConfigMap
metadata: { name: prometheus, namespace: monitoring }
data:
  prometheus.yml: "${config}"
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: prometheus, namespace: monitoring }
spec:
  serviceName: prometheus
  template:
    metadata: { labels: { app: prometheus } }
    spec:
      containers:
        - { name: prometheus, image: "prom/prometheus:v3.1.0", args: [${prometheus}], volumeMounts: [{ name: config, mountPath: /etc/prometheus }] }
        - { name: thanos, image: "quay.io/thanos/thanos:v0.31.0", args: [sidecar, --tsdb.path=/prometheus, "--objstore.config=$(OBJSTORE)"], env: [{ name: OBJSTORE, value: x }] }
      volumes: [{ name: config, configMap: { name: prometheus } }]
`
const WHOLE = '--config.file=/etc/prometheus/prometheus.yml, --storage.tsdb.min-block-duration=2h, --storage.tsdb.max-block-duration=2h'
const beside = (code: string, prometheus: string, config?: string): Case => ({ code, on: 'corrected', bad: { add: SIDECAR(prometheus, config) }, good: { add: SIDECAR(WHOLE) } })
const binary = (letters: number): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: blob, namespace: monitoring }\nbinaryData: { a: ${'Q'.repeat(letters)} }\n`
const LARGE = `# ${'x'.repeat(1024 * 1024)}\n`

export const STACK_CASES: readonly Case[] = [
  bites('flag/unknown', flag(STORE, 'no-such-flag', 'x')),
  bites('flag/unknown', flag(QUERY, 'endpoint.sd-config-file', '/etc/x.yaml')),
  { code: 'flag/deprecated', on: 'corrected', bad: { edits: [addFlag(QUERY, 'store', 'a:1')] } },
  bites('flag/bad-value', flag(QUERY, 'query.timeout', '10 m')),
  bites('flag/switch-with-value', field(COMPACTOR, `${CONTAINER}/args/-`, '--wait=true')),
  bites('flag/repeated', flag(STORE, 'data-dir', '/var/thanos/store', '/b')),
  bites('flag/missing-value', field(STORE, `${CONTAINER}/args/-`, '--max-time')),
  bites('flag/quoted-value', addFlag(QUERY, 'query.replica-label', '"replica"')),
  bites('flag/argument-file', field(STORE, `${CONTAINER}/args/-`, '@/etc/thanos/arguments')),
  { code: 'flag/argument-file', on: 'corrected', bad: { edits: [field(RULER, `${CONTAINER}/args/-`, '--alert.query-url'), field(RULER, `${CONTAINER}/args/-`, '@http://x')] }, good: { edits: [addFlag(RULER, 'alert.query-url', '@http://x')] } },
  { code: 'flag/argument-file', on: 'corrected', bad: { edits: [field(STORE, `${CONTAINER}/args/-`, '@')] }, good: { edits: [field(STORE, `${CONTAINER}/args/-`, '--'), field(STORE, `${CONTAINER}/args/-`, '@')] } },
  { code: 'flag/arguments-in-file', on: 'corrected', bad: { edits: [field(STORE, `${CONTAINER}/args/-`, '@/etc/thanos/objstore.yml')] }, good: { edits: [field(STORE, `${CONTAINER}/args/-`, '@/etc/other/objstore.yml')] } },
  { code: 'flag/no-journal', on: 'corrected', thanos: 'v0.42.4', bad: { edits: [flag(STORE, 'log.format', 'journald')] }, good: { edits: [flag(STORE, 'log.format', 'journald'), field(STORE, `${CONTAINER}/volumeMounts/-`, { name: 'journal', mountPath: '/run/systemd/journal' }), field(STORE, '/spec/template/spec/volumes/-', { name: 'journal', hostPath: { path: '/run/systemd/journal' } })] } },
  bites('flag/exclusive', flag(STORE, 'objstore.config', '$(OBJSTORE)')),
  bites('workload/file-not-mounted', flag(STORE, 'objstore.config-file', '/etc/other/objstore.yml')),
  bites('workload/key-missing', flag(STORE, 'objstore.config-file', '/etc/thanos/other.yml')),
  bites('workload/source-missing', { op: 'object.remove', object: 'Secret/monitoring/thanos-s3-config' }),
  bites('workload/volume-missing', field(STORE, '/spec/template/spec/volumes', null)),
  bites('workload/data-not-mounted', flag(RECEIVER, 'tsdb.path', '/elsewhere')),
  { code: 'workload/data-not-mounted', on: 'corrected', bad: { edits: [flag(RECEIVER, 'tsdb.path'), field(RECEIVER, `${CONTAINER}/workingDir`, '/var/thanos')] }, good: { edits: [flag(RECEIVER, 'tsdb.path', 'receive'), field(RECEIVER, `${CONTAINER}/workingDir`, '/var/thanos')] } },
  { code: 'workload/data-not-mounted', on: 'corrected', bad: { edits: [flag(RULER, 'data-dir', './elsewhere')] }, good: { edits: [flag(RULER, 'data-dir', './var/thanos/rule/')] } },
  bites('workload/frozen-file', flag(RECEIVER, 'receive.hashrings-file', '/etc/ring.json'), field(RECEIVER, `${CONTAINER}/volumeMounts/-`, { name: 'hashrings', mountPath: '/etc/ring.json', subPath: 'hashrings.json' })),
  bites('workload/frozen-file', flag(RULER, 'rule-file', '/etc/rules.yaml'), field(RULER, `${CONTAINER}/volumeMounts/-`, { name: 'rules', mountPath: '/etc/rules.yaml', subPath: 'recording-rules.yaml' })),
  { code: 'label/changes-with-pods', on: 'corrected', bad: { edits: [field(RULER, `${CONTAINER}/env/0/valueFrom/fieldRef/fieldPath`, 'metadata.uid')] }, good: { edits: [field(RULER, `${CONTAINER}/env/0/valueFrom/fieldRef/fieldPath`, 'metadata.name')] } },
  bites('workload/unset-variable', field(RULER, `${CONTAINER}/env`, null)),
  { code: 'workload/passing-storage', on: 'corrected', bad: { edits: [field(RULER, '/spec/volumeClaimTemplates', null), field(RULER, '/spec/template/spec/volumes/-', { name: 'data', emptyDir: {} })] }, good: { edits: [field(STORE, '/spec/volumeClaimTemplates', null), field(STORE, '/spec/template/spec/volumes/-', { name: 'data', emptyDir: {} })] } },
  { code: 'workload/node-storage', on: 'corrected', bad: { edits: [field(RULER, '/spec/volumeClaimTemplates', null), field(RULER, '/spec/template/spec/volumes/-', { name: 'data', hostPath: { path: '/data' } })] } },
  { code: 'workload/shared-claim', on: 'corrected', bad: { edits: [field(RULER, '/spec/volumeClaimTemplates', null), field(RULER, '/spec/template/spec/volumes/-', { name: 'data', persistentVolumeClaim: { claimName: 'rulers' } })] }, good: { edits: [{ op: 'replicas.set', object: RULER, replicas: 1 }, field(RULER, '/spec/volumeClaimTemplates', null), field(RULER, '/spec/template/spec/volumes/-', { name: 'data', persistentVolumeClaim: { claimName: 'rulers' } })] } },
  { code: 'config/too-large', on: 'corrected', bad: { add: binary(1_500_000) }, good: { add: binary(1_300_000) } },
  { code: 'workload/needs-more', on: 'store-shards', bad: { edits: [field('Deployment/metrics/thanos-query', '/spec/template/spec/serviceAccountName', 'thanos')] }, good: { edits: [field('Deployment/metrics/thanos-query', '/spec/template/spec/serviceAccountName', 'default')] } },
  { code: 'workload/needs-more', on: 'store-shards', bad: { edits: [field('Deployment/metrics/thanos-query', `${CONTAINER}/envFrom`, [{ secretRef: { name: 'more' } }])] }, good: { edits: [field('Deployment/metrics/thanos-query', `${CONTAINER}/envFrom`, [{ secretRef: { name: 'more', optional: true } }])] } },
  { code: 'workload/unpinned-image', on: 'corrected', bad: { edits: [{ op: 'image.set', object: STORE, image: 'quay.io/thanos/thanos:latest' }] }, good: { edits: [{ op: 'image.set', object: STORE, image: 'registry:5000/thanos@sha256:abc' }] } },
  { code: 'stack/mixed-releases', on: 'corrected', bad: { edits: [{ op: 'image.set', object: STORE, image: 'quay.io/thanos/thanos:v0.38.0' }] }, good: { edits: [{ op: 'image.set', object: STORE, image: 'mirror/thanos:v0.31.1' }] } },
  { code: 'workload/no-resources', on: 'router-ingestors', bad: { edits: [field(INGESTOR, `${CONTAINER}/resources`, null)] } },
  { code: 'workload/no-resources', on: 'router-ingestors', bad: { edits: [field(INGESTOR, `${CONTAINER}/resources`, { requests: { cpu: 1 }, limits: { cpu: 2 } })] }, good: { edits: [field(INGESTOR, `${CONTAINER}/resources`, { requests: { cpu: 1 }, limits: { memory: '8Gi' } })] } },
  bites('workload/no-memory-limit', limit(STORE, 'requests', '1Gi'), limit(STORE, 'limits', '')),
  { code: 'workload/limit-below-request', on: 'corrected', bad: { edits: [limit(STORE, 'requests', '10Gi')] }, good: { edits: [limit(STORE, 'requests', '9216Mi')] } },
  { code: 'workload/bad-quantity', on: 'corrected', bad: { edits: [limit(STORE, 'limits', '16GB')] }, good: { edits: [limit(STORE, 'limits', '16G')] } },
  { code: 'workload/no-governing-service', on: 'router-ingestors', bad: { edits: [{ op: 'object.remove', object: 'Service/thanos/thanos-ingest' }] } },
  { code: 'workload/service-not-headless', on: 'router-ingestors', bad: { edits: [field('Service/thanos/thanos-ingest', '/spec/clusterIP', null)] } },
  { code: 'config/too-large', on: 'corrected', bad: { edits: [file(RING, 'more.txt', LARGE)] }, good: { edits: [file(RING, 'more.txt', LARGE.slice(0, 900_000))] } },
  { code: 'autoscaler/no-target', on: 'corrected', bad: { add: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: thanos-query, namespace: monitoring }\nspec: { scaleTargetRef: { kind: Deployment, name: thanos-querier }, maxReplicas: 3 }\n' }, good: { add: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: thanos-query, namespace: monitoring }\nspec: { scaleTargetRef: { kind: Deployment, name: thanos-query }, maxReplicas: 3 }\n' } },
  bites('service/unknown-port-name', field('Service/monitoring/thanos-query', '/spec/ports/0/targetPort', 'web')),
  bites('service/nothing-listens', field('Service/monitoring/thanos-store', '/spec/ports/0/targetPort', 10911)),
  bites('service/selects-nothing', field('Service/monitoring/thanos-store', '/spec/selector', { app: 'thanos-stores' })),
  { code: 'service/selects-two', on: 'corrected', bad: { edits: [field(STORE, '/spec/template/metadata/labels/tier', 'a'), field(QUERY, '/spec/template/metadata/labels/tier', 'a'), field('Service/monitoring/thanos-store', '/spec/selector', { tier: 'a' })] }, good: { edits: [field(STORE, '/spec/template/metadata/labels/tier', 'a'), field('Service/monitoring/thanos-store', '/spec/selector', { tier: 'a' })] } },
  { code: 'service/ingress-port-missing', on: 'store-shards', bad: { edits: [field('Ingress/metrics/thanos', '/spec/rules/0/http/paths/0/backend/service/port', { number: 10902 })] }, good: { edits: [field('Ingress/metrics/thanos', '/spec/rules/0/http/paths/0/backend/service/port', { number: 9090 })] } },
  { code: 'monitor/selects-nothing', on: 'corrected', bad: { add: monitor('thanos-stores', 'http') }, good: { add: monitor('thanos-store', 'http') } },
  { code: 'monitor/unknown-port', on: 'corrected', bad: { add: monitor('thanos-store', 'web') }, good: { add: monitor('thanos-store', 'http') } },
  { code: 'monitor/selects-nothing', on: 'corrected', bad: { add: podMonitor('thanos', 'http') }, good: { add: podMonitor('thanos-store', 'http') } },
  { code: 'monitor/unknown-port', on: 'corrected', bad: { add: podMonitor('thanos-store', 'web') }, good: { add: podMonitor('thanos-store', 'http') } },
  { code: 'probe/unknown-port', on: 'router-ingestors', bad: { edits: [readiness({ httpGet: { path: '/-/ready', port: 'web' } })] } },
  { code: 'probe/wrong-port', on: 'router-ingestors', bad: { edits: [readiness({ httpGet: { path: '/-/ready', port: 'grpc' } })] } },
  { code: 'probe/wrong-port', on: 'router-ingestors', bad: { edits: [readiness({ tcpSocket: { port: 9090 } })] }, good: { edits: [readiness({ tcpSocket: { port: 10901 } })] } },
  { code: 'probe/wrong-path', on: 'router-ingestors', bad: { edits: [readiness({ httpGet: { path: '/ready', port: 'http' } })] } },
  { code: 'probe/readiness-by-health', on: 'router-ingestors', bad: { edits: [readiness({ httpGet: { path: '/-/healthy', port: 'http' } })] } },
  pasted('probe/no-readiness', querier('livenessProbe: { httpGet: { path: /-/healthy, port: 10902 } }'), querier('readinessProbe: { httpGet: { path: /-/ready, port: 10902 } }')),
  pasted('probe/no-readiness', querier('env: []', '--http.config=/etc/web.yml'), querier('startupProbe: { httpGet: { path: /-/ready, port: 10902 } }')),
  { code: 'probe/liveness-by-readiness', on: 'router-ingestors', bad: { edits: [liveness('/-/ready')] }, good: { edits: [liveness('/-/healthy')] } },

  bites('rule/no-external-label', flag(RULER, 'label')),
  bites('rule/same-labels', flag(RULER, 'label', 'cluster="a"')),
  bites('rule/alert-keeps-replica', flag(RULER, 'alert.label-drop')),
  bites('rule/no-query', flag(RULER, 'query')),
  { code: 'rule/query-and-config', on: 'corrected', bad: { edits: [flag(RULER, 'query.config', '[]')] }, good: { edits: [flag(RULER, 'query'), flag(RULER, 'query.config', '[]')] } },
  { code: 'rule/query-twice', on: 'corrected', bad: { edits: [flag(RULER, 'query', 'http://a:1', 'http://a:1')] }, good: { edits: [flag(RULER, 'query', 'http://a:1', 'http://a:2')] } },
  bites('rule/query-unanswered', flag(RULER, 'query', 'thanos-query.monitoring.svc.cluster.local:10901')),
  bites('rule/query-unanswered', flag(RULER, 'query', 'http://thanos-store:10902')),
  { code: 'rule/alertmanagers-and-config', on: 'corrected', bad: { edits: [flag(RULER, 'alertmanagers.config', '{}')] }, good: { edits: [flag(RULER, 'alertmanagers.url'), flag(RULER, 'alertmanagers.config', '{}')] } },
  { code: 'rule/one-alertmanager', on: 'corrected', bad: {}, good: { edits: [flag(RULER, 'alertmanagers.url', 'dnssrv+http://_web._tcp.alertmanager-operated.monitoring.svc')] } },
  { code: 'rule/bad-alert-template', on: 'corrected', bad: { edits: [flag(RULER, 'alert.query-template', '/graph?g0.expr={{.Expr')] }, good: { edits: [flag(RULER, 'alert.query-template', '/graph?g0.expr={{.Expr}}')] } },
  { code: 'rule/state-not-restored', on: 'corrected', bad: { edits: [flag(RULER, 'remote-write.config', '{}')] }, good: { edits: [flag(RULER, 'remote-write.config', '{}'), flag(RULER, 'restore-ignored-label', 'ruler_replica')] } },
  bites('rule/file-refused', rules('groups: [{ name: a, rules: [{ alert: X, record: y, expr: up }] }]')),
  bites('rule/file-refused', rules('groups: [{ name: a, partial_response_strategy: fail, rules: [] }]')),
  { code: 'rule/file-refused', on: 'corrected', bad: { edits: [alert('up', ', for: 5 min')] }, good: { edits: [alert('up', ', for: 0, labels: { level: 1 }')] } },
  recorded('{ record: a, expr: up, for: 5m }', '{ record: a, expr: up, for: 0s }'),
  recorded('{ record: a, expr: up, annotations: { b: c } }', '{ record: a, expr: up, annotations: {} }'),
  recorded('{ record: "sum(up{a=1})", expr: up }', '{ record: "job:up:sum", expr: up }'),
  recorded('{ record: a, expr: up, labels: { __name__: b } }', '{ record: a, expr: up, labels: { name: b } }'),
  recorded('{ alert: A, expr: up, annotations: { b: "{{ $value" } }', `{ alert: A, expr: up, annotations: { b: '{{ $value | printf "}} %f" }}{{/* it''s */}}' } }`),
  { code: 'rule/invalid-expression', on: 'corrected', bad: { edits: [alert('up{job=~"["} == 0')] }, good: { edits: [alert('up{job=~"(?i)a[[:alpha:]]|b\\\\[|(?P<x>c)"} == 0')] } },
  { code: 'rule/invalid-expression', on: 'corrected', bad: { edits: [alert('up{job!~`(?=a)`} == 0')] }, good: { edits: [alert('up{job!~`a|b`, job="["} == 0')] } },
  bites('rule/no-files', flag(RULER, 'rule-file', '/etc/thanos/rules/*.yml')),
  { code: 'rule/no-files', on: 'corrected', bad: { edits: [flag(RULER, 'rule-file', '/etc/rules/*/*.yaml')] }, good: { edits: [flag(RULER, 'rule-file', '/etc/rules/*/*.yaml'), field(RULER, `${CONTAINER}/volumeMounts/-`, { name: 'made', mountPath: '/etc/rules/made' }), field(RULER, '/spec/template/spec/volumes/-', { name: 'made', emptyDir: {} })] } },
  { code: 'rule/no-files', on: 'corrected', bad: { edits: [file(RULES, 'thanos-alerts.yaml', ''), flag(RULER, 'rule-file', '/etc/thanos/rules/alerts.yaml')] }, good: { edits: [{ op: 'object.remove', object: RULES }] } },
  { code: 'rule/file-left-out', on: 'corrected', bad: { edits: [file(RULES, 'more.yml', 'groups: []\n')] }, good: { edits: [file(RULES, 'more.yaml', 'groups: []\n')] } },
  { code: 'rule/no-reload', on: 'corrected', bad: {}, good: { edits: [field(RULER, '/spec/template/spec/containers/-', { name: 'config-reloader', image: 'quay.io/prometheus-operator/prometheus-config-reloader:v0.80.0' })] } },
  { code: 'rule/unknown-metric', on: 'corrected', bad: { edits: [alert('rate(thanos_query_gate_queries_total[5m]) > 1')] }, good: { edits: [alert('rate(thanos_query_concurrent_gate_queries_total[5m]) > 1')] } },
  { code: 'rule/renamed-metric', on: 'corrected', bad: { edits: [alert('rate(thanos_query_store_apis_dns_failures_total[5m]) > 1')] }, good: { edits: [alert('rate(thanos_query_endpoints_dns_failures_total[5m]) > 1')] } },
  { code: 'rule/misleading-metric', on: 'corrected', bad: { edits: [alert('rate(thanos_compact_iterations_total[1h]) == 0')] }, good: { edits: [alert('thanos_compact_halted == 1')] } },
  { code: 'rule/up-misses-absence', on: 'corrected', bad: { edits: [alert('up{job="thanos-store"} == 0')] }, good: { edits: [alert('up{job="mysql"} == 0')] } },
  { code: 'rule/unbalanced-expression', on: 'corrected', bad: { edits: [alert('sum(rate(x[5m]) > 1')] }, good: { edits: [alert('sum(rate(x{a=")("}[5m])) > 1')] } },
  { code: 'rule/invalid-expression', on: 'corrected', bad: { edits: [alert('sum(rate(x[5m])) by (job) > > 1')] }, good: { edits: [alert('sum(rate(x[5m])) by (job) > -1')] } },
  { code: 'rule/invalid-expression', on: 'corrected', bad: { edits: [alert('rate(x) > 1')] }, good: { edits: [alert('max_over_time(rate(x[5m])[1h:]) > 1')] } },
  { code: 'rule/unknown-metric', on: 'corrected', bad: { add: 'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: thanos, namespace: monitoring }\nspec: { groups: [{ name: a, rules: [{ alert: X, expr: thanos_objstore_bucket_blocks > 1 }] }] }\n' }, good: { add: 'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: thanos, namespace: monitoring }\nspec: { groups: [{ name: a, rules: [{ alert: X, expr: thanos_bucket_store_blocks_loaded > 1 }] }] }\n' } },

  beside('sidecar/beside-agent', '--agent, --config.file=/etc/prometheus/prometheus.yml'),
  beside('sidecar/prometheus-compacts', '--config.file=/etc/prometheus/prometheus.yml'),
  beside('sidecar/no-external-labels', WHOLE, 'global: { scrape_interval: 30s }'),

  pasted('command/log-line-absent', 'kubectl logs -n m thanos-receiver-0 | grep "samples ingested"\n', 'kubectl logs -n m thanos-receiver-0 | grep error\n'),
  pasted('command/get-on-remote-write', 'curl http://thanos-receiver:19291/api/v1/receive\n', 'curl -X POST --data-binary @x http://thanos-receiver:19291/api/v1/receive\n'),
  pasted('command/restart-as-cure', 'kubectl delete pod -n m thanos-compactor-0\n', 'kubectl logs -n m thanos-compactor-0\n'),
  pasted('command/globbed-query', `curl "http://q:9090/api/v1/query?query=up{cluster='a'}"\n`, `curl -G http://q:9090/api/v1/query --data-urlencode "query=up{cluster='a'}"\n`),
  pasted('command/curl-in-image', 'kubectl exec -n m thanos-query-0 -- curl localhost:10902/api/v1/stores\n', 'kubectl exec -n m thanos-query-0 -- \\\n  wget -qO- localhost:10902/api/v1/stores\n'),
  pasted('command/wrong-port-in-pod', 'kubectl exec -n m thanos-query-0 -- \\\n  wget -qO- localhost:9090/api/v1/stores\n', 'kubectl exec -n m thanos-query-0 -- \\\n  wget -qO- localhost:10902/api/v1/stores\n'),
  pasted('command/applies-without-waiting', 'kubectl apply -f secret.yaml\nkubectl apply -f store.yaml\nkubectl apply -f query.yaml\n', 'kubectl apply -f secret.yaml\nkubectl apply -f store.yaml\nkubectl rollout status sts/store\nkubectl apply -f query.yaml\n'),
  pasted('command/bucket-layout', 's3://thanos/\n├── compact/\n│   └── 01H…\n└── receive/\n', 's3://thanos/\n├── 01H…/\n│   └── meta.json\n'),
]
