// A probe as fields to type in: how it asks, where, and how often. What the fields do not show stays as it is written.
import { isJsonObject, type Json, type JsonObject } from '../manifest/types.ts'
import { text, type Text } from '../text.ts'

export const PROBE_WAYS = ['http', 'tcp', 'exec'] as const
export type ProbeWay = (typeof PROBE_WAYS)[number]
export type ProbeName = 'livenessProbe' | 'readinessProbe' | 'startupProbe'

/** The numbers of a probe with what Kubernetes takes when one is absent, and its bounds. Source: the Probe of the core/v1 API. */
export const PROBE_NUMBERS = {
  initialDelaySeconds: { default: 0, min: 0 },
  periodSeconds: { default: 10, min: 1 },
  timeoutSeconds: { default: 1, min: 1 },
  successThreshold: { default: 1, min: 1 },
  failureThreshold: { default: 3, min: 1 },
} as const
export type ProbeNumber = keyof typeof PROBE_NUMBERS

/** `path` belongs to HTTP, `port` to HTTP and TCP, `command` to exec, one argument a line. A number that is not set is "". */
export type ProbeParts = { readonly way: ProbeWay; readonly path: string; readonly port: string; readonly command: string; readonly numbers: Readonly<Record<ProbeNumber, string>> }
export type ProbePart = 'path' | 'port' | 'command' | ProbeNumber

const HANDLERS = { http: 'httpGet', tcp: 'tcpSocket', exec: 'exec' } as const
const NUMBER_NAMES = ['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'] as const satisfies readonly ProbeNumber[]
const MAX_SECONDS = 2_147_483_647

/** The fields of a probe; undefined when they cannot express it: it asks by gRPC, in two ways or in none. */
export function readProbe(probe: Json | undefined): ProbeParts | undefined {
  if (!isJsonObject(probe) || 'grpc' in probe) return undefined
  const ways = PROBE_WAYS.filter((way) => HANDLERS[way] in probe)
  const [way] = ways
  if (way === undefined || ways.length > 1) return undefined
  const handler = probe[HANDLERS[way]]
  if (!isJsonObject(handler)) return undefined
  const { path = '', port = '', command = [] } = handler
  if (typeof path !== 'string' || (typeof port !== 'string' && typeof port !== 'number')) return undefined
  if (!Array.isArray(command) || command.some((word) => typeof word !== 'string' || word.includes('\n'))) return undefined
  if (NUMBER_NAMES.some((name) => probe[name] !== undefined && typeof probe[name] !== 'number')) return undefined
  const number = (name: ProbeNumber): string => String(probe[name] ?? '')
  return {
    way, path, port: String(port), command: command.join('\n'),
    numbers: {
      initialDelaySeconds: number('initialDelaySeconds'), periodSeconds: number('periodSeconds'), timeoutSeconds: number('timeoutSeconds'),
      successThreshold: number('successThreshold'), failureThreshold: number('failureThreshold'),
    },
  }
}

/** Why Kubernetes would refuse what was typed; undefined when it is fine. */
export function probeProblem(probe: ProbeName, part: ProbePart, typed: string): Text | undefined {
  switch (part) {
    case 'path': return typed === '' || typed.startsWith('/') ? undefined : text('A path begins with /.', '경로는 /로 시작합니다.')
    case 'port': return portProblem(typed)
    case 'command': return typed.trim() === '' ? text('A command is missing.', '명령이 없습니다.') : undefined
    default: return numberProblem(probe, part, typed)
  }
}

/** The probe with one part changed. A number that is emptied goes, and Kubernetes takes its default. */
export function withProbePart(probe: Json, part: ProbePart, typed: string): Json {
  const { way } = readProbe(probe) ?? { way: 'http' }
  if (!isJsonObject(probe)) return probe
  const handler = probe[HANDLERS[way]]
  const put = (value: JsonObject): Json => ({ ...probe, [HANDLERS[way]]: { ...(isJsonObject(handler) ? handler : {}), ...value } })
  switch (part) {
    case 'path': return put({ path: typed })
    case 'port': return put({ port: /^\d+$/.test(typed) ? Number(typed) : typed })
    case 'command': return put({ command: typed.split('\n').filter((line) => line !== '') })
    default: {
      const { [part]: _, ...others } = probe
      return typed === '' ? others : { ...probe, [part]: Number(typed) }
    }
  }
}

/** The probe asking in another way, at the port it asked before or at `port`; how often it asks stays. */
export function withProbeWay(probe: Json, way: ProbeWay, port: number): Json {
  const before = readProbe(probe)
  if (!isJsonObject(probe) || before?.way === way) return probe
  const { httpGet: _http, tcpSocket: _tcp, exec: _exec, ...rest } = probe
  const asked = before === undefined || before.port === '' ? port : Number(before.port) || before.port
  switch (way) {
    case 'http': return { httpGet: { path: '/-/healthy', port: asked }, ...rest }
    case 'tcp': return { tcpSocket: { port: asked }, ...rest }
    case 'exec': return { exec: { command: ['true'] }, ...rest }
  }
}

function portProblem(typed: string): Text | undefined {
  if (/^\d+$/.test(typed)) return Number(typed) >= 1 && Number(typed) <= 65_535 ? undefined : text('A port is 1 to 65535.', '포트는 1~65535입니다.')
  // Source: k8s.io/apimachinery validation, IsValidPortName.
  return /^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/.test(typed) && !typed.includes('--') ? undefined : text('Neither a number nor the name of a port.', '숫자도 포트 이름도 아닙니다.')
}

function numberProblem(probe: ProbeName, part: ProbeNumber, typed: string): Text | undefined {
  if (typed === '') return undefined
  const { min } = PROBE_NUMBERS[part]
  if (!/^\d+$/.test(typed) || Number(typed) < min || Number(typed) > MAX_SECONDS) return text(`A whole number, ${min} or more.`, `${min} 이상의 정수여야 합니다.`)
  if (part === 'successThreshold' && probe !== 'readinessProbe' && Number(typed) !== 1) return text(`Kubernetes takes only 1 in a ${probe}.`, `Kubernetes는 ${probe}에서 1만 받습니다.`)
  return undefined
}
