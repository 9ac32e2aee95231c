// Flags of thanos sidecar, which sits beside a Prometheus, serves its data and uploads its blocks.
import type { FlagTable } from '../flag.ts'
import { HASH_FUNC_FLAG, OBJSTORE_FLAGS, SHIPPER_FLAGS, SHIPPER_STATE_FLAGS } from '../flags/blocks.ts'
import { PROCESS_FLAGS } from '../flags/process.ts'
import { GRPC_SERVER_FLAGS, HTTP_FLAGS, REQUEST_LOGGING_FLAGS, STORE_LIMIT_FLAGS } from '../flags/server.ts'

export const SIDECAR_FLAGS = {
  'prometheus.url': { type: 'url', section: 'prometheus', default: 'http://localhost:9090', en: 'URL of the Prometheus in the same pod.', ko: '같은 파드에 있는 Prometheus의 URL입니다.' },
  'prometheus.ready_timeout': { type: 'duration', section: 'prometheus', goDuration: true, default: '10m', en: 'How long the sidecar waits for Prometheus to start. Lengthen it when replaying the WAL takes longer.', ko: 'Prometheus가 시작되기를 기다리는 시간입니다. WAL 재생이 더 오래 걸리면 늘립니다.' },
  'prometheus.get_config_interval': { type: 'duration', section: 'prometheus', goDuration: true, default: '30s', since: '0.29', en: 'How often the configuration of Prometheus is read, from which the external labels come.', ko: 'external label을 얻기 위해 Prometheus 설정을 읽는 간격입니다.' },
  'prometheus.get_config_timeout': { type: 'duration', section: 'prometheus', goDuration: true, default: '30s', defaultBefore: { before: '0.39', value: '5s' }, since: '0.29', en: 'How long reading the configuration of Prometheus may take.', ko: 'Prometheus 설정을 읽는 데 걸릴 수 있는 최대 시간입니다.' },
  'prometheus.http-client-file': { type: 'file', section: 'prometheus', en: 'YAML file with HTTP client settings towards Prometheus (TLS, authentication).', ko: 'Prometheus로 연결할 때 쓰는 HTTP 클라이언트 설정(TLS, 인증) YAML 파일입니다.' },
  'prometheus.http-client': { type: 'inline-yaml', section: 'prometheus', en: 'HTTP client settings towards Prometheus, as YAML on the command line. Not together with the file.', ko: 'Prometheus로 연결할 때 쓰는 HTTP 클라이언트 설정을 명령줄에 YAML로 씁니다. 파일과 함께 쓸 수 없습니다.' },
  'tsdb.path': { type: 'string', section: 'tsdb', default: './data', en: 'Data directory of Prometheus, mounted into the sidecar. Blocks are uploaded from here.', ko: 'sidecar에 마운트된 Prometheus 데이터 디렉터리입니다. 여기의 블록을 올립니다.' },
  'min-time': { type: 'time-or-duration', section: 'time-range', default: '0000-01-01T00:00:00Z', en: 'Older data is not served from Prometheus. A date, or a duration before now with a minus, such as -3h.', ko: 'Prometheus에서 이보다 오래된 데이터는 제공하지 않습니다. 시각이나 -3h 같은 음수 기간을 씁니다.' },

  'reloader.config-file': { type: 'file', section: 'reloader', en: 'Prometheus configuration file that is watched; a change reloads Prometheus.', ko: '감시할 Prometheus 설정 파일이며 바뀌면 Prometheus를 다시 읽게 합니다.' },
  'reloader.config-envsubst-file': { type: 'file', section: 'reloader', en: 'Where the watched configuration is written with its $(VAR) references filled in. Prometheus then reads this file.', ko: '감시하는 설정의 $(VAR)를 치환해 쓸 파일입니다. Prometheus는 이 파일을 읽습니다.' },
  'reloader.rule-dir': { type: 'file', section: 'reloader', repeatable: true, en: 'Directory with rule files that is watched; a change reloads Prometheus.', ko: '감시할 규칙 파일 디렉터리이며 바뀌면 Prometheus를 다시 읽게 합니다.' },
  'reloader.watch-interval': { type: 'duration', section: 'reloader', goDuration: true, default: '3m', en: 'How often watched files are read again when no change was noticed.', ko: '변경이 감지되지 않았을 때 감시하는 파일을 다시 읽는 간격입니다.' },
  'reloader.retry-interval': { type: 'duration', section: 'reloader', goDuration: true, default: '5s', en: 'Pause before a reload that failed is tried again.', ko: '실패한 다시 읽기를 재시도하기까지의 간격입니다.' },
  'reloader.method': { type: 'enum', section: 'reloader', values: ['http', 'signal'], default: 'http', since: '0.34', en: 'How Prometheus is told to reload: over HTTP, or by SIGHUP. signal needs shareProcessNamespace in the pod.', ko: 'Prometheus에 다시 읽기를 알리는 방법입니다(HTTP 또는 SIGHUP). signal은 파드의 shareProcessNamespace가 필요합니다.' },
  'reloader.process-name': { type: 'string', section: 'reloader', default: 'prometheus', since: '0.34', en: 'Name of the program that is signalled, for reloader.method signal.', ko: 'reloader.method가 signal일 때 신호를 보낼 프로그램 이름입니다.' },

  ...OBJSTORE_FLAGS,
  ...SHIPPER_FLAGS,
  ...SHIPPER_STATE_FLAGS,
  ...HASH_FUNC_FLAG,
  ...STORE_LIMIT_FLAGS,

  ...HTTP_FLAGS,
  ...GRPC_SERVER_FLAGS,
  'grpc-server-max-connection-age': { type: 'duration', section: 'grpc', goDuration: true, default: '60m', since: '0.32', en: 'Age at which a gRPC connection is closed so that clients connect anew and spread over pods.', ko: '이 시간이 지난 gRPC 연결을 닫아 클라이언트가 다시 연결하고 파드에 고르게 분산되게 합니다.' },
  ...REQUEST_LOGGING_FLAGS,
  ...PROCESS_FLAGS,
} as const satisfies FlagTable
