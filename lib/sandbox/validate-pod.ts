// What Kubernetes requires of a pod's spec: the rules that a Thanos manifest can break.
import type { JsonObject } from '../manifest/types.ts'
import { parseQuantity } from '../manifest/quantity.ts'
import { itemsAt, mapAt, numberAt, textAt, valueAt } from './fields.ts'
import type { FieldError } from './field-error.ts'
import { duplicate, forbidden, invalidValue, notFoundValue, notSupported, required } from './field-error.ts'
import { nameProblem, portNameProblems } from './names.ts'

/** `claims` are the names of volumes that a StatefulSet's claim templates add. */
export function podSpecProblems(spec: JsonObject, path: string, claims: readonly string[] = []): FieldError[] {
  const volumes = itemsAt(spec, 'volumes')
  // A volume that is wrong in itself does not count as one that can be mounted.
  const sound = volumes.filter((volume, index) => volumeProblems(volumes, volume, index, '').length === 0)
  const names = new Set([...claims, ...sound.map((volume) => textAt(volume, 'name'))])
  const containers = itemsAt(spec, 'containers')
  return [
    ...volumes.flatMap((volume, index) => volumeProblems(volumes, volume, index, `${path}.volumes[${index}]`)),
    ...(containers.length === 0 ? [required(`${path}.containers`)] : []),
    ...containers.flatMap((container, index) => containerProblems(container, `${path}.containers[${index}]`, names)),
    ...itemsAt(spec, 'initContainers').flatMap((container, index) => containerProblems(container, `${path}.initContainers[${index}]`, names)),
  ]
}

/** In the order in which Kubernetes looks at them. */
const VOLUME_TYPES = ['emptyDir', 'hostPath', 'secret', 'nfs', 'persistentVolumeClaim', 'configMap', 'downwardAPI', 'projected', 'csi', 'ephemeral', 'image']

function volumeProblems(volumes: readonly JsonObject[], volume: JsonObject, index: number, path: string): FieldError[] {
  const name = textAt(volume, 'name')
  const isSecond = volumes.findIndex((other) => textAt(other, 'name') === name) < index
  return [
    ...labelNameProblems(name, `${path}.name`),
    ...(name !== '' && isSecond ? [duplicate(`${path}.name`, name)] : []),
    ...VOLUME_TYPES.filter((type) => type in volume).slice(1).map((type) => forbidden(`${path}.${type}`, 'may not specify more than 1 volume type')),
    ...('secret' in volume && textAt(volume, 'secret', 'secretName') === '' ? [required(`${path}.secret.secretName`)] : []),
    ...('configMap' in volume && textAt(volume, 'configMap', 'name') === '' ? [required(`${path}.configMap.name`)] : []),
  ]
}

function labelNameProblems(name: string, path: string): FieldError[] {
  if (name === '') return [required(path)]
  const problem = nameProblem(name, 'label')
  return problem === undefined ? [] : [invalidValue(path, name, problem)]
}

function containerProblems(container: JsonObject, path: string, volumes: ReadonlySet<string>): FieldError[] {
  const name = textAt(container, 'name')
  const errors: FieldError[] = labelNameProblems(name, `${path}.name`)
  if (textAt(container, 'image') === '') errors.push(required(`${path}.image`))
  errors.push(...portProblems(itemsAt(container, 'ports'), `${path}.ports`))
  for (const [index, variable] of itemsAt(container, 'env').entries()) {
    if (textAt(variable, 'name') === '') errors.push(required(`${path}.env[${index}].name`))
    const isTwofold = textAt(variable, 'value') !== '' && 'valueFrom' in variable
    if (isTwofold) errors.push(invalidValue(`${path}.env[${index}].valueFrom`, '', 'may not be specified when `value` is not empty'))
  }
  const paths = new Set<string>()
  for (const [index, mount] of itemsAt(container, 'volumeMounts').entries()) {
    const [volume, mountPath] = [textAt(mount, 'name'), textAt(mount, 'mountPath')]
    const at = `${path}.volumeMounts[${index}]`
    if (volume === '') errors.push(required(`${at}.name`))
    else if (!volumes.has(volume)) errors.push(notFoundValue(`${at}.name`, volume))
    if (mountPath === '') errors.push(required(`${at}.mountPath`))
    else if (paths.has(mountPath)) errors.push(invalidValue(`${at}.mountPath`, mountPath, 'must be unique'))
    paths.add(mountPath)
  }
  errors.push(...PROBES.filter((probe) => probe in container).flatMap((probe) => probeProblems(mapAt(container, probe), `${path}.${probe}`)))
  errors.push(...resourceProblems(container, `${path}.resources`))
  const policy = textAt(container, 'imagePullPolicy')
  if (!PULL_POLICIES.includes(policy)) errors.push(notSupported(`${path}.imagePullPolicy`, policy, PULL_POLICIES))
  return errors
}

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never']
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe']

function probeProblems(probe: JsonObject, path: string): FieldError[] {
  const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'].filter((handler) => handler in probe)
  if (handlers.length === 0) return [required(path, 'must specify a handler type')]
  return handlers.flatMap((handler) => {
    const written = valueAt(probe, handler, 'port') ?? 0
    const port = handler === 'exec' || typeof written !== 'number' ? undefined : written
    return port === undefined || (port >= 1 && port <= 65535) ? [] : [invalidValue(`${path}.${handler}.port`, port, 'must be between 1 and 65535, inclusive')]
  })
}

function portProblems(ports: readonly JsonObject[], path: string): FieldError[] {
  const names = new Set<string>()
  return ports.flatMap((port, index) => {
    const [name, number] = [textAt(port, 'name'), numberAt(port, 'containerPort')]
    const errors: FieldError[] = []
    const problems = name === '' ? [] : portNameProblems(name)
    errors.push(...problems.map((problem) => invalidValue(`${path}[${index}].name`, name, problem)))
    if (name !== '' && problems.length === 0 && names.has(name)) errors.push(duplicate(`${path}[${index}].name`, name))
    names.add(name)
    if (number === undefined || number === 0) errors.push(required(`${path}[${index}].containerPort`))
    else if (number < 1 || number > 65535) errors.push(invalidValue(`${path}[${index}].containerPort`, number, 'must be between 1 and 65535, inclusive'))
    return errors
  })
}

function resourceProblems(container: JsonObject, path: string): FieldError[] {
  const [limits, requests] = [mapAt(container, 'resources', 'limits'), mapAt(container, 'resources', 'requests')]
  const negative = (side: string, quantities: JsonObject): FieldError[] => Object.entries(quantities)
    .filter(([, quantity]) => typeof quantity === 'string' && (parseQuantity(quantity) ?? 0) < 0)
    .map(([name, quantity]) => invalidValue(`${path}.${side}[${name}]`, quantity, 'must be greater than or equal to 0'))
  const above = Object.entries(requests).flatMap(([name, request]) => {
    const limit = limits[name]
    if (typeof limit !== 'string' || typeof request !== 'string' || (parseQuantity(request) ?? 0) <= (parseQuantity(limit) ?? Infinity)) return []
    return [invalidValue(`${path}.requests`, request, `must be less than or equal to ${name} limit of ${limit}`)]
  })
  return [...negative('limits', limits), ...negative('requests', requests), ...above]
}

