// New object storage credentials: from the form straight to a Secret in the cluster, in this request. Gauntlet keeps the settings
// that are no secret and a keyed fingerprint, by which one can later say whether two writes were of the same credentials.
import 'server-only'
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { isAllowed } from '../../auth/permissions.ts'
import { findStack } from '../../db/stacks.ts'
import { env } from '../../env.ts'
import { AppError, sentenceOf } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { redactText, secretValues } from '../../manifest/redact.ts'
import { isJsonObject, type KubeObject } from '../../manifest/types.ts'
import { describeObjectStorage } from '../../thanos/object-storage.ts'
import { S3Credentials, s3Config, S3Settings } from '../../thanos/s3-config.ts'
import type { ObjectStorage, Reference } from '../../thanos/spec.ts'
import { command, operation, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import { doubting, isInDoubt } from '../doubt.ts'
import { refOf } from '../../manifest/target.ts'
import { said } from '../../said.ts'
import { text } from '../../text.ts'
import { Namespace } from '../stacks/fields.ts'

const SecretName = z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, said('A Secret name has lower-case letters, digits, dots and hyphens.', 'Secret 이름에는 소문자, 숫자, 점, 하이픈을 씁니다.'))
const SecretKey = z.string().regex(/^[-._a-zA-Z0-9]{1,253}$/, said('A key has letters, digits, dots, hyphens and underscores.', '키에는 영문자, 숫자, 점, 하이픈, 밑줄을 씁니다.'))

export const WriteCredentials = z.object({
  stackId: z.string(),
  secret: SecretName,
  key: SecretKey.default('objstore.yml'),
  /** The stack's own when absent. */
  namespace: Namespace.optional(),
  settings: S3Settings,
  credentials: S3Credentials,
  /** Ticked by an admin: takes the key from whoever owns it. */
  takeOver: z.boolean().default(false),
})
export type WriteCredentials = z.input<typeof WriteCredentials>

/**
 * Writes one key of a Secret by server-side apply, by force only where an admin ticked it, and gives the reference that a spec keeps.
 * CONFLICT when someone else owns the key, UPSTREAM when the cluster does not answer, which says so when the Secret may be written all the same;
 * neither text holds what was typed.
 */
export const write: Verb<WriteCredentials, Reference> = operation({
  name: 'credentials.write',
  permission: 'credentials:write',
  input: WriteCredentials,
  about: ({ stackId, secret }) => ({ stackId, subject: `Secret ${secret}` }),
  async run({ reader, actor }, { stackId, secret, key, namespace: chosen, settings, credentials, takeOver }) {
    if (takeOver && !isAllowed(actor.role, 'owner:override')) throw new AppError('FORBIDDEN', text('Only an admin may take a field over from its owner.', '필드를 소유자에게서 넘겨받는 일은 관리자만 할 수 있습니다.'))
    const stack = await findStack(reader, { id: stackId })
    if (!stack) throw new AppError('NOT_FOUND', text('There is no such stack.', '그런 스택이 없습니다.'))
    const namespace = chosen ?? stack.namespace
    const content = s3Config(settings, credentials)
    const storage = describeObjectStorage(content)
    const object = secretObject({ name: secret, namespace, key, text: content })
    const about = { stackId, subject: `Secret/${namespace}/${secret}`, key, storage, fingerprint: fingerprintOf(credentials), takeOver }
    // The intent is in the audit before the first request goes out.
    await noteIntent(actor, about)
    const keys = await applySecret(clusterOf(stack.connection, { timeoutMs: env().writeTimeoutMs }), object, takeOver).catch(async (error: unknown) => {
      await noteResult(actor, { ...about, written: isInDoubt(error) ? 'unknown' : false })
      throw withoutValues(error, object)
    })
    await noteResult(actor, { ...about, written: true })
    return { type: 'reference', object: 'Secret', apiVersion: 'v1', name: secret, namespace, keys, objectStorage: { [key]: storage } }
  },
})

const NOT_KNOWN = text('It is not known whether the Secret was written; to write the same once more does no harm.', 'Secret이 기록되었는지는 알 수 없습니다. 같은 내용을 다시 기록해도 문제없습니다.')

const About = z.object({
  stackId: z.string(), subject: z.string(), key: z.string(), storage: z.custom<ObjectStorage>(), fingerprint: z.string(), takeOver: z.boolean(),
})

/** `unknown`: no answer came, so that the cluster may have the key or not. */
const Written = z.union([z.boolean(), z.literal('unknown')])

const noteIntent = command({
  name: 'credentials.write',
  permission: 'credentials:write',
  input: About,
  about: ({ stackId, subject }) => ({ stackId, subject }),
  run: async (_, { stackId, subject, key, storage, fingerprint, takeOver }) => ({
    value: undefined,
    event: { stackId, subject, after: { key, type: storage.type, settings: storage.settings, fingerprint, ...(takeOver ? { takeOver } : {}) } },
  }),
})

const noteResult = command({
  name: 'credentials.result',
  permission: 'credentials:write',
  input: About.extend({ written: Written }),
  about: ({ stackId, subject }) => ({ stackId, subject }),
  run: async (_, { stackId, subject, key, fingerprint, written }) => ({
    value: undefined, event: { stackId, subject, ...(written === true ? {} : { outcome: 'failed' }), after: { key, fingerprint, written } },
  }),
})

function secretObject({ name, namespace, key, text }: { name: string; namespace: string; key: string; text: string }): KubeObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'Opaque', data: { [key]: Buffer.from(text, 'utf8').toString('base64') } }
}

/** Gives the names of all keys that the Secret has then. The type of a Secret cannot change, so an existing one keeps its own. */
async function applySecret(cluster: Cluster, object: KubeObject, force: boolean): Promise<string[]> {
  const live = await cluster.get(refOf(object))
  const applied = await doubting(() => cluster.apply(live?.type === undefined ? object : { ...object, type: live.type }, { dryRun: false, force }), NOT_KNOWN)
  return isJsonObject(applied.data) ? Object.keys(applied.data) : []
}

/** Keyed with the server's own secret: nobody who reads the audit can try out guesses. */
function fingerprintOf({ accessKey, secretKey }: S3Credentials): string {
  return createHmac('sha256', env().secret).update(JSON.stringify(['s3', accessKey, secretKey])).digest('hex').slice(0, 32)
}

/** An API server may quote what it refuses; a conflict names fields and owners only. */
function withoutValues(error: unknown, object: KubeObject): unknown {
  if (!(error instanceof AppError)) return error
  const [{ en, ko }, secrets] = [sentenceOf(error), secretValues(object)]
  return new AppError(error.code, text(redactText(en, secrets), redactText(ko, secrets)), error.code === 'CONFLICT' ? { details: error.details } : {})
}
