// A live object as somebody could have written it: without the values that the API server fills in and those that it hands out. What is left out
// of a server-side apply stays as it is, so leaving it out changes nothing.
// Source: https://kubernetes.io/docs/reference/kubernetes-api/ and pkg/apis/{core,apps}/v1/defaults.go of Kubernetes 1.35
import { isEqual } from './equal.ts'
import { normaliseLive } from './normalise.ts'
import { isJsonObject, isKubeObject, type Json, type JsonObject, type KubeObject } from './types.ts'

/** Fields by name with their default, or what tells whether a value is one. */
type Defaults = Readonly<Record<string, Json | ((value: Json, parent: JsonObject) => boolean)>>
type Shape = { readonly defaults?: Defaults; readonly below?: Readonly<Record<string, Shape>> }

const always = (): boolean => true
const isEmpty = (value: Json): boolean => isJsonObject(value) && Object.keys(value).length === 0

const PROBE: Shape = { defaults: { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }, below: { httpGet: { defaults: { scheme: 'HTTP' } } } }
const CONTAINER: Shape = {
  defaults: { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', imagePullPolicy: isUsualPullPolicy, resources: isEmpty, securityContext: isEmpty },
  below: {
    livenessProbe: PROBE, readinessProbe: PROBE, startupProbe: PROBE, ports: { defaults: { protocol: 'TCP' } },
    env: { below: { valueFrom: { below: { fieldRef: { defaults: { apiVersion: 'v1' } } } } } },
  },
}
const POD: Shape = {
  defaults: { restartPolicy: 'Always', terminationGracePeriodSeconds: 30, dnsPolicy: 'ClusterFirst', schedulerName: 'default-scheduler', securityContext: isEmpty, serviceAccount: (value, { serviceAccountName }) => value === serviceAccountName },
  below: {
    containers: CONTAINER, initContainers: CONTAINER,
    volumes: { below: { configMap: { defaults: { defaultMode: 420 } }, secret: { defaults: { defaultMode: 420 } }, projected: { defaults: { defaultMode: 420 } } } },
  },
}
const TEMPLATE: Shape = { below: { spec: POD } }
const CLAIM: Shape = { defaults: { apiVersion: 'v1', kind: 'PersistentVolumeClaim' }, below: { spec: { defaults: { volumeMode: 'Filesystem' } } } }

const SHAPES: Readonly<Record<string, Shape>> = {
  Deployment: { below: { spec: {
    defaults: { progressDeadlineSeconds: 600, revisionHistoryLimit: 10, strategy: isUsualStrategy },
    below: { template: TEMPLATE },
  } } },
  StatefulSet: { below: { spec: {
    defaults: {
      podManagementPolicy: 'OrderedReady', revisionHistoryLimit: 10, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    },
    below: { template: TEMPLATE, volumeClaimTemplates: CLAIM },
  } } },
  Service: { below: { spec: {
    defaults: {
      type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster', externalTrafficPolicy: 'Cluster', ipFamilyPolicy: 'SingleStack', ipFamilies: isOne,
      // "None" is asked for; an address is handed out.
      clusterIP: (value) => value !== 'None', clusterIPs: always, healthCheckNodePort: always, allocateLoadBalancerNodePorts: true,
    },
    below: { ports: { defaults: { protocol: 'TCP', nodePort: always, targetPort: (value, { port }) => value === port } } },
  } } },
  ServiceAccount: { defaults: { secrets: always } },
}

/** The object without status, what the server keeps for itself, and defaults. A custom resource keeps its spec whole. */
export function withoutDefaults(live: KubeObject): KubeObject {
  const object = normaliseLive(live)
  const shape = SHAPES[object.kind]
  const bare = shape === undefined ? object : stripped(object, shape)
  return isKubeObject(bare) ? bare : object
}

function stripped(value: Json, shape: Shape): Json {
  if (Array.isArray(value)) return value.map((item) => stripped(item, shape))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).flatMap(([name, child]): [string, Json][] => {
    if (isDefault(shape.defaults?.[name], child, value)) return []
    const below = shape.below?.[name]
    return [[name, below === undefined ? child : stripped(child, below)]]
  }))
}

function isDefault(known: Defaults[string] | undefined, value: Json, parent: JsonObject): boolean {
  if (known === undefined) return false
  return typeof known === 'function' ? known(value, parent) : isEqual(known, value)
}

/** Always for a tag that moves, IfNotPresent for one that does not. */
function isUsualPullPolicy(value: Json, { image }: JsonObject): boolean {
  const name = typeof image === 'string' ? image : ''
  const [, tag = 'latest'] = /:([^/:@]+)(?:@|$)/.exec(name) ?? []
  return value === (tag === 'latest' && !name.includes('@') ? 'Always' : 'IfNotPresent')
}

function isUsualStrategy(value: Json): boolean {
  return isEqual(value, { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } })
}

function isOne(value: Json): boolean {
  return Array.isArray(value) && value.length === 1
}
