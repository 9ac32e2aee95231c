// One Kubernetes object as a part of a spec: typed parts taken out, the rest kept, credentials left behind.
import { findCredentials } from '../manifest/credentials.ts'
import { getAt } from '../manifest/pointer.ts'
import { isJsonObject, type Json, type JsonObject, type KubeObject } from '../manifest/types.ts'
import { kindReason } from './belonging-reasons.ts'
import { parseArgs } from './args.ts'
import { kindOfCommand } from './read-args.ts'
import { flagOf } from './catalogue.ts'
import type { Kind } from './kind.ts'
import { describeObjectStorage, isObjectStorage } from './object-storage.ts'
import { thanosCommand } from './shell-line.ts'
import { CONTAINER_LISTS, placesAt } from './part-places.ts'
import { mentionsSlot, takeOut } from './slots.ts'
import { isResources, type Arg, type ConfigFiles, type Reference, type SpecObject, type Workload } from './spec.ts'

/**
 * Adopts one object. `withheld` is set when it carries credentials: the spec then only refers to it, and the object itself must be
 * kept nowhere.
 */
export function adoptObject(object: KubeObject): { adopted: SpecObject; withheld?: KubeObject } {
  const isSecret = object.kind === 'Secret'
  if (isSecret || findCredentials(object).length > 0) return { adopted: toReference(object), withheld: object }
  const adopted = mentionsSlot(object) ? undefined : toWorkload(object) ?? toConfigFiles(object)
  const other: SpecObject = { type: 'object', ...identity(object), managed: true, manifest: object }
  return { adopted: adopted ?? { ...other, managed: kindReason(other) === undefined } }
}

/** A pasted piece of a command line with what stood beside it (`args`, `resources`, `replicas`); see fragment.ts. */
export function toFragmentWorkload(kind: Kind, name: string, mapping: JsonObject): Workload {
  const base: Workload = { type: 'workload', object: 'Fragment', name, kind, container: '', args: [], rest: mapping }
  return takeParts(base, { container: '', workload: '' })
}

function toWorkload(object: KubeObject): Workload | undefined {
  if (object.apiVersion !== 'apps/v1' || (object.kind !== 'Deployment' && object.kind !== 'StatefulSet')) return undefined
  const found = thanosContainers(object)
  // A sidecar is read and not managed, so what stands beside it is the workload.
  const main = found.find(({ kind }) => kind !== 'sidecar') ?? found[0]
  if (!main) return undefined
  const base: Workload = { type: 'workload', ...identity(object), object: object.kind, kind: main.kind, container: main.name, args: [], rest: object }
  return takeParts(base, { container: main.place, workload: '/spec' })
}

/** A container that runs Thanos: its component, and the JSON pointer to it in the workload's object. */
export type ThanosContainer = { readonly name: string; readonly kind: Kind; readonly place: string }

/** The containers of a Deployment or StatefulSet that run Thanos, those that start first last. */
export function thanosContainers(object: JsonObject): ThanosContainer[] {
  return CONTAINER_LISTS.flatMap((list) => {
    const containers = getAt(object, list)
    return (Array.isArray(containers) ? containers : []).flatMap((container, index): ThanosContainer[] => {
      if (!isJsonObject(container) || typeof container.name !== 'string') return []
      const kind = kindOfContainer(container)
      return kind ? [{ name: container.name, kind, place: `${list}/${index}` }] : []
    })
  })
}

/** The workload of one of its containers, every part that another one's view took out being back in its place. */
export function workloadOf(object: JsonObject, of: Workload, { name, kind, place }: ThanosContainer): Workload {
  const { image: _image, resources: _resources, storage: _storage, replicas: _replicas, ...identityOf } = of
  return takeParts({ ...identityOf, kind, container: name, args: [], rest: object }, { container: place, workload: '/spec' })
}

function takeParts(base: Workload, at: { container: string; workload: string }): Workload {
  const places = placesAt(at.container, at.workload)
  const workload = { ...base }
  const take = (pointer: string, slot: string): void => { workload.rest = takeOut(workload.rest, pointer, slot) }

  const container = getAt(base.rest, at.container)
  const command = isJsonObject(container) ? commandOf(container) : undefined
  if (command) {
    workload.args = command.args(base.kind)
    for (const { key, slot, line } of command.places) {
      workload.rest = takeOut(workload.rest, `${at.container}/${key}`, slot, line === undefined ? {} : { line })
    }
  }
  const image = getAt(base.rest, places.image)
  if (typeof image === 'string') {
    workload.image = image
    take(places.image, 'image')
  }
  const replicas = getAt(base.rest, places.replicas)
  if (typeof replicas === 'number' && Number.isInteger(replicas)) {
    workload.replicas = replicas
    take(places.replicas, 'replicas')
  }
  const resources = getAt(base.rest, places.resources)
  if (isResources(resources)) {
    workload.resources = resources
    take(places.resources, 'resources')
  }
  const size = getAt(base.rest, places.storage)
  if (typeof size === 'string' || typeof size === 'number') {
    const claim = getAt(base.rest, `${at.workload}/volumeClaimTemplates/0/metadata/name`)
    workload.storage = { claim: typeof claim === 'string' ? claim : '', size }
    take(places.storage, 'storage')
  }
  return workload
}

