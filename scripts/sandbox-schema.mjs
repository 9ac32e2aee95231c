// Writes lib/sandbox/apply/schema.json: the merge schema of the kinds that the sandbox serves, taken from Kubernetes' own.
// Use: node scripts/sandbox-schema.mjs CLIENT_GO API, the folders of the Go modules k8s.io/client-go and k8s.io/api of one version
// (go list -m -f '{{.Dir}}' k8s.io/client-go, in a module that requires them).
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

const ROOTS = [
  'apps.v1.Deployment', 'apps.v1.StatefulSet', 'apps.v1.ReplicaSet', 'apps.v1.DaemonSet', 'apps.v1.ControllerRevision',
  'core.v1.Namespace', 'core.v1.ConfigMap', 'core.v1.Secret', 'core.v1.Service', 'core.v1.ServiceAccount',
  'core.v1.PersistentVolumeClaim', 'core.v1.Pod', 'core.v1.Event', 'core.v1.Node', 'core.v1.ResourceQuota',
  'batch.v1.Job', 'policy.v1.PodDisruptionBudget', 'autoscaling.v2.HorizontalPodAutoscaler', 'networking.v1.NetworkPolicy',
  'networking.v1.Ingress', 'rbac.v1.Role', 'rbac.v1.RoleBinding', 'rbac.v1.ClusterRole', 'rbac.v1.ClusterRoleBinding', 'storage.v1.StorageClass', 'coordination.v1.Lease', 'discovery.v1.EndpointSlice',
].map((name) => `io.k8s.api.${name}`)

const [clientGo = '', api = ''] = process.argv.slice(2)
const ZERO = ['string', 'numeric', 'boolean']
const source = readFileSync(join(clientGo, 'applyconfigurations', 'internal', 'internal.go'), 'utf8')
const text = source.slice(source.indexOf('`types:') + 1, source.lastIndexOf('`'))
const types = new Map(parse(text, { maxAliasCount: -1 }).types.map((type) => [type.name, type]))
const keyFields = new Set()
const out = {}

/** Short and still unique: "Deployment" for apps.v1, "io.k8s.api.networking.v1.IngressSpec" -> "IngressSpec". */
function short(name) {
  return name.startsWith('__') ? name.replaceAll('_', '') : name.split('.').at(-1)
}

function ref(type) {
  if (type.namedType) {
    if (type.elementRelationship) throw new Error(`relationship beside a named type: ${type.namedType}`)
    visit(type.namedType)
    return short(type.namedType)
  }
  return inline(type)
}

function inline(type) {
  if (type.scalar) return type.scalar
  if (type.list) {
    const { elementType, elementRelationship, keys } = type.list
    const element = ref(elementType)
    if (elementRelationship === 'atomic') return `[${element}]`
    for (const key of keys ?? []) keyFields.add(`${element}.${key}`)
    return `[${element}|${(keys ?? ['=']).join(',')}]`
  }
  if (type.map?.elementType && !type.map.fields) {
    return `{${ref(type.map.elementType)}}${type.map.elementRelationship === 'atomic' ? '!' : ''}`
  }
  throw new Error(`unexpected inline type ${JSON.stringify(type)}`)
}

/** Fields whose zero value is not written, "core.v1.ServiceSpec.publishNotReadyAddresses": Go holds them by value, with omitempty. */
const dropsZero = new Set(['apps/v1', 'core/v1', 'batch/v1', 'policy/v1', 'autoscaling/v2', 'networking/v1', 'rbac/v1', 'storage/v1', 'coordination/v1', 'discovery/v1'].flatMap((group) => {
  const go = readFileSync(join(api, group, 'types.go'), 'utf8')
  return [...go.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)].flatMap(([, type, body]) =>
    [...body.matchAll(/^\t\w+ +([\w.]+) +`[^`]*json:"(\w+),omitempty/gm)].map(([, , field]) => `${group.replace('/', '.')}.${type}.${field}`))
}))

const origin = new Map()
function visit(name) {
  const id = short(name)
  if (origin.has(id)) {
    if (origin.get(id) !== name) throw new Error(`two types named ${id}: ${name}, ${origin.get(id)}`)
    return
  }
  origin.set(id, name)
  const type = types.get(name)
  if (!type) throw new Error(`no type ${name}`)
  if (name.startsWith('__') || name.endsWith('.RawExtension') || name.endsWith('.FieldsV1')) { out[id] = '*'; return }
  if (!type.map || type.map.elementType) { out[id] = inline(type); return }
  const fields = {}
  out[id] = fields
  if (type.map.elementRelationship === 'atomic') fields['!'] = 'atomic'
  for (const field of type.map.fields ?? []) {
    const mark = ZERO.includes(field.type.scalar) && dropsZero.has(`${name.replace('io.k8s.api.', '')}.${field.name}`) ? '~' : ''
    fields[field.name] = ref(field.type) + mark + (field.default === undefined ? '' : `=${JSON.stringify(field.default)}`)
  }
}

for (const root of ROOTS) visit(root)
out.Custom = { apiVersion: 'string', kind: 'string', metadata: 'ObjectMeta={}', spec: '*', status: '*', '*': '*' }
const lines = Object.entries(out).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, type]) => `${JSON.stringify(name)}:${JSON.stringify(type)}`)
writeFileSync(new URL('../lib/sandbox/apply/schema.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`)
console.log(`${lines.length} types, ${keyFields.size} key fields`)
