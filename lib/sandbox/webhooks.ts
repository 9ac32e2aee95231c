// Admission webhooks that the sandbox plays itself: one refuses or changes what is written, as those of a real cluster do.
// Words: apiserver/pkg/admission/plugin/webhook/errors/statuserror.go of Kubernetes 1.35.
import { z } from 'zod'
import { isJsonObject, type Json, type JsonObject, type KubeObject } from '../manifest/types.ts'
import { mapAt, textAt } from './fields.ts'
import { StatusError } from './status-error.ts'

const Operation = z.enum(['CREATE', 'UPDATE', 'DELETE'])
const Texts = z.record(z.string(), z.string())

/** `does`: deny with a message; patch with labels, annotations, a container beside the others, or by JSON pointers, of which those that lead nowhere are passed over; fail as a webhook that cannot be reached. */
export const Webhook = z.strictObject({
  name: z.string().min(1),
  kinds: z.array(z.string()).optional(),
  namespace: z.string().optional(),
  /** The name of one object. */
  object: z.string().optional(),
  operations: z.array(Operation).default(['CREATE', 'UPDATE']),
  /** A webhook with side effects is not asked in a dry run: the API server refuses that instead. */
  sideEffects: z.boolean().default(false),
  does: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('deny'), message: z.string(), code: z.number().int().min(400).default(403) }),
    z.strictObject({ kind: z.literal('patch'), labels: Texts.default({}), annotations: Texts.default({}), sidecar: z.strictObject({ name: z.string(), image: z.string() }).optional(), set: z.record(z.string(), z.json()).default({}), remove: z.array(z.string()).default([]) }),
    z.strictObject({ kind: z.literal('fail') }),
  ]),
})
export type Webhook = z.infer<typeof Webhook>
export type Attempt = { object: KubeObject; operation: z.infer<typeof Operation>; dryRun: boolean }

/** The object as the webhooks leave it: first those that patch, then those that refuse. Throws what the API server answers when one does. */
export function askWebhooks(webhooks: readonly Webhook[], { object, operation, dryRun }: Attempt): KubeObject {
  const asked = webhooks.filter(({ kinds, namespace, object: name, operations }) => operations.includes(operation)
    && (kinds === undefined || kinds.includes(object.kind))
    && (namespace === undefined || namespace === object.metadata.namespace)
    && (name === undefined || name === object.metadata.name))
  for (const { name, sideEffects, does } of asked.toSorted((a, b) => Number(b.does.kind === 'patch') - Number(a.does.kind === 'patch'))) {
    if (dryRun && sideEffects) throw new StatusError({ code: 400, reason: 'BadRequest', message: `admission webhook ${JSON.stringify(name)} does not support dry run` })
    if (does.kind === 'deny') throw new StatusError({ code: does.code, ...(does.code === 403 ? { reason: 'Forbidden' } : {}), message: `admission webhook ${JSON.stringify(name)} denied the request: ${does.message}` })
    if (does.kind === 'fail') {
      throw new StatusError({
        code: 500, reason: 'InternalError',
        message: `Internal error occurred: failed calling webhook ${JSON.stringify(name)}: failed to call webhook: Post "https://${name}/?timeout=10s": dial tcp 127.0.0.1:443: connect: connection refused`,
      })
    }
    patch(object, does)
    for (const [pointer, value] of Object.entries(does.set)) change(object, pointer, (there, key) => { there[key] = value })
    for (const pointer of does.remove) change(object, pointer, (there, key) => { delete there[key] })
  }
  return object
}

function patch(object: KubeObject, { labels, annotations, sidecar }: { labels: Record<string, string>; annotations: Record<string, string>; sidecar?: JsonObject | undefined }): void {
  if (Object.keys(labels).length > 0) object.metadata.labels = { ...mapAt(object, 'metadata', 'labels'), ...labels }
  if (Object.keys(annotations).length > 0) object.metadata.annotations = { ...mapAt(object, 'metadata', 'annotations'), ...annotations }
  const template = mapAt(object, 'spec', 'template', 'spec')
  const pod = object.kind === 'Pod' ? mapAt(object, 'spec') : template
  if (sidecar === undefined || !Array.isArray(pod.containers)) return
  if (!pod.containers.some((container) => textAt(container, 'name') === sidecar.name)) pod.containers.push({ ...sidecar })
}

/** Changes the map in which a pointer ends. */
function change(object: KubeObject, pointer: string, how: (there: JsonObject, key: string) => void): void {
  const segments = pointer.split('/').slice(1).map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
  const key = segments.pop()
  let there: Json | undefined = object
  for (const segment of segments) {
    if (Array.isArray(there)) there = there[Number(segment)]
    else there = isJsonObject(there) ? there[segment] : undefined
  }
  if (key !== undefined && isJsonObject(there)) how(there, key)
}