type Command = {
  /** Undefined for a piece that names no component. */
  readonly kind: Kind | undefined
  /** The arguments, read by the flags of a kind. */
  readonly args: (kind: Kind) => Arg[]
  /** What is taken out of the container; `line` is the shell line that the arguments stand in. */
  readonly places: readonly { readonly key: string; readonly slot: string; readonly line?: string }[]
}

/** The component that a container, or a piece of one, starts; undefined when it is not Thanos. */
export function kindOfContainer(container: JsonObject): Kind | undefined {
  return commandOf(container)?.kind
}

/** The command line of a container; undefined when it has none, or none that is made of texts. */
function commandOf(container: JsonObject): Command | undefined {
  const { command = [], args = [] } = container
  if (!isStrings(command) || !isStrings(args)) {
    // A piece of a manifest may have one of both in a shape of its own.
    const key = isStrings(container.args) ? 'args' : 'command'
    const written = container[key]
    return isStrings(written) ? { kind: undefined, args: (kind) => parseArgs(kind, written), places: [{ key, slot: 'args' }] } : undefined
  }
  if (container.command === undefined && container.args === undefined) return undefined
  const inShell = shellCommand(command, args)
  if (inShell) return inShell
  const kind = kindOfCommand([...command, ...args])
  if (container.args === undefined) return { kind, args: (of) => parseArgs(of, command), places: [{ key: 'command', slot: 'args' }] }
  if (!hasFlagsOfItsOwn(command, args)) return { kind, args: (of) => parseArgs(of, args), places: [{ key: 'args', slot: 'args' }] }
  return {
    kind,
    args: (of) => [...parseArgs(of, command).map((arg): Arg => ({ ...arg, in: 'command' })), ...parseArgs(of, args)],
    places: [{ key: 'command', slot: 'command' }, { key: 'args', slot: 'args' }],
  }
}

/** Whether flags stand in the command too, none of them cut from its value. */
function hasFlagsOfItsOwn(command: readonly string[], args: readonly string[]): boolean {
  const kind = kindOfCommand(command)
  const last = kind && parseArgs(kind, command).at(-1)
  const isCut = kind !== undefined && last?.style === 'bare' && args[0]?.startsWith('--') === false && flagOf(kind, last.flag)?.type !== 'boolean'
  return kind !== undefined && !isCut && command.some((word) => word.startsWith('--'))
}

/** `sh -c "exec thanos store …"`, however it is spread over command and args. */
function shellCommand(command: readonly string[], args: readonly string[]): Command | undefined {
  const words = [...command, ...args]
  if (!/(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(words[0] ?? '')) return undefined
  const at = words.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word)) + 1
  const line = words[at]
  const found = at === 0 || line === undefined ? undefined : thanosCommand(line)
  if (line === undefined || !found) return undefined
  const key = at < command.length ? `command/${at}` : `args/${at - command.length}`
  return { kind: found.kind, args: (kind) => parseArgs(kind, found.argv), places: [{ key, slot: 'args', line }] }
}

function toConfigFiles(object: KubeObject): ConfigFiles | undefined {
  if (object.kind !== 'ConfigMap' || object.apiVersion !== 'v1' || !isJsonObject(object.data)) return undefined
  const files: Record<string, string> = {}
  for (const [key, value] of Object.entries(object.data)) {
    if (typeof value !== 'string' || key === '__proto__') return undefined
    files[key] = value
  }
  return { type: 'config', ...identity(object), object: 'ConfigMap', files, rest: takeOut(object, '/data', 'files') }
}

function toReference(object: KubeObject): Reference {
  const texts = new Map<string, string>()
  for (const [key, value] of Object.entries(isJsonObject(object.data) ? object.data : {})) {
    if (typeof value === 'string') texts.set(key, object.kind === 'Secret' ? decodeBase64(value) : value)
  }
  for (const [key, value] of Object.entries(isJsonObject(object.stringData) ? object.stringData : {})) {
    if (typeof value === 'string') texts.set(key, value)
  }
  const objectStorage = [...texts].filter(([, text]) => isObjectStorage(text)).map(([key, text]) => [key, describeObjectStorage(text)] as const)
  return {
    type: 'reference', ...identity(object), apiVersion: object.apiVersion,
    keys: [...texts.keys()], objectStorage: Object.fromEntries(objectStorage),
  }
}

function identity(object: KubeObject): { object: string; name: string; namespace?: string } {
  const { name, namespace } = object.metadata
  return { object: object.kind, name, ...(namespace === undefined ? {} : { namespace }) }
}

/** The pointer to the container of a name; to the first one when none has it. */

function isStrings(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function decodeBase64(value: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(value.replaceAll(/\s/g, '')), (char) => char.charCodeAt(0)))
  } catch {
    return ''
  }
}
