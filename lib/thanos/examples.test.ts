// Whole installations that are right, and the ways in which operators write the same thing: none may be called wrong.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readYaml } from '../manifest/read-yaml.ts'
import { adopt } from './adopt.ts'
import type { Finding } from './finding.ts'
import { lint } from './lint.ts'
import { render } from './render.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')
const CLEAN = ['minimal', 'corrected', 'router-ingestors', 'store-shards'] as const
type Files = { name: string; text: string }[]

function example(name: (typeof CLEAN)[number]): Files {
  const folder = join(EXAMPLES, name)
  return readdirSync(folder).filter((file) => file.endsWith('.yaml')).map((file) => ({ name: file, text: readFileSync(join(folder, file), 'utf8') }))
}

/** The files with texts replaced; a text that is not there is a mistake in the test. */
function written(files: Files, ...changes: readonly (readonly [string | RegExp, string])[]): Files {
  return changes.reduce((all, [from, to]) => {
    const pattern = typeof from === 'string' ? from : new RegExp(from, 'gm')
    const changed = all.map(({ name, text }) => ({ name, text: text.replaceAll(pattern, to) }))
    if (changed.every(({ text }, at) => text === all[at]?.text)) throw new Error(`the example has no ${String(from)}`)
    return changed
  }, files)
}

const added = (files: Files, text: string): Files => [...files, { name: 'added.yaml', text }]
const serious = (files: Files, thanos?: string): string[] => lint(adopt(files).spec, thanos === undefined ? {} : { thanos })
  .filter(({ severity }: Finding) => severity !== 'advice').map(({ severity, code, object, path, message }) => `${severity} ${code} ${object} ${path}: ${message.en}`)

/** What is said against files that are right: problems, a change on the way back, errors and warnings. */
function wrongsOf(files: Files, thanos?: string): string[] {
  const { spec, withheld, problems } = adopt(files)
  const cameIn = JSON.stringify(readYaml(files).documents.map(({ value }) => value))
  const isSame = JSON.stringify(render(spec, { withheld })) === cameIn
  // That a stack is one namespace is said of files that are right too.
  const wrong = problems.map(({ message }) => message.en).filter((said) => !said.includes('two namespaces'))
  return [...wrong, ...(isSame ? [] : ['not rendered as it was']), ...serious(files, thanos)]
}

describe.each(CLEAN)('the example %s', (name) => {
  it('has no error and no warning, and comes back as it was', () => {
    expect(wrongsOf(example(name))).toEqual([])
  })

  it.each(['v0.31', 'v0.38', 'v0.42'])('has none under %s, as far as that release knows its flags', (thanos) => {
    const files = example(name)
    const isNewer = lint(adopt(files).spec, { thanos }).some(({ code }) => code === 'flag/unknown')
    expect(isNewer).toBe(thanos === 'v0.31' && (name === 'router-ingestors' || name === 'store-shards'))
    expect(isNewer ? [] : wrongsOf(files, thanos)).toEqual([])
  })
})

const QUERY_ARGS = '            - query\n            - --endpoint=thanos-store:10901\n            - --endpoint=thanos-receive.monitoring:10901\n            - --query.auto-downsampling\n'
const POD_NAME = '            - name: POD_NAME\n              valueFrom:\n                fieldRef:\n                  fieldPath: metadata.name\n'

const shardOf = (shard: number): string => `"--selector.relabel-config=[{action: hashmod, source_labels: [__block_id], target_label: shard, modulus: 2}, {action: keep, source_labels: [shard], regex: '${shard}'}]"`

