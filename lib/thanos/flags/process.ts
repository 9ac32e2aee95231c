// Flags that every component has: the process itself, its log, its trace and its memory.
import type { FlagTable } from '../flag.ts'

export const PROCESS_FLAGS = {
  'help': { type: 'boolean', section: 'basics', en: 'Prints the flags and exits. Not for a running workload.', ko: '플래그 목록을 출력하고 종료합니다. 운영 중인 워크로드에는 쓰지 않습니다.' },
  'help-long': { type: 'boolean', section: 'basics', hidden: true, en: 'Prints the flags of all components and exits. Not for a running workload.', ko: '모든 컴포넌트의 플래그를 출력하고 종료합니다. 운영 중인 워크로드에는 쓰지 않습니다.' },
  'version': { type: 'boolean', section: 'basics', en: 'Prints the version and exits. Not for a running workload.', ko: '버전을 출력하고 종료합니다. 운영 중인 워크로드에는 쓰지 않습니다.' },
  'log.level': { type: 'enum', section: 'logging', values: ['error', 'warn', 'info', 'debug'], default: 'info', en: 'The least severe line that is logged. Set debug only while looking for a fault: it is verbose.', ko: '기록할 로그의 최소 수준입니다. debug는 양이 많으므로 문제를 찾을 때만 설정합니다.' },
  'log.format': { type: 'enum', section: 'logging', values: ['logfmt', 'json', 'journald'], valuesSince: { journald: '0.42' }, default: 'logfmt', en: 'How log lines are written. Take json when a log collector parses them; journald is for processes under systemd.', ko: '로그 줄의 형식입니다. 로그 수집기가 파싱한다면 json을 선택하며, journald는 systemd에서 실행할 때 씁니다.' },
  'debug.name': { type: 'string', section: 'logging', hidden: true, en: 'A name put in front of every log line, to tell processes apart that log to one place.', ko: '모든 로그 줄 앞에 붙는 이름입니다. 여러 프로세스가 한곳에 로그를 남길 때 구분합니다.' },
  'tracing.config-file': { type: 'file', section: 'tracing', en: 'YAML file that says where traces are sent. Not together with tracing.config; $(VAR) in it is expanded.', ko: '트레이스를 보낼 곳을 정하는 YAML 파일입니다. tracing.config와 함께 쓸 수 없으며, $(VAR)가 치환됩니다.' },
  'tracing.config': { type: 'inline-yaml', section: 'tracing', en: 'Where traces are sent, as YAML on the command line. Not together with tracing.config-file.', ko: '트레이스를 보낼 곳을 명령줄에 YAML로 씁니다. tracing.config-file과 함께 쓸 수 없습니다.' },
  'enable-auto-gomemlimit': { type: 'boolean', section: 'memory', default: 'false', since: '0.35.1', en: 'Sets the Go memory limit from the container memory limit, so that garbage is collected before the kernel kills the pod.', ko: '컨테이너 메모리 한도에서 Go 메모리 한도를 정합니다. 커널이 파드를 종료하기 전에 가비지 컬렉션이 일어납니다.' },
  'auto-gomemlimit.ratio': { type: 'float', section: 'memory', default: '0.9', min: '0', max: '1', since: '0.35.1', en: 'Share of the container memory that the Go memory limit takes, above 0 and up to 1. Needs enable-auto-gomemlimit.', ko: 'Go 메모리 한도가 컨테이너 메모리에서 차지하는 비율이며 0보다 크고 1 이하입니다. enable-auto-gomemlimit가 필요합니다.' },
} as const satisfies FlagTable
