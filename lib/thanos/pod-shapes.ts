// What Kubernetes takes in the fields of a pod that have a shape of their own, as far as one must know to type them.
import { z } from 'zod'
import type { Json } from '../manifest/types.ts'
import { text, type Text } from '../text.ts'
import type { ShapeName } from './pod-presets.ts'

const Label = z.string().regex(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/, 'is no label')
const Seconds = z.int().min(0)
const Share = z.union([z.int().min(0), z.string().regex(/^\d{1,3}%$/, 'is neither a number nor a percentage')])

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
const Port = z.union([z.int().min(1).max(65_535), z.string().regex(/^[a-z0-9-]{1,15}$/, 'is no name of a port')])
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
}).refine((probe) => [probe.httpGet, probe.tcpSocket, probe.exec, probe.grpc].filter((way) => way !== undefined).length === 1, 'needs exactly one of httpGet, tcpSocket, exec, grpc')
const Variable = z.looseObject({ name: z.string().regex(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/, 'is no name of a variable'), value: z.string().optional(), valueFrom: z.looseObject({}).optional() })
  .refine((variable) => variable.value === undefined || variable.valueFrom === undefined, 'has both value and valueFrom')
const Budget = z.looseObject({ minAvailable: Share.optional(), maxUnavailable: Share.optional() })
  .refine((budget) => (budget.minAvailable === undefined) !== (budget.maxUnavailable === undefined), 'needs exactly one of minAvailable and maxUnavailable')

const SHAPES: Record<ShapeName, z.ZodType> = {
  env: z.array(Variable).refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'names a variable twice'),
  nodeSelector: z.record(Label, z.string()),
  tolerations: z.array(Toleration),
  affinity: z.strictObject({ nodeAffinity: NodeTerms.optional(), podAffinity: PodTerms.optional(), podAntiAffinity: PodTerms.optional() }),
  topologySpreadConstraints: z.array(Spread),
  livenessProbe: Probe, readinessProbe: Probe, startupProbe: Probe,
  budget: Budget,
}

/** What is wrong with a value, with the place in it: "[0].effect: …". Undefined when Kubernetes would take it. */
export function podShapeProblem(name: ShapeName, value: Json): Text | undefined {
  const parsed = SHAPES[name].safeParse(value)
  if (parsed.success) return undefined
  const [issue] = parsed.error.issues
  if (issue === undefined) return undefined
  const place = issue.path.map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${String(segment)}`)).join('').replace(/^\./, '')
  const words = `${place === '' ? '' : `${place}: `}${issue.message}`
  return text(`Kubernetes would refuse this. ${words}`, `Kubernetes가 거부합니다. ${words}`)
}
