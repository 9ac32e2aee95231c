// Shell commands and queries that guides give beside their manifests, and what is wrong with them.
import { text, type Text } from '../text.ts'
import { metricNotes, missesAbsence } from './metrics.ts'

export type CommandNote = { readonly code: string; readonly message: Text; readonly reason: Text }

/** The key under which adopt keeps commands and queries that were pasted. */
export const COMMANDS_KEY = 'commands.txt'

/** What is to be said of the commands in a text, each once. */
export function commandNotes(source: string): CommandNote[] {
  const joined = source.replaceAll(/\\\s*\n\s*/g, ' ')
  return NOTES.filter(({ pattern }) => pattern.test(joined)).map(({ code, message, reason }) => ({ code, message, reason }))
}

/** Whether a text that is no manifest holds commands or queries of which something is to be said. */
export function hasNotes(source: string): boolean {
  return commandNotes(source).length > 0 || metricNotes(source).length > 0 || missesAbsence(source)
}

const NOTES: readonly (CommandNote & { readonly pattern: RegExp })[] = [
  {
    code: 'command/log-line-absent', pattern: /logs\b[^\n]*\|[^\n]*grep[^\n]*samples ingested/i,
    message: text('No receiver logs "samples ingested".', '수신기는 "samples ingested"를 로그에 남기지 않습니다.'),
    reason: text('The command finds nothing whether data comes in or not. Ask thanos_receive_write_samples_sum or prometheus_tsdb_head_samples_appended_total by tenant.', '데이터가 들어와도 이 명령은 아무것도 찾지 못합니다. thanos_receive_write_samples_sum이나 테넌트별 prometheus_tsdb_head_samples_appended_total을 확인하세요.'),
  },
  {
    code: 'command/get-on-remote-write', pattern: /\b(?:curl|wget)\b(?![^\n]*(?:-X\s*POST|--data|--post))[^\n]*\/api\/v1\/receive\b/i,
    message: text('Remote write is a POST of compressed protobuf; curl and wget ask with GET.', '원격 쓰기는 압축된 protobuf를 POST로 보냅니다. curl과 wget은 GET으로 요청합니다.'),
    reason: text('A receiver that works answers 405, so the command tells nothing about writes. Ask /-/ready on the HTTP port, 10902.', '정상인 수신기도 405로 답하므로 쓰기 상태를 알 수 없습니다. HTTP 포트 10902의 /-/ready를 확인하세요.'),
  },
  {
    code: 'command/restart-as-cure', pattern: /kubectl\s+(?:delete\s+pod|rollout\s+restart)\b[^\n]*compact/i,
    message: text('Deleting the pod of a halted compactor does not mend it.', '멈춘 compactor의 파드를 삭제해도 해결되지 않습니다.'),
    reason: text('A compactor halts on blocks that it must not touch, stays healthy and does nothing. The new pod halts on the same blocks. Read the reason in its log and mark the block: thanos tools bucket mark --marker=no-compact-mark.json.', 'compactor는 건드리면 안 되는 블록에서 멈추고 healthy 상태로 아무 일도 하지 않습니다. 새 파드도 같은 블록에서 멈춥니다. 로그에서 원인을 확인하고 thanos tools bucket mark --marker=no-compact-mark.json으로 블록을 표시하세요.'),
  },
  {
    code: 'command/globbed-query', pattern: /\bcurl\b(?![^\n]*(?:\s-g\b|--globoff|--data-urlencode))[^\n]*[?&](?:query|match\[\])=[^\s"]*\{[^\n]*\}/,
    message: text('curl takes the braces of the query for its own pattern.', 'curl이 쿼리의 중괄호를 자신의 패턴으로 해석합니다.'),
    reason: text('It asks without the braces, or for several addresses, and Thanos answers with a parse error. Use -G --data-urlencode \'query=…\'.', '중괄호 없이, 또는 여러 주소로 요청하여 Thanos가 구문 오류로 답합니다. -G --data-urlencode \'query=…\'를 사용하세요.'),
  },
  {
    code: 'command/curl-in-image', pattern: /kubectl\s+exec\b[^\n]*thanos[^\n]*--\s+curl\b/i,
    message: text('The Thanos image has no curl.', 'Thanos 이미지에는 curl이 없습니다.'),
    reason: text('It is made on busybox: wget -qO- is there, curl is not. The HTTP port is 10902 inside the pod, whatever the Service calls it.', 'busybox 기반이라 wget -qO-는 있고 curl은 없습니다. Service의 포트와 관계없이 파드 안의 HTTP 포트는 10902입니다.'),
  },
  {
    code: 'command/wrong-port-in-pod', pattern: /kubectl\s+exec\b[^\n]*thanos[^\n]*--\s+(?:wget|curl)\b[^\n]*localhost:9090\b/i,
    message: text('Inside the pod Thanos listens for HTTP on 10902, not on 9090.', '파드 안에서 Thanos는 9090이 아니라 10902에서 HTTP를 수신합니다.'),
    reason: text('9090 is what a Service may call it. Only --http-address changes the port of the process.', '9090은 Service에서 쓰는 포트일 수 있습니다. 프로세스의 포트는 --http-address로만 바뀝니다.'),
  },
  {
    code: 'command/applies-without-waiting', pattern: /(?:kubectl\s+apply\s+-f\b(?:(?!rollout status|kubectl wait)[\s\S])*){3}/,
    message: text('Several parts are applied one after another, and nothing waits until one is ready.', '여러 구성 요소를 차례로 적용하지만 준비될 때까지 기다리지 않습니다.'),
    reason: text('Since v0.42 query answers with an error as long as it has no endpoint and partial responses are off, and rules fail meanwhile. The order is Secret, receive, store, query, rule, compact, each ready before the next: kubectl rollout status.', 'v0.42부터 query는 엔드포인트가 없고 partial response가 꺼져 있으면 오류로 답하고 그동안 규칙이 실패합니다. Secret, receive, store, query, rule, compact 순서로 적용하고 kubectl rollout status로 준비를 기다리세요.'),
  },
  {
    code: 'command/bucket-layout', pattern: /s3:\/\/[\s\S]*[├└]──\s*(?:compact|receive)\//,
    message: text('Blocks lie side by side in the bucket, not in a folder of the component that made them.', '블록은 만든 컴포넌트의 폴더가 아니라 버킷에 나란히 저장됩니다.'),
    reason: text('The path is <prefix>/<ULID>/ with meta.json, index and chunks. Who made a block, and for which tenant, stands in its meta.json (thanos.source, thanos.labels), so lifecycle rules and rights by folder match nothing.', '경로는 <prefix>/<ULID>/이며 그 안에 meta.json, index, chunks가 있습니다. 블록을 만든 컴포넌트와 테넌트는 meta.json(thanos.source, thanos.labels)에 있으므로 폴더별 수명 주기 규칙이나 권한은 아무것에도 맞지 않습니다.'),
  },
]
