// Flags of thanos query-frontend, which splits, caches and retries queries in front of query.
import type { FlagTable } from '../flag.ts'
import { PROCESS_FLAGS } from '../flags/process.ts'
import { CORS_FLAG, HTTP_FLAGS, REQUEST_DECISION_FLAG, REQUEST_LOGGING_FLAGS } from '../flags/server.ts'

export const QUERY_FRONTEND_FLAGS = {
  'query-frontend.downstream-url': { type: 'url', section: 'endpoints', default: 'http://localhost:9090', en: 'URL of the query Service that evaluates the queries. The default fits no cluster: always set it.', ko: '쿼리를 평가하는 query Service의 URL입니다. 기본값은 클러스터에 맞지 않으므로 항상 설정합니다.' },
  'query-frontend.downstream-tripper-config-file': { type: 'file', section: 'endpoints', en: 'YAML file with HTTP client settings towards downstream-url: idle connections, timeouts, TLS.', ko: 'downstream-url로 연결할 때 쓰는 HTTP 클라이언트 설정(유휴 연결, 타임아웃, TLS) YAML 파일입니다.' },
  'query-frontend.downstream-tripper-config': { type: 'inline-yaml', section: 'endpoints', en: 'HTTP client settings towards downstream-url, as YAML on the command line. Not together with the file.', ko: 'downstream-url로 연결할 때 쓰는 HTTP 클라이언트 설정을 명령줄에 YAML로 씁니다. 파일과 함께 쓸 수 없습니다.' },
  'query-frontend.forward-header': { type: 'string', section: 'endpoints', repeatable: true, en: 'Name of a request header that is passed on to query, such as a tenant or authorization header.', ko: 'query로 전달할 요청 헤더 이름입니다(예: 테넌트, 인증 헤더).' },

  'query-range.split-interval': { type: 'duration', section: 'query', goDuration: true, default: '24h', en: 'Length of the pieces into which range queries are cut, to run side by side and be cached. Must be above 0 when a response cache is set.', ko: '범위 쿼리를 나누는 길이이며, 나눈 조각은 병렬로 실행되고 캐시됩니다. 응답 캐시를 쓰면 0보다 커야 합니다.' },
  'query-range.min-split-interval': { type: 'duration', section: 'query', goDuration: true, default: '0', since: '0.29', en: 'Dynamic splitting: range queries longer than this are cut into query-range.horizontal-shards pieces. Needs split-interval at 0.', ko: '동적 분할에서 이보다 긴 범위 쿼리를 query-range.horizontal-shards개로 나눕니다. split-interval을 0으로 두어야 합니다.' },
  'query-range.max-split-interval': { type: 'duration', section: 'query', goDuration: true, default: '0', since: '0.29', en: 'Dynamic splitting: the longest a piece may be; longer queries get pieces of this length. Needs split-interval at 0.', ko: '동적 분할에서 조각 하나의 최대 길이이며, 더 긴 쿼리는 이 길이로 나눕니다. split-interval을 0으로 두어야 합니다.' },
  'query-range.horizontal-shards': { type: 'integer', section: 'query', prefixed: true, default: '0', since: '0.29', en: 'Dynamic splitting: into how many pieces a query between the two bounds is cut.', ko: '동적 분할에서 두 경계 사이의 쿼리를 나누는 조각 수입니다.' },
  'query-frontend.vertical-shards': { type: 'integer', section: 'query', en: 'Into how many shards a query that can be sharded is cut by series. Set it when wide aggregations are slow; every shard costs query a slot.', ko: '샤딩할 수 있는 쿼리를 시리즈 기준으로 나누는 수입니다. 넓은 집계가 느릴 때 설정하며, 샤드마다 query의 슬롯을 하나씩 씁니다.' },
  'query-range.align-range-with-step': { type: 'boolean', section: 'query', default: 'true', en: 'Moves start and end of range queries to a multiple of the step, so that the cache can serve them. Results shift by less than one step.', ko: '범위 쿼리의 시작과 끝을 step의 배수로 맞춰 캐시를 쓸 수 있게 합니다. 결과는 step 하나보다 적게 이동합니다.' },
  'query-range.max-query-length': { type: 'duration', section: 'query', goDuration: true, default: '0', en: 'Longest time range that a range query may have; longer ones are refused. 0 is no limit.', ko: '범위 쿼리가 가질 수 있는 최대 기간이며 더 길면 거부합니다. 0은 무제한입니다.' },
  'query-range.max-query-parallelism': { type: 'integer', section: 'query', default: '14', en: 'How many pieces of one range query run at the same time.', ko: '범위 쿼리 하나의 조각 중 동시에 실행되는 수입니다.' },
  'query-range.max-retries-per-request': { type: 'integer', section: 'query', default: '5', en: 'How often a failed piece of a range query is tried again before the error is passed on.', ko: '실패한 범위 쿼리 조각을 오류로 반환하기 전에 다시 시도하는 횟수입니다.' },
  'query.max-retries-per-request': { type: 'integer', section: 'query', default: '5', since: '0.42', en: 'How often a failed instant query is tried again before the error is passed on.', ko: '실패한 순간 쿼리를 오류로 반환하기 전에 다시 시도하는 횟수입니다.' },
  'query-range.partial-response': { type: 'boolean', section: 'query', default: 'true', en: 'Range queries answer with what is there, and a warning, when a store fails.', ko: '일부 store가 실패하면 범위 쿼리가 있는 데이터와 경고로 응답합니다.' },
  'query-frontend.enable-x-functions': { type: 'boolean', section: 'query', default: 'false', since: '0.34', en: 'Lets xrate, xincrease and xdelta through. Query needs query.enable-x-functions too.', ko: 'xrate, xincrease, xdelta를 허용합니다. query에도 query.enable-x-functions가 필요합니다.' },
  'query-range.request-downsampled': { type: 'boolean', section: 'downsampling', default: 'true', en: 'Asks again with downsampled data when a range query comes back empty or incomplete.', ko: '범위 쿼리 결과가 비었거나 불완전하면 다운샘플링 데이터로 다시 조회합니다.' },

  'query-range.response-cache-config-file': { type: 'file', section: 'cache', en: 'YAML file that says where results of range queries are cached (in memory, Memcached or Redis).', ko: '범위 쿼리 결과를 캐시할 곳(메모리, Memcached, Redis)을 정하는 YAML 파일입니다.' },
  'query-range.response-cache-config': { type: 'inline-yaml', section: 'cache', en: 'Where results of range queries are cached, as YAML on the command line. Not together with the file.', ko: '범위 쿼리 결과를 캐시할 곳을 명령줄에 YAML로 씁니다. 파일과 함께 쓸 수 없습니다.' },
  'query-range.response-cache-max-freshness': { type: 'duration', section: 'cache', goDuration: true, default: '1m', en: 'Results younger than this are not cached, because samples may still arrive. Raise it when samples come late.', ko: '샘플이 더 들어올 수 있으므로 이보다 최근의 결과는 캐시하지 않습니다. 샘플이 늦게 들어오면 늘립니다.' },
  'cache-compression-type': { type: 'enum', section: 'cache', values: ['', 'snappy'], default: '', en: 'Compression of cached results. snappy makes the cache hold more.', ko: '캐시된 결과의 압축 방식입니다. snappy를 쓰면 캐시에 더 많이 들어갑니다.' },

  'labels.split-interval': { type: 'duration', section: 'query', goDuration: true, default: '24h', en: 'Length of the pieces into which label and series requests are cut. Must be above 0 when their cache is set.', ko: '레이블, 시리즈 요청을 나누는 길이입니다. 해당 캐시를 쓰면 0보다 커야 합니다.' },
  'labels.default-time-range': { type: 'duration', section: 'query', goDuration: true, default: '24h', min: '1ms', en: 'How far back label and series requests without a time range look. 0 stops the start.', ko: '시간 범위가 없는 레이블, 시리즈 요청이 조회하는 기간입니다. 0이면 시작하지 못합니다.' },
  'labels.max-query-parallelism': { type: 'integer', section: 'query', default: '14', en: 'How many pieces of one label or series request run at the same time.', ko: '레이블, 시리즈 요청 하나의 조각 중 동시에 실행되는 수입니다.' },
  'labels.max-retries-per-request': { type: 'integer', section: 'query', default: '5', en: 'How often a failed label or series request is tried again before the error is passed on.', ko: '실패한 레이블, 시리즈 요청을 오류로 반환하기 전에 다시 시도하는 횟수입니다.' },
  'labels.partial-response': { type: 'boolean', section: 'query', default: 'true', en: 'Label and series requests answer with what is there when a store fails.', ko: '일부 store가 실패하면 레이블, 시리즈 요청이 있는 데이터로 응답합니다.' },
  'labels.response-cache-config-file': { type: 'file', section: 'cache', en: 'YAML file that says where results of label and series requests are cached.', ko: '레이블, 시리즈 요청 결과를 캐시할 곳을 정하는 YAML 파일입니다.' },
  'labels.response-cache-config': { type: 'inline-yaml', section: 'cache', en: 'Where results of label and series requests are cached, as YAML on the command line. Not together with the file.', ko: '레이블, 시리즈 요청 결과를 캐시할 곳을 명령줄에 YAML로 씁니다. 파일과 함께 쓸 수 없습니다.' },
  'labels.response-cache-max-freshness': { type: 'duration', section: 'cache', goDuration: true, default: '1m', en: 'Results of label and series requests younger than this are not cached.', ko: '이보다 최근의 레이블, 시리즈 요청 결과는 캐시하지 않습니다.' },

  'query-frontend.tenant-header': { type: 'string', section: 'tenancy', hidden: true, since: '0.34', default: 'THANOS-TENANT', en: 'Request header that names the tenant; it is passed on to query. Not together with org-id-header.', ko: '테넌트를 나타내는 요청 헤더이며 query로 전달됩니다. org-id-header와 함께 쓸 수 없습니다.' },
  'query-frontend.default-tenant-id': { type: 'string', section: 'tenancy', hidden: true, since: '0.34', default: 'default-tenant', en: 'Tenant of requests that name none.', ko: '테넌트를 지정하지 않은 요청의 테넌트입니다.' },
  'query-frontend.tenant-certificate-field': { type: 'enum', section: 'tenancy', hidden: true, since: '0.34', values: ['', 'organization', 'organizationalUnit', 'commonName'], default: '', en: 'Takes the tenant from this field of the client certificate; the header is then ignored.', ko: '클라이언트 인증서의 이 필드에서 테넌트를 읽으며, 헤더는 무시됩니다.' },
  'query-frontend.org-id-header': { type: 'string', section: 'tenancy', repeatable: true, deprecated: '0.34', replacedBy: 'query-frontend.tenant-header', en: 'Request header that tells in the slow query log whose query it was; the first that is present counts.', ko: '느린 쿼리 로그에서 누구의 쿼리인지 나타내는 요청 헤더이며, 먼저 있는 것을 씁니다.' },

  'query-frontend.log-queries-longer-than': { type: 'duration', section: 'logging', goDuration: true, default: '0', en: 'Queries slower than this are logged. 0 logs none, a negative value logs all. Set 10s, say, to find what loads the stores.', ko: '이보다 느린 쿼리를 로그로 남깁니다. 0은 남기지 않고 음수는 모두 남깁니다. 부하 원인을 찾을 때 10s 등으로 설정합니다.' },
  'query-frontend.slow-query-logs-user-header': { type: 'string', section: 'logging', since: '0.36', en: 'Request header that holds the user for the slow query log; without it the user of basic authentication is logged.', ko: '느린 쿼리 로그의 사용자를 읽을 요청 헤더입니다. 지정하지 않으면 기본 인증 사용자를 씁니다.' },
  'query-frontend.force-query-stats': { type: 'boolean', section: 'logging', default: 'false', since: '0.37', en: 'Collects statistics for every query and writes them to log and response headers.', ko: '모든 쿼리의 통계를 수집해 로그와 응답 헤더에 남깁니다.' },

  'query-frontend.compress-responses': { type: 'boolean', section: 'http', default: 'false', en: 'Compresses responses with gzip for clients that accept it.', ko: 'gzip을 받는 클라이언트에 응답을 압축해 보냅니다.' },
  'enable-feature': { type: 'string', section: 'experimental', repeatable: true, since: '0.39', en: 'Names of experimental features, separated by commas, such as promql-experimental-functions.', ko: '실험 기능 이름을 쉼표로 구분해 씁니다(예: promql-experimental-functions).' },

  ...HTTP_FLAGS,
  ...CORS_FLAG,
  ...REQUEST_LOGGING_FLAGS,
  ...REQUEST_DECISION_FLAG,
  ...PROCESS_FLAGS,
} as const satisfies FlagTable