describe('nothing is wrong', () => {
  it.each<[string, Files]>([
    ['command and args apart', written(example('minimal'), ['          args:\n            - query\n', '          command: ["/bin/thanos", "query"]\n          args:\n'])],
    ['all in the command', written(example('minimal'), ['          args:\n            - query\n', '          command:\n            - /usr/bin/thanos\n            - query\n'])],
    ['flags and values apart', written(example('minimal'), [/- (--[\w.-]+)=(.*)$/, '- $1\n            - $2'])],
    ['switches that are switched off', written(example('minimal'), ['            - store\n', '            - store\n            - --no-cache-index-header\n'], ['            - query\n', '            - query\n            - --no-query.partial-response\n'])],
    ['lists in one line', written(example('minimal'), [QUERY_ARGS, ''], [/ {10}args:\n(?= {10}ports:\n {12}- name: grpc\n {14}containerPort: 10901\n {12}- name: http\n {14}containerPort: 10902\n$)/, '          args: ["query", \'--endpoint=thanos-store:10901\', "--endpoint=thanos-receive:10901", --query.auto-downsampling]\n'])],
    ...['thanos-store.monitoring:10901', 'thanos-store.monitoring.svc:10901', 'thanos-store.monitoring.svc.cluster.local.:10901', 'thanos-store.monitoring.svc.k8s.example.net:10901', 'dns+thanos-store:10901',
      'dnssrv+_grpc._tcp.thanos-store.monitoring.svc', 'dnssrvnoa+_grpc._tcp.thanos-store', 'dns+thanos-store.monitoring.svc.cluster.local.:10901'].map((address): [string, Files] => [
      `the endpoint ${address}`, written(example('minimal'), ['--endpoint=thanos-store:10901', `--endpoint=${address}`])]),
    ['endpoints outside of the cluster and in the pod', written(example('minimal'), ['            - --query.auto-downsampling\n', '            - --query.auto-downsampling\n            - --endpoint=localhost:10911\n            - --endpoint=store.eu.example.com:443\n            - --endpoint=10.2.3.4:10901\n            - --endpoint=thanos-query.other.svc.cluster.local:10901\n'])],
    ['namespaces that only the addresses name', written(example('minimal'), [/^ {2}namespace: monitoring\n/, ''], ['--endpoint=thanos-store:10901', '--endpoint=thanos-store.monitoring.svc.cluster.local:10901'])],
    ['a ring whose namespace only its addresses name', written(example('corrected'), [/^ {2}namespace: monitoring\n/, ''])],
    ['a namespace from the environment', written(example('corrected'), ['--endpoint=thanos-store.monitoring.svc', '--endpoint=thanos-store.$(NAMESPACE).svc'], ['$(POD_NAME).thanos-receiver-headless.monitoring', '$(POD_NAME).thanos-receiver-headless.$(NAMESPACE)'],
      [/^( +)(ports:\n +- name: http\n +containerPort: 10902\n +- name: grpc)/, '$1env:\n$1  - { name: NAMESPACE, valueFrom: { fieldRef: { fieldPath: metadata.namespace } } }\n$1$2'], [`${POD_NAME}          ports`, `${POD_NAME}            - { name: NAMESPACE, valueFrom: { fieldRef: { fieldPath: metadata.namespace } } }\n          ports`])],
    ['a port from the environment', written(example('minimal'), ['            - query\n', '            - query\n            - --http-address=0.0.0.0:$(PORT)\n'], [/( {10})(ports:\n +- name: grpc\n +containerPort: 10901\n +- name: http\n +containerPort: )10902\n$(?!\s+volumeMounts)/, '$1env: [{ name: PORT, value: "9090" }]\n$1$29090\n'])],
    ['short names in the ring', written(example('corrected'), ['.thanos-receiver-headless.monitoring.svc.cluster.local:10901', '.thanos-receiver-headless:10901'])],
    ['the label NAME as kube-thanos writes it', written(example('corrected'), ['$(POD_NAME)', '$(NAME)'], ['name: POD_NAME', 'name: NAME'])],
    ['object storage from the environment', written(example('corrected'), ['--objstore.config-file=/etc/thanos/objstore.yml', '--objstore.config=$(OBJSTORE_CONFIG)'], [/^( +)- name: S3_ACCESS_KEY\n/, '$1- name: OBJSTORE_CONFIG\n$1  valueFrom: { secretKeyRef: { name: thanos-s3-config, key: objstore.yml } }\n$1- name: S3_ACCESS_KEY\n'])],
    ['object storage of the agent of Vault', written(example('minimal'), ['--objstore.config-file=/etc/thanos/objstore.yml', '--objstore.config-file=/vault/secrets/objstore.yml'])],
    ['object storage in a ConfigMap', written(example('minimal'), ['kind: Secret\n', 'kind: ConfigMap\n'], ['stringData:', 'data:'], ['secret:\n            secretName: thanos-objstore', 'configMap:\n            name: thanos-objstore'])],
    ['a Secret in base64', written(example('minimal'), [/stringData:\n {2}objstore.yml: \|\n(?: {4}.*\n)+/, `data:\n  objstore.yml: ${btoa('type: S3\nconfig:\n  bucket: thanos\n  endpoint: minio:9000\n  insecure: true\n')}\n`])],
    ['a projected volume', written(example('corrected'), ['          configMap:\n            name: thanos-receiver-hashrings\n', '          projected:\n            sources:\n              - serviceAccountToken: { path: token }\n              - configMap:\n                  name: thanos-receiver-hashrings\n                  items: [{ key: hashrings.json, path: rings/now.json }]\n'], ['/etc/thanos-hashrings/hashrings.json', '/etc/thanos-hashrings/rings/now.json'])],
    ['keys mounted under other names', written(example('corrected'), ['            name: thanos-receiver-hashrings\n', '            name: thanos-receiver-hashrings\n            items: [{ key: hashrings.json, path: ring.json }]\n'], ['/etc/thanos-hashrings/hashrings.json', '/etc/thanos-hashrings/ring.json'])],
    ['a ring on the command line', written(example('router-ingestors'), ['--receive.hashrings-file=/etc/hashrings/hashrings.json', `'--receive.hashrings=[{"endpoints":[${[0, 1, 2, 3, 4, 5].map((pod) => `"thanos-ingest-${pod}.thanos-ingest.thanos.svc.cluster.local:10901"`).join(',')}]}]'`])],
    ['a router with the same label on every pod', written(example('router-ingestors'), ['--label=router="$(POD_NAME)"', '--label=component="router"'])],
    ['a port of a proxy beside Thanos', written(example('minimal'), ['    - name: http\n      port: 9090\n      targetPort: http\n', '    - name: http\n      port: 9090\n      targetPort: proxy\n'], ['      containers:\n        - name: thanos\n          image: quay.io/thanos/thanos:v0.38.0\n          args:\n            - query\n', '      containers:\n        - name: proxy\n          image: quay.io/oauth2-proxy/oauth2-proxy:v7.7.0\n          ports: [{ name: proxy, containerPort: 4180 }]\n        - name: thanos\n          image: quay.io/thanos/thanos:v0.38.0\n          args:\n            - query\n'])],
    ['a single ruler with a label of its pod', written(example('corrected'), ['  replicas: 2\n  selector:\n    matchLabels:\n      app: thanos-ruler\n', '  selector:\n    matchLabels:\n      app: thanos-ruler\n'], ['            - --alert.label-drop=ruler_replica\n', ''], ['            - --query.replica-label=ruler_replica\n', ''])],
    ['a ruler that relabels its alerts', written(example('corrected'), ['--alert.label-drop=ruler_replica', "'--alert.relabel-config=[{ action: labeldrop, regex: ruler_replica }]'"])],
    ['a ruler that writes to the receivers', written(example('corrected'), ['            - --rule-file=', '            - "--remote-write.config={remote_write: [{url: http://thanos-receiver:19291/api/v1/receive}]}"\n            - --rule-file='], ['            - --endpoint=dns+thanos-ruler.monitoring.svc.cluster.local:10901\n', ''])],
    ['a frontend that asks for downsampled data', written(added(example('corrected'), 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: qfe, namespace: monitoring }\nspec: { template: { spec: { containers: [{ name: qfe, image: "thanos:v0.31.0", args: [query-frontend, "--query-frontend.downstream-url=http://thanos-query:9090"] }] } } }\n'), ['            - --query.auto-downsampling\n', ''])],
    ['two queriers that share the stores', written(added(example('minimal'), 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: recent, namespace: monitoring }\nspec: { template: { metadata: { labels: { app: recent } }, spec: { containers: [{ name: thanos, image: "thanos:v0.38.0", args: [query, --endpoint=thanos-receive:10901] }] } } }\n'), ['            - --endpoint=thanos-receive.monitoring:10901\n', ''])],
    ['two installations in two namespaces', [...example('minimal'), ...written(example('minimal'), ['monitoring', 'staging'], ['bucket: thanos', 'bucket: staging']).map(({ name, text }) => ({ name: `staging-${name}`, text }))]],
['stores that share the bucket by hash', written(added(example('minimal'), example('minimal').map(({ text }) => text.split('---\n').filter((part) => part.includes('  name: thanos-store\n')).join('---\n').replaceAll('thanos-store', 'thanos-store-b').replaceAll('            - store\n', `            - store\n            - ${shardOf(1)}\n`)).join('---\n')), [/^( +- store)\n(?! +- "--selector)/, `$1\n            - ${shardOf(0)}\n`], ['            - --endpoint=thanos-store:10901\n', '            - --endpoint=thanos-store:10901\n            - --endpoint=thanos-store-b:10901\n'])],
    ['a headless Service that tolerates unready endpoints', written(example('corrected'), ['  publishNotReadyAddresses: true\n', ''], ['  name: thanos-receiver-headless\n  namespace', '  name: thanos-receiver-headless\n  annotations: { service.alpha.kubernetes.io/tolerate-unready-endpoints: "true" }\n  namespace'])],
    ['all in one List', [{ name: 'list.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: readYaml(example('corrected')).documents.map(({ value }) => value) }) }]],
    ['Windows line ends', example('corrected').map(({ name, text }) => ({ name, text: text.replaceAll('\n', '\r\n') }))],
    ['things that are not Thanos beside it', added(example('corrected'), `apiVersion: apps/v1
kind: Deployment
metadata: { name: grafana, namespace: monitoring }
spec: { template: { metadata: { labels: { app: grafana } }, spec: { containers: [{ name: grafana, image: "grafana/grafana:11", args: ["--config=/etc/grafana.ini"] }] } } }
---
apiVersion: v1
kind: Service
metadata: { name: grafana, namespace: monitoring }
spec: { selector: { app: grafana }, ports: [{ port: 80, targetPort: 3000 }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: grafana, namespace: monitoring }
spec: { rules: [] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: thanos-query, namespace: monitoring }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: thanos-query }, maxReplicas: 5 }
---
apiVersion: v1
kind: Service
metadata: { name: prometheus-operated, namespace: monitoring }
spec: { clusterIP: None, selector: { app: prometheus }, ports: [{ name: grpc, port: 10901, targetPort: grpc }, { name: web, port: 9090, targetPort: web }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: prometheus, namespace: monitoring }
spec:
  serviceName: prometheus-operated
  replicas: 2
  template:
    metadata: { labels: { app: prometheus } }
    spec:
      containers:
        - { name: prometheus, image: "prom/prometheus:v3.1.0", args: [--config.file=/etc/p.yml], ports: [{ name: web, containerPort: 9090 }] }
        - { name: thanos, image: "thanos:v0.31.0", args: [sidecar, --prometheus.url=http://localhost:9090, --tsdb.path=/prometheus], ports: [{ name: grpc, containerPort: 10901 }] }
`)],
  ])('with %s', (_what, files) => {
    expect(wrongsOf(files)).toEqual([])
  })
})

it('lists what is not Thanos as not managed, its Service too', () => {
  const { notManaged } = adopt(added(example('minimal'), `apiVersion: apps/v1
kind: Deployment
metadata: { name: grafana, namespace: monitoring }
spec: { template: { metadata: { labels: { app: grafana } }, spec: { containers: [{ name: grafana, image: "grafana/grafana:11" }] } } }
---
apiVersion: v1
kind: Service
metadata: { name: grafana, namespace: monitoring }
spec: { selector: { app: grafana }, ports: [{ port: 80 }] }
`))
  expect(notManaged).toEqual(['Deployment/monitoring/grafana', 'Service/monitoring/grafana'])
})

describe('something is wrong', () => {
  it.each<[string, Files, string]>([
    ['a ring under a Service that names no pods', written(example('corrected'), ['  serviceName: thanos-receiver-headless', '  serviceName: thanos-receiver']), 'hashring/not-a-member'],
    ['a ring under a Service with an address of its own', written(example('corrected'), ['  clusterIP: None\n  # Receivers', '  # Receivers']), 'hashring/not-a-member'],
    ['a local endpoint of a variable that is not set', written(example('corrected'), ['$(POD_NAME).thanos', '$(MY_POD).thanos']), 'workload/unset-variable'],
    ['a ring on the command line that is refused', written(example('router-ingestors'), ['--receive.hashrings-file=/etc/hashrings/hashrings.json', `'--receive.hashrings={}'`]), 'hashring/unreadable'],
    ['a ring on the command line that is too small', written(example('router-ingestors'), ['--receive.hashrings-file=/etc/hashrings/hashrings.json', `'--receive.hashrings=[{"endpoints":["thanos-ingest-0.thanos-ingest.thanos.svc.cluster.local:10901"]}]'`]), 'receive/factor-above-ring'],
    ['placeholders in a ConfigMap', written(example('minimal'), ['kind: Secret\n', 'kind: ConfigMap\n'], ['stringData:', 'data:'], ['bucket: thanos', 'bucket: <bucket>'], ['secret:\n            secretName: thanos-objstore', 'configMap:\n            name: thanos-objstore']), 'objstore/placeholder'],
    ['object storage on the command line without a bucket', written(example('minimal'), ['--objstore.config-file=/etc/thanos/objstore.yml', '"--objstore.config={type: S3, config: {endpoint: e}}"']).map(({ name, text }) => ({ name, text: text.replaceAll('"--objstore.config={type: S3, config: {endpoint: e}}"', '|-\n              --objstore.config=type: S3\n              config: { endpoint: e }') })), 'objstore/no-bucket'],
    ['a store that no querier of a namespace-less installation asks', written(example('minimal'), [/^ {2}namespace: monitoring\n/, ''], ['            - --endpoint=thanos-store:10901\n', '']), 'query/store-not-asked'],
    ['a Service to a port name that no container has', written(example('minimal'), ['targetPort: remote-write', 'targetPort: remotewrite']), 'service/unknown-port-name'],
    ['two rulers of one name apart by their static labels', written(added(example('corrected'), example('corrected').filter(({ name }) => name.includes('ruler')).map(({ text }) => text.replaceAll('thanos-ruler', 'ruler-b')).join('')), [/ruler_replica="\$\(POD_NAME\)"/, 'other_replica="a"'], ['  replicas: 2\n  selector:\n    matchLabels:\n      app: ruler-b', '  replicas: 1\n  selector:\n    matchLabels:\n      app: ruler-b'], ['  replicas: 2\n  selector:\n    matchLabels:\n      app: thanos-ruler', '  replicas: 1\n  selector:\n    matchLabels:\n      app: thanos-ruler']), 'query/replica-label-missing'],
  ])('%s', (_what, files, code) => {
    expect(adopt(files).problems).toEqual([])
    expect(serious(files).join('\n')).toContain(` ${code} `)
  })
})
