// Knows what a node reads of a pod, of what its volumes and variables come from, and of what Services lead to.
import { z } from 'zod'

const Ref = z.object({ name: z.string().default(''), key: z.string(), optional: z.boolean().default(false) })
const Source = z.object({ name: z.string().default(''), optional: z.boolean().default(false) })
const Port = z.union([z.number(), z.string()])
const Items = z.array(z.object({ key: z.string(), path: z.string() }))
const Quantities = z.record(z.string(), z.union([z.string(), z.number()])).default({})

const EnvVar = z.object({
  name: z.string(),
  value: z.string().default(''),
  valueFrom: z.object({
    fieldRef: z.object({ fieldPath: z.string() }),
    secretKeyRef: Ref,
    configMapKeyRef: Ref,
    resourceFieldRef: z.object({ resource: z.string(), divisor: z.union([z.string(), z.number()]).optional() }),
  }).partial().optional(),
})

const Probe = z.object({
  httpGet: z.object({ path: z.string().default('/'), port: Port, scheme: z.string().default('HTTP') }).optional(),
  tcpSocket: z.object({ port: Port }).optional(),
  exec: z.object({ command: z.array(z.string()).default([]) }).optional(),
  grpc: z.object({ port: z.number() }).optional(),
  initialDelaySeconds: z.number().default(0),
  periodSeconds: z.number().default(10),
  timeoutSeconds: z.number().default(1),
  successThreshold: z.number().default(1),
  failureThreshold: z.number().default(3),
})
export type Probe = z.infer<typeof Probe>

const Container = z.object({
  name: z.string(),
  image: z.string().default(''),
  command: z.array(z.string()).default([]),
  args: z.array(z.string()).default([]),
  env: z.array(EnvVar).default([]),
  envFrom: z.array(z.object({ prefix: z.string().default(''), configMapRef: Source.optional(), secretRef: Source.optional() })).default([]),
  ports: z.array(z.object({ name: z.string().optional(), containerPort: z.number() })).default([]),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string(), subPath: z.string().default(''), readOnly: z.boolean().default(false) })).default([]),
  resources: z.object({ limits: Quantities, requests: Quantities }).default({ limits: {}, requests: {} }),
  startupProbe: Probe.optional(),
  readinessProbe: Probe.optional(),
  livenessProbe: Probe.optional(),
  lifecycle: z.object({ postStart: z.json(), preStop: z.json() }).partial().default({}),
  restartPolicy: z.string().optional(),
  terminationMessagePath: z.string().default('/dev/termination-log'),
  terminationMessagePolicy: z.string().default('File'),
})
export type Container = z.infer<typeof Container>

const FieldItems = z.array(z.object({ path: z.string(), fieldRef: z.object({ fieldPath: z.string() }).optional() }))
const FromConfigMap = Source.extend({ items: Items.optional() })
const Volume = z.object({
  name: z.string(),
  configMap: FromConfigMap.optional(),
  secret: z.object({ secretName: z.string(), optional: z.boolean().default(false), items: Items.optional() }).optional(),
  downwardAPI: z.object({ items: FieldItems.default([]) }).optional(),
  projected: z.object({
    sources: z.array(z.object({ configMap: FromConfigMap, secret: FromConfigMap, downwardAPI: z.object({ items: FieldItems.default([]) }) }).partial()).default([]),
  }).optional(),
  emptyDir: z.json().optional(),
  persistentVolumeClaim: z.object({ claimName: z.string() }).optional(),
})
export type Volume = z.infer<typeof Volume>

const Strings = z.record(z.string(), z.string()).default({})
const Meta = z.object({
  name: z.string(), namespace: z.string().default(''), uid: z.string(), resourceVersion: z.string(), labels: Strings, annotations: Strings,
  deletionTimestamp: z.string().optional(), deletionGracePeriodSeconds: z.number().optional(),
})

export const Pod = z.object({
  metadata: Meta,
  spec: z.object({
    nodeName: z.string().optional(),
    hostname: z.string().optional(),
    subdomain: z.string().optional(),
    serviceAccountName: z.string().default('default'),
    restartPolicy: z.string().default('Always'),
    terminationGracePeriodSeconds: z.number().default(30),
    containers: z.array(Container),
    initContainers: z.array(Container).default([]),
    volumes: z.array(Volume).default([]),
  }),
})
export type Pod = z.infer<typeof Pod>

export const ConfigMap = z.object({ metadata: Meta, data: Strings, binaryData: Strings })
export type ConfigMap = z.infer<typeof ConfigMap>

/** Values are base64, as in the API. */
export const Secret = z.object({ metadata: Meta, data: Strings })
export type Secret = z.infer<typeof Secret>

export const Service = z.object({
  metadata: Meta,
  spec: z.object({
    type: z.string().default('ClusterIP'),
    clusterIP: z.string().default(''),
    externalName: z.string().optional(),
    ports: z.array(z.object({ name: z.string().default(''), port: z.number(), protocol: z.string().default('TCP') })).default([]),
  }),
})
export type Service = z.infer<typeof Service>

export const EndpointSlice = z.object({
  metadata: Meta,
  endpoints: z.array(z.object({
    addresses: z.array(z.string()),
    hostname: z.string().optional(),
    conditions: z.object({ ready: z.boolean().default(true) }).default({ ready: true }),
  })).nullish().transform((endpoints) => endpoints ?? []),
  ports: z.array(z.object({ name: z.string().default(''), port: z.number().default(0), protocol: z.string().default('TCP') })).nullish().transform((ports) => ports ?? []),
})
export type EndpointSlice = z.infer<typeof EndpointSlice>

export const Claim = z.object({
  metadata: Meta,
  spec: z.object({
    accessModes: z.array(z.string()).default([]),
    resources: z.object({ requests: z.object({ storage: z.string() }) }),
    storageClassName: z.string().optional(),
    volumeName: z.string().optional(),
  }),
  status: z.object({ phase: z.string().default('Pending'), capacity: z.object({ storage: z.string() }).optional() }).default({ phase: 'Pending' }),
})
export type Claim = z.infer<typeof Claim>

export const PersistentVolume = z.object({ metadata: Meta, status: z.object({ phase: z.string().default('Pending') }).default({ phase: 'Pending' }) })

/** What all of them are known by. */
export type Named = { metadata: { name: string; namespace: string; uid: string; resourceVersion: string } }
