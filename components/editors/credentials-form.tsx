'use client'
// New object storage settings with their keys: typed here, sent in one request to the cluster, and forgotten. Never in the draft.
import { useTranslations } from 'next-intl'
import { type FormEvent, type ReactNode, useState, useTransition } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { useFrame } from '#components/shell/frame-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Status } from '#components/ui/status.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { writeCredentials } from '#lib/actions/credentials.ts'
import type { Failure } from '#lib/result.ts'
import { text } from '#lib/text.ts'
import { isPlaceholder } from '#lib/thanos/object-storage.ts'
import { S3Credentials, S3Settings } from '#lib/thanos/s3-config.ts'
import type { BucketFile } from './object-storage-editor.tsx'

const NAMES = ['secret', 'bucket', 'endpoint', 'region', 'prefix', 'accessKey', 'secretKey'] as const
type Name = (typeof NAMES)[number]
type Typed = Record<Name, string>

const SECRET_NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/

/** The form. `current` is what the stack refers to now; its settings are where the form starts, its keys are known to nobody. */
export function CredentialsForm({ current, readOnly }: { current: BucketFile | undefined; readOnly: boolean }): ReactNode {
  const t = useTranslations('editors.bucket')
  const draft = useDraft()
  const { actor } = useFrame()
  const start: Typed = {
    secret: current?.reference.name ?? 'thanos-objstore', bucket: setting(current, 'bucket'), endpoint: setting(current, 'endpoint'),
    region: setting(current, 'region'), prefix: current?.storage.prefix ?? '', accessKey: '', secretKey: '',
  }
  const [typed, setTyped] = useState(start)
  const [isInsecure, setInsecure] = useState(current?.storage.settings.insecure === true)
  const [faults, setFaults] = useState<ReadonlySet<Name>>(new Set())
  const [isAsking, setAsking] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const [written, setWritten] = useState<string>()
  const [isWriting, startWriting] = useTransition()

  const ask = (event: FormEvent): void => {
    event.preventDefault()
    const found = faultsOf(typed)
    setFaults(found)
    setWritten(undefined)
    if (found.size === 0) setAsking(true)
  }
  const write = (takeOver = false): void => {
    startWriting(async () => {
      setFailure(undefined)
      const { secret, bucket, endpoint, region, prefix, accessKey, secretKey } = typed
      try {
        const result = await writeCredentials({
          stackId: draft.stackId, secret, credentials: { accessKey, secretKey }, takeOver,
          ...(current === undefined || current.reference.name !== secret ? {} : { key: current.key, ...(current.reference.namespace === undefined ? {} : { namespace: current.reference.namespace }) }),
          settings: { bucket, endpoint, insecure: isInsecure, ...(region === '' ? {} : { region }), ...(prefix === '' ? {} : { prefix }) },
        })
        setAsking(false)
        // The keys stay in the fields after a refusal, so that one can try again.
        if (!result.ok) return setFailure(result.error)
        setTyped({ ...typed, accessKey: '', secretKey: '' })
        setWritten(secret)
        draft.bringIn([result.value], { mode: 'merge', label: text(`Object storage in Secret ${secret}`, `Secret ${secret}의 오브젝트 스토리지`) })
      } catch {
        // The action itself could not be called. The keys stay in the fields, so that one can try again.
        setAsking(false)
        setFailure({ code: 'UPSTREAM', message: t('unreachable') })
      }
    })
  }
  const field = (name: Name, props: { type?: string; isOptional?: boolean } = {}): ReactNode => (
    <Field label={t(`field.${name}`)} error={faults.has(name) ? t(`fault.${name}`) : undefined} help={props.isOptional === true ? t('optional') : undefined}>
      {(control) => (
        <Input {...control} mono type={props.type ?? 'text'} autoComplete={props.type === 'password' ? 'new-password' : 'off'} value={typed[name]} readOnly={readOnly} onChange={(event) => setTyped({ ...typed, [name]: event.target.value })} />
      )}
    </Field>
  )
  return (
    <form className="grid gap-3 pt-3" onSubmit={ask} autoComplete="off">
      <p className="text-ink-2">{t('what')}</p>
      {field('secret')}
      <div className="grid gap-3 md:grid-cols-2">{field('bucket')}{field('endpoint')}{field('region', { isOptional: true })}{field('prefix', { isOptional: true })}</div>
      <Field label={t('insecure')} help={t('insecureHelp')}>{(control) => <Switch {...control} checked={isInsecure} disabled={readOnly} onChange={(event) => setInsecure(event.target.checked)} />}</Field>
      <div className="grid gap-3 md:grid-cols-2">{field('accessKey')}{field('secretKey', { type: 'password' })}</div>
      {failure !== undefined && <ErrorPanel title={failure.message} action={failure.code === 'CONFLICT' && actor.role === 'admin' && <Button variant="danger" busy={isWriting} onClick={() => write(true)}>{t('takeOver')}</Button>}>{owners(failure)}</ErrorPanel>}
      {written !== undefined && <p role="status"><Status glyph="check">{t('written', { secret: written })}</Status></p>}
      <div><Button type="submit" disabled={readOnly}>{t('write')}</Button></div>
      {isAsking && (
        <Dialog
          open onOpenChange={setAsking} title={t('askTitle', { secret: typed.secret })} description={t('askWhat')}
          footer={<><Button variant="quiet" onClick={() => setAsking(false)}>{t('cancel')}</Button><Button variant="primary" busy={isWriting} onClick={() => write()}>{t('askWrite')}</Button></>}
        />
      )}
    </form>
  )

  function owners({ details }: Failure): string {
    const conflicts = typeof details === 'object' && details !== null && 'conflicts' in details && Array.isArray(details.conflicts) ? details.conflicts : []
    const names = conflicts.flatMap((conflict: unknown) => (typeof conflict === 'object' && conflict !== null && 'owner' in conflict ? [String(conflict.owner)] : []))
    return names.length === 0 ? t('nothingWritten') : t('ownedBy', { names: [...new Set(names)].join(', ') })
  }
}

function setting(current: BucketFile | undefined, name: string): string {
  const value = current?.storage.settings[name]
  return typeof value === 'string' && !isPlaceholder(value) ? value : ''
}

function faultsOf(typed: Typed): ReadonlySet<Name> {
  const { secret, region, prefix, bucket, endpoint, accessKey, secretKey } = typed
  const settings = S3Settings.safeParse({ bucket, endpoint, ...(region === '' ? {} : { region }), ...(prefix === '' ? {} : { prefix }) })
  const credentials = S3Credentials.safeParse({ accessKey, secretKey })
  const issues = [...settings.error?.issues ?? [], ...credentials.error?.issues ?? []]
  const names = issues.map(({ path }) => path[0])
  return new Set(NAMES.filter((name) => names.includes(name) || (name === 'secret' && !SECRET_NAME.test(secret))))
}
