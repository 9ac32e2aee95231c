// What Kubernetes takes in the fields of a pod that have a shape of their own, as far as one must know to type them.
import { z } from 'zod'
import type { Json } from '../manifest/types.ts'
import { said, saidText } from '../said.ts'
import { text, type Text } from '../text.ts'
import type { ShapeName } from './pod-presets.ts'

const Label = z.string().regex(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/, said('it is no label', '라벨이 아닙니다'))
const Seconds = z.int().min(0)
const Share = z.union([z.int().min(0), z.string().regex(/^\d{1,3}%$/, said('it is neither a number nor a percentage', '숫자도 백분율도 아닙니다'))])

const Selector = z.strictObject({ matchLabels: z.record(z.string(), z.string()).optional(), matchExpressions: z.array(z.looseObject({ key: z.string(), operator: z.string() })).optional() })
const Toleration = z.strictObject({
  key: z.string().optional(),
  operator: z.enum(['Exists', 'Equal']).optional(),
  value: z.string().optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
  tolerationSeconds: Seconds.optional(),
})
const PodTerm = z.looseObject({ topologyKey: z.string(), labelSelector: Selector.optional() })
const PodTerms = z.strictObject({
  requiredDuringSchedulingIgnoredDuringExecution: z.array(PodTerm).optional(),
  preferredDuringSchedulingIgnoredDuringExecution: z.array(z.strictObject({ weight: z.int().min(1).max(100), podAffinityTerm: PodTerm })).optional(),
})
const NodeTerm = z.strictObject({
  matchExpressions: z.array(z.strictObject({ key: z.string(), operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']), values: z.array(z.string()).optional() })).optional(),
  matchFields: z.array(z.looseObject({})).optional(),
})
const NodeTerms = z.strictObject({
  requiredDuringSchedulingIgnoredDuringExecution: z.strictObject({ nodeSelectorTerms: z.array(NodeTerm).min(1) }).optional(),
  preferredDuringSchedulingIgnoredDuringExecution: z.array(z.strictObject({ weight: z.int().min(1).max(100), preference: NodeTerm })).optional(),
})
const Spread = z.looseObject({
  maxSkew: z.int().min(1), topologyKey: z.string().min(1), whenUnsatisfiable: z.enum(['DoNotSchedule', 'ScheduleAnyway']), labelSelector: Selector.optional(),
})
const Port = z.union([z.int().min(1).max(65_535), z.string().regex(/^[a-z0-9-]{1,15}$/, said('it is no name of a port', '포트 이름이 아닙니다'))])
const Probe = z.strictObject({
  httpGet: z.strictObject({
    path: z.string().optional(), port: Port, scheme: z.enum(['HTTP', 'HTTPS']).optional(), host: z.string().optional(),
    httpHeaders: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
  }).optional(),
  tcpSocket: z.strictObject({ port: Port, host: z.string().optional() }).optional(),
  exec: z.strictObject({ command: z.array(z.string()).optional() }).optional(),
  grpc: z.strictObject({ port: z.int(), service: z.string().optional() }).optional(),
  initialDelaySeconds: Seconds.optional(), periodSeconds: z.int().min(1).optional(), timeoutSeconds: z.int().min(1).optional(),
  successThreshold: z.int().min(1).optional(), failureThreshold: z.int().min(1).optional(), terminationGracePeriodSeconds: Seconds.optional(),
}).refine((probe) => [probe.httpGet, probe.tcpSocket, probe.exec, probe.grpc].filter((way) => way !== undefined).length === 1, said('it needs exactly one of httpGet, tcpSocket, exec, grpc', 'httpGet, tcpSocket, exec, grpc 중 정확히 하나가 필요합니다'))
const Variable = z.looseObject({ name: z.string().regex(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/, said('it is no name of a variable', '변수 이름이 아닙니다')), value: z.string().optional(), valueFrom: z.looseObject({}).optional() })
  .refine((variable) => variable.value === undefined || variable.valueFrom === undefined, said('it has both value and valueFrom', 'value와 valueFrom이 모두 있습니다'))
const Budget = z.looseObject({ minAvailable: Share.optional(), maxUnavailable: Share.optional() })
  .refine((budget) => (budget.minAvailable === undefined) !== (budget.maxUnavailable === undefined), said('it needs exactly one of minAvailable and maxUnavailable', 'minAvailable과 maxUnavailable 중 정확히 하나가 필요합니다'))

const SHAPES: Record<ShapeName, z.ZodType> = {
  env: z.array(Variable).refine((list) => new Set(list.map(({ name }) => name)).size === list.length, said('it names a variable twice', '같은 변수가 두 번 있습니다')),
  nodeSelector: z.record(Label, z.string()),
  tolerations: z.array(Toleration),
  affinity: z.strictObject({ nodeAffinity: NodeTerms.optional(), podAffinity: PodTerms.optional(), podAntiAffinity: PodTerms.optional() }),
  topologySpreadConstraints: z.array(Spread),
  livenessProbe: Probe, readinessProbe: Probe, startupProbe: Probe,
  budget: Budget,
}

/** What is wrong with a value, with the place in it: "[0].effect: …". Undefined when Kubernetes would take it. */
export function podShapeProblem(name: ShapeName, value: Json): Text | undefined {
  const parsed = SHAPES[name].safeParse(value, { reportInput: true })
  if (parsed.success) return undefined
  const [issue] = parsed.error.issues
  if (issue === undefined) return undefined
  const place = issue.path.map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${String(segment)}`)).join('').replace(/^\./, '')
  const before = place === '' ? '' : `${place}: `
  const words = misfit(issue)
  return text(`Kubernetes would refuse this. ${before}${words.en}.`, `Kubernetes가 거부합니다. ${before}${words.ko}.`)
}

/** What zod found, in our words: its own are English alone. */
function misfit(issue: z.core.$ZodIssue): Text {
  switch (issue.code) {
    case 'invalid_type': return issue.input === undefined ? text('it is missing', '값이 없습니다') : TYPES[issue.expected] ?? text(`it is no ${issue.expected}`, `${issue.expected} 형식이 아닙니다`)
    case 'unrecognized_keys': return text(`there is no field ${issue.keys.join(', ')}`, `${issue.keys.join(', ')} 필드는 없습니다`)
    case 'invalid_value': return text(`it is none of ${issue.values.map(String).join(', ')}`, `${issue.values.map(String).join(', ')} 중 하나가 아닙니다`)
    case 'too_small': return text(`it is less than ${issue.minimum}`, `${issue.minimum}보다 작습니다`)
    case 'too_big': return text(`it is more than ${issue.maximum}`, `${issue.maximum}보다 큽니다`)
    case 'invalid_key': return misfit(issue.issues[0] ?? OTHER)
    case 'invalid_union': return misfit(issue.errors.flat().find(({ code }) => code !== 'invalid_type') ?? OTHER)
    default: return saidText(issue.message) ?? text('it does not fit', '맞지 않는 값입니다')
  }
}

const OTHER: z.core.$ZodIssue = { code: 'custom', path: [], message: '', input: undefined }
const TYPES: Readonly<Record<string, Text>> = {
  string: text('it is not a text', '텍스트가 아닙니다'), number: text('it is not a number', '숫자가 아닙니다'), int: text('it is not a whole number', '정수가 아닙니다'),
  array: text('it is not a list', '목록이 아닙니다'), object: text('it is not a map', '맵이 아닙니다'), record: text('it is not a map', '맵이 아닙니다'),
}
