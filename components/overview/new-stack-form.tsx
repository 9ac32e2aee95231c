'use client'
// Adds a stack: what it is called, where its objects live, and which cluster it applies to, tried before anything is saved.
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { type JSX, useId, useState } from 'react'
import { testConnection } from '#lib/actions/connections.ts'
import { createStack } from '#lib/actions/stacks.ts'
import type { Connection } from '#lib/connection.ts'
import type { Failure } from '#lib/result.ts'
import { routes } from '#lib/routes.ts'
import type { ConnectionTest } from '#lib/services/views.ts'
import { ConnectionReport } from '../connect/connection-report.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Field, FieldError } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { useConnectionName } from './connection-name.ts'

const DNS_LABEL = '[a-z0-9]([\\-a-z0-9]{0,61}[a-z0-9])?'

const WHAT = { 'sandbox': 'sandboxWhat', 'in-cluster': 'inClusterWhat', 'context': 'contextWhat' } as const

type Tried = { state: 'idle' } | { state: 'busy' } | { state: 'failed'; failure: Failure } | { state: 'done'; result: ConnectionTest }

/** The form; leads to the new stack's overview, which says what comes next. */
export function NewStackForm({ connections }: { connections: readonly Connection[] }): JSX.Element {
  const t = useTranslations('overview.newStack')
  const router = useRouter()
  const [name, setName] = useState('')
  const [ownSlug, setOwnSlug] = useState<string>()
  const [chosen, setChosen] = useState(0)
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const slug = ownSlug ?? slugOf(name)
  const connection = connections[chosen]
  const submit = async (form: FormData): Promise<void> => {
    if (connection === undefined) return
    setIsBusy(true)
    setFailure(undefined)
    const result = await createStack({ name, slug, namespace: String(form.get('namespace')), connection })
    if (result.ok) {
      router.push(routes.overview(result.value.slug))
      router.refresh()
      return
    }
    setFailure(result.error)
    setIsBusy(false)
  }
  return (
    <form className="grid max-w-[560px] gap-4" onSubmit={(event) => { event.preventDefault(); void submit(new FormData(event.currentTarget)) }}>
      <Field label={t('name')} help={t('nameHelp')}>{(control) => <Input {...control} name="name" required maxLength={60} value={name} onChange={(event) => setName(event.target.value)} autoFocus />}</Field>
      <Field label={t('slug')} help={t('slugHelp', { slug: slug === '' ? '…' : slug })}>
        {(control) => <Input {...control} mono name="slug" required pattern={DNS_LABEL} title={t('dnsLabel')} value={slug} onChange={(event) => setOwnSlug(event.target.value)} />}
      </Field>
      <Field label={t('namespace')} help={t('namespaceHelp')}>{(control) => <Input {...control} mono name="namespace" required pattern={DNS_LABEL} title={t('dnsLabel')} defaultValue="monitoring" />}</Field>
      <ConnectionChoice connections={connections} chosen={chosen} onChoose={setChosen} />
      {failure !== undefined && <ErrorPanel title={failure.code === 'CONFLICT' ? t('taken', { slug }) : failure.message} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" busy={isBusy} disabledReason={connection === undefined ? t('noConnection') : undefined}>{t('create')}</Button>
        <ButtonLink variant="quiet" href={routes.home()}>{t('cancel')}</ButtonLink>
      </div>
    </form>
  )
}

function ConnectionChoice({ connections, chosen, onChoose }: { connections: readonly Connection[]; chosen: number; onChoose: (index: number) => void }): JSX.Element {
  const t = useTranslations('overview.newStack')
  const locale = useLocale()
  const connectionName = useConnectionName()
  const id = useId()
  const [tried, setTried] = useState<Tried>({ state: 'idle' })
  const connection = connections[chosen]
  const test = async (form: HTMLFormElement | null): Promise<void> => {
    if (connection === undefined) return
    setTried({ state: 'busy' })
    const namespace = String(form === null ? '' : new FormData(form).get('namespace'))
    const result = await testConnection({ connection, locale, ...(namespace === '' ? {} : { namespace }) })
    setTried(result.ok ? { state: 'done', result: result.value } : { state: 'failed', failure: result.error })
  }
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1">{t('connection')}</legend>
      <ul className="border-t border-hair">
        {connections.map((each, index) => (
          <li key={connectionName(each)} className="border-b border-hair">
            <div className="flex min-h-9 items-center gap-2.5 max-md:min-h-11">
              <input id={`${id}-${index}`} type="radio" name="connection" className="size-4 flex-none cursor-pointer" checked={index === chosen} onChange={() => { onChoose(index); setTried({ state: 'idle' }) }} />
              <label htmlFor={`${id}-${index}`} className="min-w-0 flex-1 py-1.5 text-ink-2"><b className="font-medium wrap-anywhere text-ink">{connectionName(each)}</b> {t(WHAT[each.kind])}</label>
            </div>
          </li>
        ))}
      </ul>
      <div className="mt-2.5" aria-live="polite">
        <Button size="small" onClick={(event) => void test(event.currentTarget.form)} busy={tried.state === 'busy'} disabled={connection === undefined}>{t('test')}</Button>
        {tried.state === 'done' && <ConnectionReport result={tried.result} />}
        {tried.state === 'failed' && <FieldError>{tried.failure.message}</FieldError>}
      </div>
    </fieldset>
  )
}

/** A name as it may stand in an address. */
function slugOf(name: string): string {
  return name.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 63)
}
