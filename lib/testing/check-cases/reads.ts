// Examples of what is found in queriers, query-frontends, stores, compactors and their bucket.
import type { Edit } from '../../thanos/edit.ts'
import { addFlag, bites, CACHES, COMPACTOR, ENDPOINTS, field, file, flag, FRONTEND, limit, QUERY, RECEIVER, replicas, RULER, STORE, variable, type Case } from './case.ts'

const HASHMOD = (label: string, modulus: number, regex: string): string => `[{action: hashmod, source_labels: [${label}], target_label: shard, modulus: ${modulus}}, {action: keep, source_labels: [shard], regex: '${regex}'}]`
const selector = (object: string, config: string): Edit => flag(object, 'selector.relabel-config', config)
const endpoints = (text: string): Edit => file(ENDPOINTS, 'endpoints.yaml', text)
const GOOD_ENDPOINTS = 'endpoints:\n  - address: dnssrv+_grpc._tcp.thanos-store.thanos.svc.cluster.local\n    group: true\n    service_config: {}\n  - address: thanos-ingest-0.thanos-ingest:10901\n    strict: true\n    client_config: { compression: snappy }\n'
const SECOND = 'StatefulSet/monitoring/compactor-b'
const second = (selected: string): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: compactor-b, namespace: monitoring }
spec:
  serviceName: compactor-b
  template:
    metadata: { labels: { app: compactor-b } }
    spec:
      containers:
        - name: thanos
          image: quay.io/thanos/thanos:v0.31.0
          args: [compact, --wait, --data-dir=/data, --objstore.config-file=/etc/thanos/objstore.yml${selected === '' ? '' : `, "--selector.relabel-config=${selected}"`}]
          volumeMounts: [{ name: objstore, mountPath: /etc/thanos }, { name: data, mountPath: /data }]
      volumes: [{ name: objstore, secret: { secretName: thanos-s3-config } }]
  volumeClaimTemplates: [{ metadata: { name: data } }]
`
const twoCompactors = (first: string, other: string): { edits: Edit[]; add: string } => ({ edits: first === '' ? [] : [selector(COMPACTOR, first)], add: second(other) })
const OTHER_BUCKET = `apiVersion: v1\nkind: Secret\nmetadata: { name: other, namespace: monitoring }\nstringData:\n  objstore.yml: |\n    type: S3\n    config: { bucket: other, endpoint: "s3.internal:9000" }\n`
const objstore = (config: string, type = 'S3', more = ''): string => `type: ${type}\n${more}config: ${config}\n`
const pasted = (code: string, bad: string, good = objstore('{ bucket: thanos, endpoint: "minio:9000", insecure: true, access_key: $(A), secret_key: $(B) }')): Case => ({ code, on: 'nothing', bad: { add: bad }, good: { add: good } })
const scaler = (kind: string, name: string): string => `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: thanos-scaler, namespace: monitoring }\nspec: { scaleTargetRef: { apiVersion: apps/v1, kind: ${kind}, name: ${name} }, maxReplicas: 5 }\n`
const store = (name: string): string => `StatefulSet/metrics/thanos-store-${name}`
const POLICY = (actions: string, resources: string, principal = ''): string => `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", ${principal}"Action": [${actions}], "Resource": [${resources}] }] }`
const ROLE = '"Principal": { "AWS": "arn:aws:iam::1:role/thanos" }, '
const BOTH = '"arn:aws:s3:::b", "arn:aws:s3:::b/*"'
const SECRET = (text: string): string => `apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData:\n  objstore.yml: |\n    ${text}\n`
const LIFECYCLE = (rule: string): string => `{ "Rules": [{ "Status": "Enabled", ${rule} }] }`

