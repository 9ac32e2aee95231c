// Flags of thanos rule, which evaluates recording and alerting rules against query.
import type { FlagTable } from '../flag.ts'
import { HASH_FUNC_FLAG, OBJSTORE_FLAGS, SHIPPER_FLAGS, SHIPPER_STATE_FLAGS } from '../flags/blocks.ts'
import { PROCESS_FLAGS } from '../flags/process.ts'
import { CORS_FLAG, GRPC_SERVER_FLAGS, HTTP_FLAGS, REQUEST_DECISION_FLAG, REQUEST_LOGGING_FLAGS, ROUTE_PREFIX_FLAG, STORE_LIMIT_FLAGS, WEB_PREFIX_FLAGS } from '../flags/server.ts'

export const RULE_FLAGS = {
  'label': { type: 'label', section: 'basics', repeatable: true, en: 'External label of this ruler, its series and its blocks. Blocks without one are not uploaded; a replica label tells replicas apart and must be in query.replica-label.', ko: '이 ruler와 시리즈, 블록의 external label입니다. 없으면 블록을 올리지 못합니다. 복제 레이블은 복제본을 구분하며 query.replica-label에도 있어야 합니다.' },
  'data-dir': { type: 'string', section: 'basics', default: 'data/', en: 'Directory of the local data: results of rules, or the write-ahead log in stateless mode.', ko: '로컬 데이터 디렉터리입니다. 규칙 결과를 두며, stateless 모드에서는 WAL을 둡니다.' },

  'rule-file': { type: 'file', section: 'rules', repeatable: true, default: 'rules/', en: 'Rule file, or a pattern such as /etc/rules/*.yaml. Changes are read on SIGHUP or POST /-/reload only; a pattern that matches nothing is no error.', ko: '규칙 파일 또는 /etc/rules/*.yaml 같은 패턴입니다. 변경은 SIGHUP이나 POST /-/reload 때만 읽으며, 맞는 파일이 없어도 오류가 아닙니다.' },
  'eval-interval': { type: 'duration', section: 'rules', goDuration: true, default: '1m', en: 'How often rules are evaluated whose group sets no interval.', ko: '그룹에 간격이 없는 규칙을 평가하는 간격입니다.' },
  'rule-query-offset': { type: 'duration', section: 'rules', goDuration: true, default: '0s', since: '0.38', en: 'Evaluates rules this far in the past, so that late samples are there. For groups without query_offset.', ko: '늦게 도착하는 샘플을 위해 규칙을 이만큼 과거 시점으로 평가합니다. query_offset이 없는 그룹에 적용됩니다.' },
  'rule-concurrent-evaluation': { type: 'integer', prefixed: true, section: 'rules', default: '1', since: '0.37', en: 'How many rules are evaluated at the same time. Raise it when groups take longer than their interval.', ko: '동시에 평가하는 규칙 수입니다. 그룹 평가가 간격보다 오래 걸리면 늘립니다.' },
  'for-outage-tolerance': { type: 'duration', section: 'rules', goDuration: true, default: '1h', since: '0.30', en: 'After an outage of up to this, pending alerts go on where they were.', ko: '중단이 이 시간 이하이면 대기 중이던 알림을 이어서 진행합니다.' },
  'for-grace-period': { type: 'duration', section: 'rules', goDuration: true, default: '10m', since: '0.30', en: 'Least time that a restored alert waits before it fires. Only for alerts whose for is longer.', ko: '복원된 알림이 발생하기 전에 기다리는 최소 시간입니다. for가 더 긴 알림에만 적용됩니다.' },
  'restore-ignored-label': { type: 'string', section: 'rules', repeatable: true, since: '0.30', en: 'Label that is left out when the state of alerts is restored in stateless mode. Name the replica label.', ko: 'stateless 모드에서 알림 상태를 복원할 때 제외하는 레이블입니다. 복제 레이블을 지정합니다.' },

  'query': { type: 'string', section: 'endpoints', repeatable: true, en: 'Address of query, against which rules are evaluated; dns+ or dnssrv+ in front finds all of them. Each address once only.', ko: '규칙을 평가할 query 주소이며, 앞에 dns+, dnssrv+를 붙이면 모두 찾습니다. 같은 주소를 두 번 쓸 수 없습니다.' },
  'query.config-file': { type: 'file', section: 'endpoints', en: 'YAML file with query addresses and how to reach them (TLS, authentication). Not together with query, query.sd-files or grpc-query-endpoint.', ko: 'query 주소와 접속 방법(TLS, 인증)을 담은 YAML 파일입니다. query, query.sd-files, grpc-query-endpoint와 함께 쓸 수 없습니다.' },
  'query.config': { type: 'inline-yaml', section: 'endpoints', en: 'Query addresses and how to reach them, as YAML on the command line. Not together with the file.', ko: 'query 주소와 접속 방법을 명령줄에 YAML로 씁니다. 파일과 함께 쓸 수 없습니다.' },
  'query.sd-files': { type: 'file', section: 'endpoints', repeatable: true, en: 'File, or pattern of files, with query addresses in Prometheus’ file discovery format.', ko: 'query 주소를 Prometheus file discovery 형식으로 담은 파일 또는 패턴입니다.' },
  'query.sd-interval': { type: 'duration', section: 'endpoints', goDuration: true, default: '5m', en: 'How often the files of query.sd-files are read again when no change was noticed.', ko: '변경이 감지되지 않았을 때 query.sd-files의 파일을 다시 읽는 간격입니다.' },
  'query.sd-dns-interval': { type: 'duration', section: 'endpoints', goDuration: true, default: '30s', en: 'How often DNS names of query addresses are resolved again.', ko: 'query 주소의 DNS 이름을 다시 확인하는 간격입니다.' },
  'query.sd-dns-resolver': { type: 'enum', section: 'endpoints', hidden: true, values: ['golang', 'miekgdns'], default: 'miekgdns', en: 'Library that resolves DNS names of query addresses.', ko: 'query 주소의 DNS 이름을 확인하는 라이브러리입니다.' },
  'grpc-query-endpoint': { type: 'address', section: 'endpoints', repeatable: true, since: '0.34', en: 'gRPC address of query, instead of query: rules are evaluated there over gRPC. dns+ or dnssrv+ in front finds all of them.', ko: 'query 플래그 대신 쓰는 query의 gRPC 주소이며 규칙을 gRPC로 평가합니다. 앞에 dns+, dnssrv+를 붙이면 모두 찾습니다.' },
  'query.http-method': { type: 'enum', section: 'query', values: ['GET', 'POST'], default: 'POST', en: 'HTTP method of the requests to query. GET only where a proxy needs it.', ko: 'query로 보내는 요청의 HTTP 메서드입니다. 프록시가 요구할 때만 GET을 씁니다.' },
  'query.default-step': { type: 'duration', section: 'query', goDuration: true, default: '1s', since: '0.30', en: 'Step of range queries to query, which are made to restore alerts and in stateless mode.', ko: '알림 복원과 stateless 모드에서 query로 보내는 범위 쿼리의 step입니다.' },
  'query.only-prometheus-params': { type: 'boolean', section: 'query', hidden: true, since: '0.32', default: 'false', en: 'Leaves out the parameters that only Thanos knows, for other systems that refuse them.', ko: 'Thanos만 아는 매개변수를 빼고 요청합니다. 이를 거부하는 다른 시스템에 씁니다.' },
  'query.enable-x-functions': { type: 'boolean', section: 'query', default: 'false', since: '0.35', en: 'Allows xrate, xincrease and xdelta in rules. Query needs its query.enable-x-functions too.', ko: '규칙에서 xrate, xincrease, xdelta를 허용합니다. query에도 query.enable-x-functions가 필요합니다.' },

  'alertmanagers.url': { type: 'url', section: 'alerting', repeatable: true, en: 'URL of Alertmanager. Name every replica, or find them by dnssrv+ on the headless Service; a Service of one address reaches only one of them.', ko: 'Alertmanager URL입니다. 모든 복제본을 지정하거나 headless Service에 dnssrv+를 씁니다. 주소가 하나인 Service는 그중 하나에만 전달합니다.' },
  'alertmanagers.config-file': { type: 'file', section: 'alerting', en: 'YAML file with Alertmanagers and how to reach them (TLS, authentication). Not together with alertmanagers.url.', ko: 'Alertmanager와 접속 방법(TLS, 인증)을 담은 YAML 파일입니다. alertmanagers.url과 함께 쓸 수 없습니다.' },
  'alertmanagers.config': { type: 'inline-yaml', section: 'alerting', en: 'Alertmanagers and how to reach them, as YAML on the command line. Not together with alertmanagers.url or the file.', ko: 'Alertmanager와 접속 방법을 명령줄에 YAML로 씁니다. alertmanagers.url이나 파일과 함께 쓸 수 없습니다.' },
  'alertmanagers.send-timeout': { type: 'duration', section: 'alerting', goDuration: true, default: '10s', en: 'How long sending alerts to an Alertmanager may take.', ko: 'Alertmanager로 알림을 보내는 데 걸릴 수 있는 최대 시간입니다.' },
  'alertmanagers.sd-dns-interval': { type: 'duration', section: 'alerting', goDuration: true, default: '30s', en: 'How often DNS names of Alertmanagers are resolved again.', ko: 'Alertmanager의 DNS 이름을 다시 확인하는 간격입니다.' },
  'alert.query-url': { type: 'url', section: 'alerting', en: 'URL of query as people reach it; the source links of alerts point there.', ko: '사용자가 접속하는 query의 URL이며 알림의 source 링크에 쓰입니다.' },
  'alert.query-template': { type: 'string', section: 'alerting', default: '/graph?g0.expr={{.Expr}}&g0.tab=1', since: '0.33', en: 'Path that follows alert.query-url in source links; {{.Expr}} stands for the expression. Change it to point at another page, such as Grafana.', ko: 'source 링크에서 alert.query-url 뒤에 붙는 경로이며 {{.Expr}}가 표현식입니다. Grafana 등 다른 화면을 가리킬 때 바꿉니다.' },
  'alert.label-drop': { type: 'string', section: 'alerting', repeatable: true, en: 'Label that is taken off alerts before they are sent. Name the replica label, or each replica’s alert is notified on its own.', ko: '알림을 보내기 전에 제거하는 레이블입니다. 복제 레이블을 지정하지 않으면 복제본마다 따로 통지됩니다.' },
  'alert.relabel-config-file': { type: 'file', section: 'alerting', en: 'YAML file with relabel rules that are applied to alerts before they are sent.', ko: '알림을 보내기 전에 적용하는 relabel 규칙 YAML 파일입니다.' },
  'alert.relabel-config': { type: 'inline-yaml', section: 'alerting', en: 'Relabel rules for alerts, as YAML on the command line. Not together with the file.', ko: '알림에 적용하는 relabel 규칙을 명령줄에 YAML로 씁니다. 파일과 함께 쓸 수 없습니다.' },
  'resend-delay': { type: 'duration', section: 'alerting', goDuration: true, default: '1m', en: 'Least time before a firing alert is sent again.', ko: '발생 중인 알림을 다시 보내기까지의 최소 시간입니다.' },

  'remote-write.config-file': { type: 'file', section: 'upload', en: 'YAML file that says where results are written by remote write. Turns stateless mode on: no local blocks, no StoreAPI, no upload.', ko: '결과를 remote write로 보낼 곳을 정하는 YAML 파일입니다. stateless 모드가 되어 로컬 블록, StoreAPI, 업로드가 없습니다.' },
  'remote-write.config': { type: 'inline-yaml', section: 'upload', en: 'Where results are written by remote write, as YAML on the command line. Turns stateless mode on; not together with the file.', ko: '결과를 remote write로 보낼 곳을 명령줄에 YAML로 씁니다. stateless 모드가 되며 파일과 함께 쓸 수 없습니다.' },

  'tsdb.block-duration': { type: 'duration', section: 'tsdb', default: '2h', en: 'Length of local blocks. Leave it at 2h: the compactor expects it.', ko: '로컬 블록의 길이입니다. compactor가 전제하므로 2h로 둡니다.' },
  'tsdb.retention': { type: 'duration', section: 'tsdb', default: '48h', en: 'How long results stay on the local disk. It must cover what store does not serve yet, and time in which uploads fail.', ko: '결과를 로컬 디스크에 보존하는 기간입니다. store가 아직 제공하지 않는 구간과 업로드 장애 시간을 덮어야 합니다.' },
  'tsdb.no-lockfile': { type: 'boolean', section: 'tsdb', default: 'false', en: 'Writes no lock file that keeps a second process out of the data directory. Only for file systems that can’t lock.', ko: '다른 프로세스가 데이터 디렉터리를 쓰지 못하게 하는 잠금 파일을 만들지 않습니다. 잠금을 지원하지 않는 파일 시스템에만 씁니다.' },
  'tsdb.wal-compression': { type: 'boolean', section: 'tsdb', default: 'true', en: 'Compresses the write-ahead log. Turning it off saves little CPU and costs much disk.', ko: 'WAL을 압축합니다. 끄면 CPU를 조금 아끼고 디스크를 많이 씁니다.' },
  'tsdb.enable-native-histograms': { type: 'boolean', section: 'tsdb', default: 'true', defaultBefore: { before: '0.41', value: 'false' }, since: '0.40', deprecated: '0.41', en: 'Takes native histograms. Since v0.41 they are always taken and the flag does nothing.', ko: 'native histogram을 받습니다. v0.41부터 항상 받으므로 효과가 없습니다.' },

  ...OBJSTORE_FLAGS,
  ...SHIPPER_FLAGS,
  ...SHIPPER_STATE_FLAGS,
  ...HASH_FUNC_FLAG,
  ...STORE_LIMIT_FLAGS,
  'enable-feature': { type: 'string', section: 'experimental', repeatable: true, since: '0.39', en: 'Names of experimental features, separated by commas, such as promql-experimental-functions.', ko: '실험 기능 이름을 쉼표로 구분해 씁니다(예: promql-experimental-functions).' },

  ...WEB_PREFIX_FLAGS,
  ...ROUTE_PREFIX_FLAG,
  ...CORS_FLAG,
  ...HTTP_FLAGS,
  ...GRPC_SERVER_FLAGS,
  'grpc-server-max-connection-age': { type: 'duration', section: 'grpc', goDuration: true, default: '60m', since: '0.32', en: 'Age at which a gRPC connection is closed so that clients connect anew and spread over pods.', ko: '이 시간이 지난 gRPC 연결을 닫아 클라이언트가 다시 연결하고 파드에 고르게 분산되게 합니다.' },
  ...REQUEST_LOGGING_FLAGS,
  ...REQUEST_DECISION_FLAG,
  ...PROCESS_FLAGS,
} as const satisfies FlagTable
