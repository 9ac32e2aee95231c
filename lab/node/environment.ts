// Knows the variables of a container and what is written with them: env, envFrom, references to fields, and $(NAME) in commands.
import { parseQuantity } from '#lib/manifest/quantity.ts'
import type { Store } from './watch.ts'
import type { ConfigMap, Container, Pod, Secret } from './spec.ts'

/** What a container cannot be made from; the kubelet's CreateContainerConfigError. */
export class ConfigError extends Error {}

export type Configuration = { readonly configMaps: Store<ConfigMap>; readonly secrets: Store<Secret> }

/** Where a pod is; a field that a reference may name. */
export type Place = { readonly podIp: string; readonly hostIp: string }

/** All variables of the container, in the order in which the kubelet sets them. Throws a ConfigError that names what is missing. */
export function containerEnv(pod: Pod, container: Container, { configuration, place }: { configuration: Configuration; place: Place }): Record<string, string> {
  const env: Record<string, string> = {}
  for (const { prefix, configMapRef, secretRef } of container.envFrom) {
    for (const [kind, ref] of [['configmap', configMapRef], ['secret', secretRef]] as const) {
      if (ref === undefined) continue
      const values = kind === 'configmap' ? configMapValues(pod, ref.name, configuration) : secretValues(pod, ref.name, configuration)
      if (values === undefined && !ref.optional) throw new ConfigError(`${kind} "${ref.name}" not found`)
      for (const [key, value] of Object.entries(values ?? {})) env[`${prefix}${key}`] = value.toString()
    }
  }
  for (const { name, value, valueFrom } of container.env) {
    if (valueFrom === undefined) {
      env[name] = expand(value, env)
      continue
    }
    const found = fromSource(pod, container, { valueFrom, configuration, place })
    if (found !== undefined) env[name] = found
  }
  return env
}

function fromSource(pod: Pod, container: Container, { valueFrom, configuration, place }: {
  valueFrom: NonNullable<Container['env'][number]['valueFrom']>
  configuration: Configuration
  place: Place
}): string | undefined {
  const { fieldRef, secretKeyRef, configMapKeyRef, resourceFieldRef } = valueFrom
  if (fieldRef) return podField(pod, fieldRef.fieldPath, place)
  if (resourceFieldRef) return String(resourceField(container, resourceFieldRef))
  const ref = secretKeyRef ?? configMapKeyRef
  if (ref === undefined) return undefined
  const kind = secretKeyRef ? 'Secret' : 'ConfigMap'
  const values = secretKeyRef ? secretValues(pod, ref.name, configuration) : configMapValues(pod, ref.name, configuration)
  const value = values?.[ref.key]
  if (value !== undefined) return value.toString()
  if (ref.optional) return undefined
  throw new ConfigError(values === undefined ? `${kind.toLowerCase()} "${ref.name}" not found` : `couldn't find key ${ref.key} in ${kind} ${pod.metadata.namespace}/${ref.name}`)
}

/** A field by the path that fieldRef takes; throws a ConfigError for one that the kubelet does not offer. */
export function podField({ metadata, spec }: Pod, path: string, { podIp, hostIp }: Place): string {
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? []
  if (map === 'labels') return metadata.labels[key] ?? ''
  if (map === 'annotations') return metadata.annotations[key] ?? ''
  const fields: Record<string, string> = {
    'metadata.name': metadata.name, 'metadata.namespace': metadata.namespace, 'metadata.uid': metadata.uid, 'spec.nodeName': spec.nodeName ?? '',
    'spec.serviceAccountName': spec.serviceAccountName, 'status.podIP': podIp, 'status.podIPs': podIp, 'status.hostIP': hostIp, 'status.hostIPs': hostIp,
    'metadata.labels': lines(metadata.labels), 'metadata.annotations': lines(metadata.annotations),
  }
  const value = fields[path]
  if (value === undefined) throw new ConfigError(`unsupported fieldPath: ${path}`)
  return value
}

function resourceField({ resources }: Container, { resource, divisor = '1' }: { resource: string; divisor?: string | number | undefined }): number {
  const [part, name = ''] = resource.split('.')
  const quantity = part === 'limits' ? resources.limits[name] : resources.requests[name]
  return Math.ceil((parseQuantity(quantity ?? 0) ?? 0) / (parseQuantity(divisor) || 1))
}

/** The values of a ConfigMap of the pod's namespace; undefined when there is none. */
export function configMapValues(pod: Pod, name: string, { configMaps }: Configuration): Record<string, Buffer> | undefined {
  const found = configMaps.get(pod.metadata.namespace, name)
  return found && { ...mapValues(found.data, 'utf8'), ...mapValues(found.binaryData, 'base64') }
}

/** The values of a Secret of the pod's namespace; undefined when there is none. */
export function secretValues(pod: Pod, name: string, { secrets }: Configuration): Record<string, Buffer> | undefined {
  const found = secrets.get(pod.metadata.namespace, name)
  return found && mapValues(found.data, 'base64')
}

/** `$(NAME)` by the value of a variable that is known, `$$(NAME)` as `$(NAME)`; anything else stays. */
export function expand(text: string, env: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$(?:\$|\(([^()]*)\))/g, (all, name: string | undefined) => (name === undefined ? '$' : env[name] ?? all))
}

function mapValues(values: Readonly<Record<string, string>>, encoding: 'utf8' | 'base64'): Record<string, Buffer> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Buffer.from(value, encoding)]))
}

function lines(values: Readonly<Record<string, string>>): string {
  return Object.entries(values).map(([key, value]) => `${key}=${JSON.stringify(value)}\n`).join('')
}