export const READ_CASES: readonly Case[] = [
  bites('query/endpoint-unanswered', addFlag(QUERY, 'endpoint', 'dnssrv+_web._tcp.thanos-receiver-headless.monitoring.svc.cluster.local')),
  bites('query/endpoint-unanswered', addFlag(QUERY, 'endpoint', 'thanos-store.monitoring.svc.cluster.local:10902')),
  { code: 'query/endpoint-not-here', on: 'minimal', bad: { edits: [addFlag(QUERY, 'endpoint', 'dnssrv+_grpc._tcp.prometheus-operated.monitoring.svc.cluster.local')] } },
  bites('query/store-not-asked', flag(QUERY, 'endpoint', 'thanos-store.monitoring.svc.cluster.local:10901')),
  bites('query/hidden-replicas', addFlag(QUERY, 'endpoint', 'thanos-receiver.monitoring.svc.cluster.local:10901'), field('Service/monitoring/thanos-receiver', '/spec/ports/-', { name: 'grpc', port: 10901 })),
  bites('query/hidden-replicas', field('Service/monitoring/thanos-ruler', '/spec/clusterIP', null)),
  bites('query/replica-label-missing', flag(QUERY, 'query.replica-label', 'prometheus_replica')),
  bites('query/replica-label-unused', addFlag(QUERY, 'query.replica-label', 'rule_replica')),
  bites('query/no-auto-downsampling', flag(QUERY, 'query.auto-downsampling')),
  bites('query/no-endpoints', flag(QUERY, 'endpoint')),
  { code: 'query/endpoint-twice', on: 'router-ingestors', bad: { edits: [endpoints(`${GOOD_ENDPOINTS}  - address: thanos-ingest-0.thanos-ingest:10901\n`)] }, good: { edits: [endpoints(GOOD_ENDPOINTS)] } },
  bites('query/endpoint-twice', flag(QUERY, 'endpoint', 'a:1', 'a:1')),
  { code: 'query/endpoints-unreadable', on: 'router-ingestors', bad: { edits: [endpoints('- address: a:1\n')] }, good: { edits: [endpoints(GOOD_ENDPOINTS)] } },
  { code: 'query/endpoint-without-address', on: 'router-ingestors', bad: { edits: [endpoints('endpoints: [{ adress: "a:1" }]\n')] }, good: { edits: [endpoints(GOOD_ENDPOINTS)] } },
  { code: 'query/variable-in-endpoints', on: 'router-ingestors', bad: { edits: [endpoints('endpoints: [{ address: "thanos-store.$(NAMESPACE).svc:10901" }]\n')] }, good: { edits: [endpoints(GOOD_ENDPOINTS)] } },
  { code: 'query/strict-dynamic', on: 'router-ingestors', bad: { edits: [endpoints('endpoints: [{ address: "dns+a:1", strict: true }]\n')] }, good: { edits: [endpoints(GOOD_ENDPOINTS)] } },
  bites('query/strict-dynamic', addFlag(QUERY, 'endpoint-strict', 'dns+thanos-store:10901')),
  { code: 'query/service-config-without-group', on: 'router-ingestors', bad: { edits: [endpoints('endpoints: [{ address: "dns+a:1", service_config: {} }]\n')] }, good: { edits: [endpoints(GOOD_ENDPOINTS)] } },
  { code: 'query/unknown-compression', on: 'router-ingestors', bad: { edits: [endpoints('default_client_config: { compression: gzip }\nendpoints: []\n')] }, good: { edits: [endpoints(GOOD_ENDPOINTS)] } },
  { code: 'query/unknown-endpoint-key', on: 'nothing', bad: { add: 'endpoints:\n  - address: a:1\n    groups: true\n' }, good: { add: GOOD_ENDPOINTS } },
  { code: 'query/partition-is-replica', on: 'router-ingestors', bad: { edits: [flag('Deployment/thanos/thanos-query', 'query.partition-label', 'region', 'receive_replica')] }, good: { edits: [flag('Deployment/thanos/thanos-query', 'query.partition-label', 'region')] } },

  { code: 'query-frontend/cache-without-split', on: 'store-shards', bad: { edits: [flag(FRONTEND, 'query-range.split-interval', '0')] } },
  { code: 'query-frontend/cache-without-split', on: 'store-shards', bad: { edits: [flag(FRONTEND, 'labels.split-interval', '0s')] } },
  { code: 'query-frontend/two-splits', on: 'store-shards', bad: { edits: dynamic('1h', '24h', '4') }, good: { edits: [...dynamic('1h', '24h', '4'), flag(FRONTEND, 'query-range.split-interval', '0')] } },
  { code: 'query-frontend/half-a-split', on: 'store-shards', bad: { edits: [flag(FRONTEND, 'query-range.split-interval', '0'), flag(FRONTEND, 'query-range.horizontal-shards', '4')] }, good: { edits: [...dynamic('1h', '24h', '4'), flag(FRONTEND, 'query-range.split-interval', '0')] } },
  { code: 'query-frontend/no-downstream', on: 'store-shards', bad: { edits: [flag(FRONTEND, 'query-frontend.downstream-url')] } },
  { code: 'query-frontend/no-downstream', on: 'store-shards', bad: { edits: [flag(FRONTEND, 'query-frontend.downstream-url', '')] } },
  { code: 'query-frontend/downstream-unanswered', on: 'store-shards', bad: { edits: [flag(FRONTEND, 'query-frontend.downstream-url', 'http://thanos-query:10902')] }, good: { edits: [flag(FRONTEND, 'query-frontend.downstream-url', 'http://thanos-query:9090/')] } },
  { code: 'query-frontend/downstream-unanswered', on: 'store-shards', bad: { edits: [flag(FRONTEND, 'query-frontend.downstream-url', 'http://thanos-store-year:10902')] } },
  { code: 'flag/bad-value', on: 'store-shards', bad: { edits: [flag(FRONTEND, 'labels.default-time-range', '0')] }, good: { edits: [flag(FRONTEND, 'labels.default-time-range', '12h')] } },
  { code: 'cache/unknown-type', on: 'store-shards', bad: { edits: [file(CACHES, 'index.yaml', 'type: MEMCACHE\nconfig: {}\n')] }, good: { edits: [file(CACHES, 'index.yaml', 'type: redis\nconfig: {}\n')] } },
  { code: 'cache/unknown-type', on: 'store-shards', bad: { edits: [file(CACHES, 'responses.yaml', 'type: GROUPCACHE\nconfig: {}\n')] }, good: { edits: [file(CACHES, 'bucket.yaml', 'type: GROUPCACHE\nconfig: {}\n')] } },
  { code: 'store/cache-size-unread', on: 'store-shards', bad: { edits: [flag(store('year'), 'index-cache-size', '1GB')] } },

  bites('store/only-recent', flag(STORE, 'min-time', '-8760h')),
  // What a variable of the container brings is judged as if it stood there; one that Kubernetes fills in is not.
  { code: 'store/only-recent', on: 'corrected', bad: { edits: variable(STORE, 'min-time', { value: '-6h' }) }, good: { edits: variable(STORE, 'min-time', { valueFrom: { configMapKeyRef: { name: 'range', key: 'from', optional: true } } }) } },
  bites('store/future-time', flag(STORE, 'max-time', '6h')),
  bites('store/empty-range', flag(STORE, 'min-time', '-1h'), flag(STORE, 'max-time', '-6h')),
  bites('store/caches-above-limit', limit(STORE, 'limits', '4Gi')),
  pasted('store/caches-need-memory', '--index-cache-size=2GB\n--chunk-pool-size=4GB\n', '--index-cache-size=100MB\n--chunk-pool-size=1GB\n'),
  { code: 'store/time-gap', on: 'store-shards', bad: { edits: [flag(store('archive'), 'max-time', '-2y')] }, good: { edits: [flag(store('archive'), 'max-time', '-50w')] } },
  { code: 'store/gap-behind-receivers', on: 'corrected', bad: { edits: [flag(STORE, 'max-time', '-47h')] }, good: { edits: [flag(STORE, 'max-time', '-6h')] } },
  { code: 'store/replicas-all-asked', on: 'router-ingestors', bad: { edits: [replicas('StatefulSet/thanos/thanos-store', 2)] } },
  { code: 'store/idle-replicas', on: 'minimal', bad: { edits: [replicas('StatefulSet/monitoring/thanos-store', 2)] } },
  { code: 'store/reads-deleted', on: 'corrected', bad: { edits: [flag(COMPACTOR, 'delete-delay', '12h')] }, good: { edits: [flag(COMPACTOR, 'delete-delay', '12h'), flag(STORE, 'ignore-deletion-marks-delay', '6h')] } },
  { code: 'store/shard-missing', on: 'corrected', bad: { edits: [selector(STORE, HASHMOD('__block_id', 2, '0'))] }, good: { edits: [selector(STORE, HASHMOD('__block_id', 2, '0|1'))] } },

  bites('compact/retention-below-downsampling', flag(COMPACTOR, 'retention.resolution-raw', '1d')),
  bites('compact/retention-below-downsampling', flag(COMPACTOR, 'retention.resolution-5m', '9d')),
  bites('compact/no-1h-data', flag(COMPACTOR, 'retention.resolution-5m', '12d')),
  bites('compact/little-1h-data', flag(COMPACTOR, 'retention.resolution-raw', '3d'), flag(COMPACTOR, 'retention.resolution-5m', '14d')),
  { code: 'compact/no-zoom-in', on: 'minimal', bad: { edits: [flag('StatefulSet/monitoring/thanos-compact', 'retention.resolution-raw', '30d')] }, good: { edits: [flag('StatefulSet/monitoring/thanos-compact', 'retention.resolution-1h', '1y')] } },
  bites('compact/no-wait', flag(COMPACTOR, 'wait')),
  bites('compact/several-replicas', replicas(COMPACTOR, 2)),
  { code: 'compact/two-compactors', on: 'corrected', bad: { add: second('') }, good: twoCompactors('[{action: keep, source_labels: [c], regex: a}]', '[{action: drop, source_labels: [c], regex: a}]') },
  { code: 'compact/shards-overlap', on: 'corrected', bad: twoCompactors(HASHMOD('cluster', 2, '0|1'), HASHMOD('cluster', 2, '1')), good: twoCompactors(HASHMOD('cluster', 2, '0'), HASHMOD('cluster', 2, '1')) },
  { code: 'compact/shard-missing', on: 'corrected', bad: twoCompactors(HASHMOD('cluster', 3, '0'), HASHMOD('cluster', 3, '1')), good: twoCompactors(HASHMOD('cluster', 2, '0'), HASHMOD('cluster', 2, '1')) },
  { code: 'compact/shards-by-block', on: 'corrected', bad: twoCompactors(HASHMOD('__block_id', 2, '0'), HASHMOD('__block_id', 2, '1')), good: twoCompactors(HASHMOD('cluster', 2, '0'), HASHMOD('cluster', 2, '1')) },
  { code: 'compact/surges', on: 'corrected', bad: { edits: [field(COMPACTOR, '/kind', 'Deployment')] }, good: { edits: [field(COMPACTOR, '/spec/strategy', { type: 'Recreate' }), field(COMPACTOR, '/kind', 'Deployment')] } },
  { code: 'compact/autoscaled', on: 'corrected', bad: { add: scaler('StatefulSet', 'thanos-compactor') }, good: { add: scaler('Deployment', 'thanos-query') } },
  { code: 'compact/penalty-without-label', on: 'corrected', bad: { edits: [flag(COMPACTOR, 'deduplication.func', 'penalty')] }, good: { edits: [flag(COMPACTOR, 'deduplication.func', 'penalty'), flag(COMPACTOR, 'deduplication.replica-label', 'prometheus_replica')] } },
  { code: 'compact/pairs-without-penalty', on: 'corrected', bad: { edits: [flag(COMPACTOR, 'deduplication.replica-label', 'prometheus_replica')] }, good: { edits: [flag(COMPACTOR, 'deduplication.replica-label', 'receive_replica')] } },
  { code: 'compact/copies-kept', on: 'corrected', bad: {}, good: { edits: [flag(COMPACTOR, 'deduplication.replica-label', 'receive_replica')] } },
  bites('compact/deletes-at-once', flag(COMPACTOR, 'delete-delay', '0s')),

  { code: 'objstore/differs', on: 'corrected', bad: { add: OTHER_BUCKET, edits: [field(COMPACTOR, '/spec/template/spec/volumes/0/secret/secretName', 'other')] }, good: { add: OTHER_BUCKET } },
  bites('objstore/unset-variable', field(STORE, '/spec/template/spec/containers/0/env', null)),
  pasted('objstore/placeholder', objstore('{ bucket: thanos, endpoint: <endpoint> }')),
  pasted('objstore/scheme-in-endpoint', objstore('{ bucket: thanos, endpoint: "http://minio:9000" }')),
  pasted('objstore/http-against-https', objstore('{ bucket: thanos, endpoint: "minio:443", insecure: true }')),
  pasted('objstore/no-endpoint', objstore('{ bucket: thanos }')),
  pasted('objstore/no-bucket', objstore('{ endpoint: e }')),
  pasted('objstore/bucket-name', objstore('{ bucket: "s3://thanos/blocks", endpoint: e }'), objstore('{ bucket: thanos-blocks.seoul_1, endpoint: e }')),
  pasted('objstore/bucket-name', objstore('{ bucket: b, endpoint: e }'), objstore('{ bucket: $(BUCKET), endpoint: e }')),
  pasted('objstore/no-bucket', SECRET('type: S3\n    config: { endpoint: e }\n    ---\n    type: S3\n    config: { endpoint: e, bucket: thanos }'), SECRET('---\n    type: S3\n    config: { endpoint: e, bucket: thanos }\n    ---\n    more: x')),
  pasted('objstore/half-a-key', objstore('{ bucket: thanos, endpoint: e, access_key: x }')),
  // The line below the --- belongs to the document.
  pasted('objstore/unreadable', SECRET('---\n    bucket: x\n    type: S3\n    config: { endpoint: e }'), SECRET('---\n    type: S3\n    config: { endpoint: e, bucket: thanos }')),
  pasted('objstore/further-documents', SECRET('---\n    type: S3\n    config: { endpoint: e, bucket: thanos }\n    ---\n    type: S3\n    config: { endpoint: e, bucket: other }'), SECRET('---\n    type: S3\n    config: { endpoint: e, bucket: thanos }\n    ---\n    # nothing')),
  pasted('objstore/unknown-key', objstore('{ bucket: thanos, endpoint: e, encrypt_sse: true }')),
  pasted('objstore/unknown-key', objstore('{ bucket: thanos, endpoint: e, trace: { enabled: true } }'), objstore('{ bucket: thanos, endpoint: e, trace: { enable: true } }')),
  pasted('objstore/unknown-key', objstore('{ bucket: thanos, endpoint: e, http_config: { tls_config: { ca: x } } }'), objstore('{ bucket: thanos, endpoint: e, http_config: { tls_config: { ca_file: x } } }')),
  pasted('objstore/unknown-key', objstore('{ bucket: thanos, foo: x }', 'GCS'), objstore('{ bucket: thanos, chunk_size_bytes: 1 }', 'GCS')),
  pasted('objstore/unknown-key', objstore('{ storage_account: a, container: c, foo: x }', 'AZURE'), objstore('{ storage_account: a, container: c, pipeline_config: { max_tries: 3 } }', 'AZURE')),
  pasted('objstore/unknown-key', objstore('{ container_name: c, foo: 1 }', 'SWIFT'), objstore('{ container_name: c, retries: 1 }', 'SWIFT')),
  pasted('objstore/wrong-type', objstore('{ bucket: thanos, endpoint: e, part_size: "64MB" }'), objstore('{ bucket: thanos, endpoint: e, part_size: 67108864 }')),
  pasted('objstore/wrong-type', objstore('{ bucket: thanos, endpoint: e, insecure: "yes" }'), objstore('{ bucket: thanos, endpoint: e, insecure: yes }')),
  pasted('objstore/wrong-type', objstore('{ bucket: thanos, endpoint: e, http_config: { idle_conn_timeout: 90 } }'), objstore('{ bucket: thanos, endpoint: e, http_config: { idle_conn_timeout: 90s } }')),
  pasted('objstore/wrong-type', objstore('{ bucket: thanos, endpoint: e, http_config: 5 }'), objstore('{ bucket: thanos, endpoint: e, put_user_metadata: { yes: no } }')),
  pasted('objstore/wrong-type', objstore('{ bucket: thanos, endpoint: e, max_retries: "3" }'), objstore('{ bucket: thanos, endpoint: e, max_retries: $(RETRIES) }')),
  pasted('objstore/path-in-endpoint', objstore('{ bucket: thanos, endpoint: "minio:9000/path" }'), objstore('{ bucket: thanos, endpoint: "minio:9000/" }')),
  pasted('objstore/unknown-key', objstore('{ bucket: thanos, endpoint: e, sse_config: { type: SSE-S3, kms_key: x } }'), objstore('{ bucket: thanos, endpoint: e, sse_config: { type: SSE-KMS, kms_key_id: x, kms_encryption_context: { a: b } } }')),
  pasted('objstore/unknown-provider', objstore('{ bucket: thanos }', 'S4')),
  pasted('objstore/wrong-type', objstore('{ provider: default, bucket: b, part_size: 64MB }', 'OCI'), objstore('{ provider: default, bucket: b, part_size: 67108864, http_config: { client_timeout: 90s } }', 'OCI')),
  pasted('objstore/unknown-key', objstore('{ provider: default, bucket: b, compartment: c }', 'OCI'), objstore('{ provider: default, bucket: b, compartment_ocid: c }', 'OCI')),
  pasted('objstore/unknown-word', objstore('{ provider: instance, bucket: b }', 'OCI'), objstore('{ provider: Instance-Principal, bucket: b }', 'OCI')),
  pasted('objstore/setting-missing', objstore('{ bucket: b }', 'OCI'), objstore('{ provider: default, bucket: b }', 'OCI')),
  pasted('objstore/setting-missing', objstore('{ provider: raw, bucket: b, tenancy_ocid: t, user_ocid: u, region: r, fingerprint: f }', 'OCI'), objstore('{ provider: raw, bucket: b, tenancy_ocid: t, user_ocid: u, region: r, fingerprint: f, privatekey: $(KEY) }', 'OCI')),
  pasted('objstore/unreadable', objstore('{ bucket: thanos, endpoint: e }', 'S3', 'bucket: thanos\n'), objstore('{ bucket: thanos, endpoint: e }', 'S3', 'prefix: p\n')),
  pasted('objstore/two-ways-to-sign', objstore('{ bucket: thanos, endpoint: e, aws_sdk_auth: true, access_key: $(A), secret_key: $(B) }'), objstore('{ bucket: thanos, endpoint: e, aws_sdk_auth: true }')),
  pasted('objstore/unknown-word', objstore('{ bucket: thanos, endpoint: e, bucket_lookup_type: virtual }'), objstore('{ bucket: thanos, endpoint: e, bucket_lookup_type: virtual-hosted, list_objects_version: v2 }')),
  pasted('objstore/encryption-without-key', objstore('{ bucket: thanos, endpoint: e, sse_config: { type: SSE-C } }'), objstore('{ bucket: thanos, endpoint: e, sse_config: { type: SSE-C, encryption_key: /etc/key } }')),
  pasted('objstore/encryption-without-key', objstore('{ bucket: thanos, endpoint: e, sse_config: { type: SSE-KMS } }'), objstore('{ bucket: thanos, endpoint: e, sse_config: { type: SSE-S3 } }')),
  pasted('objstore/setting-missing', objstore('{ container: c }', 'AZURE'), objstore('{ storage_account: a, container: c }', 'AZURE')),
  pasted('objstore/setting-missing', objstore('{ service_account: "{}" }', 'GCS'), objstore('{ bucket: thanos }', 'GCS')),
  pasted('objstore/policy-without-principal', POLICY('"s3:GetObject"', '"arn:aws:s3:::b/*"'), POLICY('"s3:GetObject"', '"arn:aws:s3:::b/*"', ROLE)),
  pasted('objstore/policy-wrong-resource', POLICY('"s3:ListBucket", "s3:GetObject"', '"arn:aws:s3:::b/*"', ROLE), POLICY('"s3:ListBucket", "s3:GetObject"', BOTH, ROLE)),
  pasted('objstore/policy-wrong-resource', POLICY('"s3:ListBucket", "s3:GetObject"', '"arn:aws:s3:::b"', ROLE), POLICY('"s3:*"', BOTH, ROLE)),
  pasted('objstore/policy-allows-delete', POLICY('"s3:GetObject", "s3:DeleteObject"', BOTH, ROLE), POLICY('"s3:GetObject", "s3:PutObject"', BOTH, ROLE)),
  pasted('objstore/lifecycle-expires', LIFECYCLE('"ID": "a", "Filter": {}, "Expiration": { "Days": 395 }'), LIFECYCLE('"ID": "a", "Filter": {}, "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": 7 }')),
  pasted('objstore/lifecycle-malformed', LIFECYCLE('"Id": "a", "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": 7 }'), LIFECYCLE('"ID": "a", "Prefix": "", "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": 7 }')),

  bites('relabel/selector-action', selector(STORE, '[{action: replace, source_labels: [a], target_label: b}]')),
  { code: 'relabel/selector-action', on: 'corrected', bad: { edits: [selector(COMPACTOR, '[{source_labels: [a]}]')] }, good: { edits: [selector(COMPACTOR, '[{action: Keep, source_labels: [a], regex: b}]')] } },
  { code: 'relabel/unknown-action', on: 'corrected', bad: { edits: [flag(RECEIVER, 'receive.relabel-config', '[{action: remove, regex: a}]')] }, good: { edits: [flag(RECEIVER, 'receive.relabel-config', '[{action: labeldrop, regex: a}]')] } },
  bites('relabel/unreadable', flag(RULER, 'alert.relabel-config', 'action: drop')),
  bites('compact/two-compactors', { op: 'object.add', manifest: { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: SECOND.split('/')[2] ?? '', namespace: 'monitoring' }, spec: { template: { spec: { volumes: [{ name: 'o', secret: { secretName: 'thanos-s3-config' } }], containers: [{ name: 't', args: ['compact', '--wait', '--objstore.config-file=/o/objstore.yml'], volumeMounts: [{ name: 'o', mountPath: '/o' }] }] } } } } }),
]

function dynamic(least: string, most: string, shards: string): Edit[] {
  return [flag(FRONTEND, 'query-range.min-split-interval', least), flag(FRONTEND, 'query-range.max-split-interval', most), flag(FRONTEND, 'query-range.horizontal-shards', shards)]
}
