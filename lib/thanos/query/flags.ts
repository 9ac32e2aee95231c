// Flags of thanos query, the PromQL API over all stores.
import type { FlagTable } from '../flag.ts'
import { SELECTOR_RELABEL_FLAGS } from '../flags/blocks.ts'
import { PROCESS_FLAGS } from '../flags/process.ts'
import { CORS_FLAG, GRPC_SERVER_FLAGS, HTTP_FLAGS, REQUEST_DECISION_FLAG, REQUEST_LOGGING_FLAGS, ROUTE_PREFIX_FLAG, STORE_LIMIT_FLAGS, WEB_PREFIX_FLAGS } from '../flags/server.ts'
import { QUERY_ENDPOINT_FLAGS } from './endpoint-flags.ts'

export const QUERY_FLAGS = {
  ...QUERY_ENDPOINT_FLAGS,
  'query.timeout': { type: 'duration', section: 'query', default: '2m', en: 'How long one query may run before it is cancelled. Keep it at or below the timeout of what stands in front.', ko: '쿼리 하나가 실행될 수 있는 최대 시간입니다. 앞단의 타임아웃 이하로 둡니다.' },
  'query.promql-engine': { type: 'enum', section: 'query', values: ['prometheus', 'thanos'], default: 'prometheus', since: '0.30', en: 'Engine that evaluates PromQL unless the request names one. thanos is faster for many queries and falls back to prometheus where it has to.', ko: '요청이 지정하지 않을 때 PromQL을 평가하는 엔진입니다. thanos는 많은 쿼리에서 더 빠르며 필요하면 prometheus로 대체합니다.' },
  'query.mode': { type: 'enum', section: 'query', values: ['local', 'distributed'], default: 'local', since: '0.35', accepted: '0.31', en: 'Where PromQL is evaluated: here, or pushed down to the queriers below. distributed always takes the thanos engine.', ko: 'PromQL을 여기서 평가할지, 하위 querier로 내려보낼지 정합니다. distributed는 항상 thanos 엔진을 씁니다.' },
  'query.max-concurrent': { type: 'integer', section: 'query', default: '20', en: 'How many queries run at the same time; others wait. Raise it with memory and CPU, when thanos_query_concurrent_gate_queries_in_flight stays at the limit.', ko: '동시에 실행되는 쿼리 수이며 나머지는 기다립니다. thanos_query_concurrent_gate_queries_in_flight가 한도에 머물면 메모리, CPU와 함께 늘립니다.' },
  'query.max-concurrent-select': { type: 'integer', section: 'query', default: '4', en: 'How many selectors of one query fetch series at the same time.', ko: '쿼리 하나에서 동시에 시리즈를 가져오는 selector 수입니다.' },
  'query.lookback-delta': { type: 'duration', section: 'query', goDuration: true, en: 'How far back a sample is still taken for the current value; PromQL takes 5m when unset. Set at least twice the slowest scrape interval.', ko: '현재 값으로 인정할 샘플의 최대 나이이며, 지정하지 않으면 PromQL 기본값 5m입니다. 가장 긴 scrape 간격의 두 배 이상으로 설정합니다.' },
  'query.default-evaluation-interval': { type: 'duration', section: 'query', default: '1m', en: 'Step of subqueries that name none.', ko: '간격을 지정하지 않은 서브쿼리의 step입니다.' },
  'query.default-step': { type: 'duration', section: 'query', default: '1s', en: 'Smallest step that the web page takes for range queries without a step. Grafana sends its own.', ko: 'step 없는 범위 쿼리에 웹 화면이 쓰는 최소 step입니다. Grafana는 자체 값을 보냅니다.' },
  'query.metadata.default-time-range': { type: 'duration', section: 'query', goDuration: true, default: '0s', en: 'How far back label and series requests without a time range look; 0s is all time. Set it to keep label lookups cheap.', ko: '시간 범위가 없는 레이블, 시리즈 요청이 조회하는 기간이며 0s는 전체입니다. 레이블 조회 비용을 줄일 때 설정합니다.' },
  'query.partial-response': { type: 'boolean', section: 'query', default: 'true', en: 'Answers with what is there, and a warning, when a store fails. Turn it off where a missing part is worse than an error.', ko: '일부 store가 실패하면 있는 데이터와 경고로 응답합니다. 누락이 오류보다 나쁠 때 끕니다.' },
  'query.enable-x-functions': { type: 'boolean', section: 'query', default: 'false', since: '0.34', en: 'Allows xrate, xincrease and xdelta, which look at the sample before the range too. Only in the thanos engine.', ko: '범위 직전 샘플까지 보는 xrate, xincrease, xdelta를 허용합니다. thanos 엔진에서만 동작합니다.' },
  'query.active-query-path': { type: 'string', section: 'query', en: 'Directory in which running queries are noted, to see after a crash what ran. Empty turns it off.', ko: '실행 중인 쿼리를 기록하는 디렉터리이며, 비정상 종료 후 원인을 찾을 때 씁니다. 비우면 기록하지 않습니다.' },
  'query.conn-metric.label': { type: 'enum', section: 'query', values: ['external_labels', 'store_type', 'ip_port'], valuesSince: { ip_port: '0.41' }, repeatable: true, since: '0.30', en: 'Labels of the metric that counts connections to stores; external_labels and store_type when unset. Leave labels out when it has too many series.', ko: 'store 연결 수 메트릭에 붙는 레이블이며, 지정하지 않으면 external_labels와 store_type입니다. 시리즈가 너무 많으면 줄입니다.' },
  'query.telemetry.request-duration-seconds-quantiles': { type: 'float', section: 'query', repeatable: true, since: '0.29', en: 'Bucket bounds, in seconds, of thanos_store_api_query_duration_seconds.', ko: 'thanos_store_api_query_duration_seconds의 버킷 경계(초)입니다.' },
  'query.telemetry.request-samples-quantiles': { type: 'float', section: 'query', repeatable: true, since: '0.29', floatSince: '0.32', en: 'Numbers of samples by which thanos_store_api_query_duration_seconds is split (label samples_le).', ko: 'thanos_store_api_query_duration_seconds를 나누는 샘플 수 경계입니다(레이블 samples_le).' },
  'query.telemetry.request-series-seconds-quantiles': { type: 'float', section: 'query', repeatable: true, since: '0.29', floatSince: '0.32', en: 'Numbers of series by which thanos_store_api_query_duration_seconds is split (label series_le).', ko: 'thanos_store_api_query_duration_seconds를 나누는 시리즈 수 경계입니다(레이블 series_le).' },
  'query.dynamic-lookback-delta': { type: 'boolean', section: 'query', hidden: true, default: 'true', en: 'Looks further back when the query reads downsampled data, whose samples are further apart.', ko: '샘플 간격이 넓은 다운샘플링 데이터를 읽을 때 더 멀리까지 조회합니다.' },
  'query.disable-fallback': { type: 'boolean', section: 'query', hidden: true, since: '0.39', default: 'false', en: 'Fails a query that the thanos engine can’t evaluate, instead of taking the prometheus engine for it.', ko: 'thanos 엔진이 평가할 수 없는 쿼리를 prometheus 엔진으로 대체하지 않고 실패시킵니다.' },
  'query.distributed-with-overlapping-interval': { type: 'boolean', section: 'query', hidden: true, since: '0.38', default: 'false', en: 'Lets distributed queries start at the oldest time of any querier below, where their time ranges overlap.', ko: '하위 querier의 시간 범위가 겹칠 때 분산 쿼리가 가장 오래된 시점부터 시작하게 합니다.' },
  'query.lazy-retrieval-max-buffered-responses': { type: 'integer', section: 'query', hidden: true, since: '0.39', default: '20', en: 'How many responses of one store are held in memory when series are fetched lazily.', ko: '시리즈를 lazy 방식으로 가져올 때 store 하나에 대해 메모리에 보관하는 응답 수입니다.' },
  'grpc.proxy-strategy': { type: 'enum', section: 'query', hidden: true, values: ['eager', 'lazy'], default: 'eager', en: 'How series are fetched from the stores: all at once, or as they are needed. For tests.', ko: 'store에서 시리즈를 한꺼번에 가져올지 필요할 때 가져올지 정합니다. 시험용입니다.' },
  'rule.partial-response': { type: 'boolean', section: 'query', hidden: true, default: 'true', en: 'The rules API answers with what is there when a component fails.', ko: '일부 컴포넌트가 실패해도 rules API가 있는 데이터로 응답합니다.' },
  'target.partial-response': { type: 'boolean', section: 'query', hidden: true, default: 'true', en: 'The targets API answers with what is there when a component fails.', ko: '일부 컴포넌트가 실패해도 targets API가 있는 데이터로 응답합니다.' },
  'metric-metadata.partial-response': { type: 'boolean', section: 'query', hidden: true, default: 'true', en: 'The metric metadata API answers with what is there when a component fails.', ko: '일부 컴포넌트가 실패해도 메트릭 메타데이터 API가 있는 데이터로 응답합니다.' },
  'exemplar.partial-response': { type: 'boolean', section: 'query', hidden: true, default: 'true', en: 'The exemplars API answers with what is there when a component fails.', ko: '일부 컴포넌트가 실패해도 exemplars API가 있는 데이터로 응답합니다.' },
  'status.partial-response': { type: 'boolean', section: 'query', hidden: true, since: '0.40', default: 'true', en: 'The TSDB status API answers with what is there when a component fails.', ko: '일부 컴포넌트가 실패해도 TSDB status API가 있는 데이터로 응답합니다.' },

  'query.replica-label': { type: 'string', section: 'deduplication', repeatable: true, en: 'Label that only tells replicas apart and is merged away. Name every replica label that Prometheus, receive and rule set, spelled exactly so; commas separate several.', ko: '복제본만 구분하며 병합 시 제거되는 레이블입니다. Prometheus, receive, rule이 설정하는 복제 레이블을 모두 정확히 같은 이름으로 지정하며, 쉼표로 여러 개를 쓸 수 있습니다.' },
  'query.partition-label': { type: 'string', section: 'deduplication', repeatable: true, since: '0.37', en: 'Label that splits the data between the queriers below, for distributed mode. Never one of the replica labels; unset means all labels.', ko: 'distributed 모드에서 하위 querier 사이에 데이터를 나누는 레이블입니다. 복제 레이블과 겹치면 안 되며, 지정하지 않으면 모든 레이블을 씁니다.' },
  'deduplication.func': { type: 'enum', section: 'deduplication', values: ['penalty', 'chain'], default: 'penalty', since: '0.38', en: 'How replicas are merged: penalty for pairs of Prometheus that scrape on their own, chain for exact copies such as receive replicas.', ko: '복제본을 병합하는 방법입니다. 각자 scrape하는 Prometheus 쌍은 penalty, receive 복제본처럼 똑같은 사본은 chain을 씁니다.' },

  'query.auto-downsampling': { type: 'boolean', section: 'downsampling', default: 'false', en: 'Reads 5m and 1h data for wide steps (up to step / 5). Without it a plain query finds nothing older than the raw retention.', ko: 'step이 넓으면(step / 5까지) 5m, 1h 데이터를 읽습니다. 끄면 일반 쿼리는 원본 보존 기간보다 오래된 데이터를 찾지 못합니다.' },
  'query.instant.default.max_source_resolution': { type: 'duration', section: 'downsampling', hidden: true, default: '0s', en: 'Coarsest data that an instant query reads unless it says so itself; 0s is raw only. 1h lets instant queries reach beyond the raw retention.', ko: '순간 쿼리가 따로 지정하지 않을 때 읽는 가장 성긴 데이터이며 0s는 원본만 읽습니다. 1h로 두면 원본 보존 기간 이전도 조회됩니다.' },

  'query.tenant-header': { type: 'string', section: 'tenancy', default: 'THANOS-TENANT', since: '0.33', accepted: '0.32', en: 'Request header that names the tenant. Only trustworthy when a proxy in front sets it.', ko: '테넌트를 나타내는 요청 헤더입니다. 앞단 프록시가 설정할 때만 신뢰할 수 있습니다.' },
  'query.default-tenant-id': { type: 'string', section: 'tenancy', default: 'default-tenant', since: '0.33', en: 'Tenant of requests that name none.', ko: '테넌트를 지정하지 않은 요청의 테넌트입니다.' },
  'query.default-tenant': { type: 'string', section: 'tenancy', hidden: true, since: '0.32', removed: '0.33', replacedBy: 'query.default-tenant-id', default: 'default-tenant', en: 'Name of query.default-tenant-id in v0.32.', ko: 'v0.32에서 쓰던 query.default-tenant-id의 이름입니다.' },
  'query.tenant-certificate-field': { type: 'enum', section: 'tenancy', values: ['', 'organization', 'organizationalUnit', 'commonName'], default: '', since: '0.33', accepted: '0.32', en: 'Takes the tenant from this field of the client certificate; the header is then ignored.', ko: '클라이언트 인증서의 이 필드에서 테넌트를 읽으며, 헤더는 무시됩니다.' },
  'query.enforce-tenancy': { type: 'boolean', section: 'tenancy', default: 'false', since: '0.34', en: 'Answers only with series whose tenant label is the tenant of the request.', ko: '테넌트 레이블이 요청의 테넌트와 같은 시리즈만 응답합니다.' },
  'query.tenant-label-name': { type: 'string', section: 'tenancy', default: 'tenant_id', since: '0.34', en: 'Label that holds the tenant, for query.enforce-tenancy. The same as receive.tenant-label-name.', ko: 'query.enforce-tenancy가 보는 테넌트 레이블입니다. receive.tenant-label-name과 같아야 합니다.' },

  'selector-label': { type: 'label', section: 'endpoints', repeatable: true, en: 'Label that this querier announces to queriers above it. Set it when queriers are stacked and are to be chosen by label.', ko: '이 querier가 상위 querier에 알리는 레이블입니다. querier를 계층으로 두고 레이블로 고를 때 설정합니다.' },
  'selector.relabel-config-file': { ...SELECTOR_RELABEL_FLAGS['selector.relabel-config-file'], since: '0.35', en: 'YAML file with relabel rules that choose which TSDBs are queried, by external labels (keep, drop, hashmod).', ko: 'external label로 조회할 TSDB를 고르는 relabel 규칙(keep, drop, hashmod) YAML 파일입니다.' },
  'selector.relabel-config': { ...SELECTOR_RELABEL_FLAGS['selector.relabel-config'], since: '0.35', en: 'Relabel rules that choose which TSDBs are queried, as YAML on the command line. Not together with the file.', ko: '조회할 TSDB를 고르는 relabel 규칙을 명령줄에 YAML로 씁니다. 파일과 함께 쓸 수 없습니다.' },
  ...STORE_LIMIT_FLAGS,

  'alert.query-url': { type: 'url', section: 'web', en: 'URL of this querier as people reach it; the source links of alerts point there.', ko: '사용자가 접속하는 이 querier의 URL이며 알림의 source 링크에 쓰입니다.' },
  ...WEB_PREFIX_FLAGS,
  'web.route-prefix': { ...ROUTE_PREFIX_FLAG['web.route-prefix'], en: 'Path under which API and web pages are served; web.external-prefix when unset. Set it when the proxy does not strip the sub-path.', ko: 'API와 웹 화면을 제공하는 경로이며, 지정하지 않으면 web.external-prefix입니다. 프록시가 하위 경로를 제거하지 않을 때 설정합니다.' },
  ...CORS_FLAG,
  'enable-feature': { type: 'string', section: 'experimental', repeatable: true, en: 'Names of experimental features, separated by commas, such as promql-experimental-functions. Old names such as query-pushdown do nothing any more.', ko: '실험 기능 이름을 쉼표로 구분해 씁니다(예: promql-experimental-functions). query-pushdown 같은 예전 이름은 더 이상 동작하지 않습니다.' },

  ...HTTP_FLAGS,
  ...GRPC_SERVER_FLAGS,
  'grpc-server-max-connection-age': { type: 'duration', section: 'grpc', goDuration: true, default: '60m', en: 'Age at which a gRPC connection is closed so that clients connect anew and spread over pods.', ko: '이 시간이 지난 gRPC 연결을 닫아 클라이언트가 다시 연결하고 파드에 고르게 분산되게 합니다.' },
  ...REQUEST_LOGGING_FLAGS,
  ...REQUEST_DECISION_FLAG,
  ...PROCESS_FLAGS,
} as const satisfies FlagTable
