// The schema of StackSpec, the typed desired configuration of one Thanos installation: what is read from outside goes through it. The
// types have their home in spec.ts, with what pages need of them: pages do without the weight of zod.
import { z } from 'zod'
import { isJsonObject, type JsonObject } from '../manifest/types.ts'
import { DeclaredEdge } from './declared-edge.ts'
import { KINDS } from './kind.ts'
import { isResources } from './spec.ts'

/**
 * One piece of a command line, remembering its style, so that it is rendered as it was read.
 * `space` stands for two arguments ("--a", "b"); `word` is a positional one; `verbatim` is anything else. `in` is set on what stands in
 * the container's `command` where both `command` and `args` have flags.
 */
const inCommand = { in: z.literal('command').optional() }
export const Arg = z.discriminatedUnion('style', [
  z.object({ style: z.literal('equals'), flag: z.string(), value: z.string(), ...inCommand }),
  z.object({ style: z.literal('space'), flag: z.string(), value: z.string(), ...inCommand }),
  z.object({ style: z.literal('bare'), flag: z.string(), ...inCommand }),
  z.object({ style: z.literal('no'), flag: z.string(), ...inCommand }),
  z.object({ style: z.literal('word'), text: z.string(), ...inCommand }),
  z.object({ style: z.literal('verbatim'), text: z.string(), ...inCommand }),
])
export type Arg = z.infer<typeof Arg>

const Quantity = z.union([z.string(), z.number()])

// Parts that are kept as they came are checked and never copied: a copy could lose a key.
export const Resources = z.custom<Resources>(isResources)
export type Resources = JsonObject & { requests?: Record<string, string | number>; limits?: Record<string, string | number> }

/** A JSON object whose slots (values `{"$slot": NAME}`) stand where a typed part was taken out. */
export const Rest = z.custom<JsonObject>(isJsonObject)
export type Rest = JsonObject

const Identity = { name: z.string(), namespace: z.string().optional() }

/** One Deployment or StatefulSet of a kind; or a fragment: a piece of a command line that was pasted alone. */
export const Workload = z.object({
  type: z.literal('workload'),
  object: z.enum(['Deployment', 'StatefulSet', 'Fragment']),
  ...Identity,
  kind: z.enum(KINDS),
  /** Name of the container that runs Thanos. */
  container: z.string(),
  image: z.string().optional(),
  replicas: z.number().int().optional(),
  /** The command line: the container's `args`, its `command`, or both, or what a shell line says of it; mostly with the component's name. */
  args: z.array(Arg),
  resources: Resources.optional(),
  /** The first volumeClaimTemplate: its name and requested size. */
  storage: z.object({ claim: z.string(), size: Quantity }).optional(),
  rest: Rest,
  /** Set when it is no part of the installation: kept, given back and never applied. */
  managed: z.literal(false).optional(),
  /** Set on a further Thanos container of a pod, as containers.ts shows it. Never stored. */
  beside: z.literal(true).optional(),
})
export type Workload = z.infer<typeof Workload>

/** A ConfigMap: its files as text, key by key. A fragment is a hashring or rule file that was pasted alone. */
export const ConfigFiles = z.object({
  type: z.literal('config'),
  object: z.enum(['ConfigMap', 'Fragment']),
  ...Identity,
  files: z.record(z.string(), z.string()),
  /** Set when it is no part of the installation: kept, given back and never applied. */
  managed: z.literal(false).optional(),
  rest: Rest,
})
export type ConfigFiles = z.infer<typeof ConfigFiles>

/**
 * What may be said of one credential without keeping it: absent, a literal that is kept nowhere, an unexpanded placeholder
 * (`${X}`, `<x>`, `CHANGEME`: its text is no secret), or a reference that Thanos expands, `$(X)`.
 */
export const Credential = z.object({ state: z.enum(['absent', 'literal', 'placeholder', 'reference']), text: z.string().optional() })
export type Credential = z.infer<typeof Credential>

/** Object storage configuration without its credentials. `settings` holds the non-secret keys, flattened with dots. */
export const ObjectStorage = z.object({
  type: z.string(),
  prefix: z.string().optional(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  credentials: z.record(z.string(), Credential),
  /** Set when the text could not be read as object storage configuration: what is wrong, without its text. */
  fault: z.string().optional(),
  /** How many YAML documents stand below the first, which alone is read. Absent where there are none. */
  further: z.number().int().optional(),
})
export type ObjectStorage = z.infer<typeof ObjectStorage>

/**
 * An object that the stack uses and that Gauntlet never renders, because it holds credentials: a Secret, or another object with
 * credentials written into it. Its values are not kept.
 */
export const Reference = z.object({
  type: z.literal('reference'),
  object: z.string(),
  apiVersion: z.string(),
  ...Identity,
  keys: z.array(z.string()),
  /** By key: those that hold object storage configuration. */
  objectStorage: z.record(z.string(), ObjectStorage),
})
export type Reference = z.infer<typeof Reference>

/** Any other object, whole. Managed ones are applied, the others are only kept and given back. */
export const Other = z.object({
  type: z.literal('object'),
  object: z.string(),
  ...Identity,
  managed: z.boolean(),
  manifest: Rest,
})
export type Other = z.infer<typeof Other>

export const SpecObject = z.discriminatedUnion('type', [Workload, ConfigFiles, Reference, Other])
export type SpecObject = z.infer<typeof SpecObject>

/** `edges`: who sends samples here, as declared; absent in specs that declare none. */
export const StackSpec = z.object({ version: z.literal(1), objects: z.array(SpecObject), edges: z.array(DeclaredEdge).optional() })
export type StackSpec = z.infer<typeof StackSpec>
