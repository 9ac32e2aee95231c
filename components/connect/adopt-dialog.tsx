'use client'
// Into which stack: a new one, or one of the same cluster and namespace. What comes of it is a draft; nothing is written to the cluster.
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type JSX, useId, useState, useTransition } from 'react'
import { adoptFound } from '#lib/actions/discover.ts'
import type { Connection } from '#lib/connection.ts'
import { routes } from '#lib/routes.ts'
import type { StackView } from '#lib/services/views.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'

const DNS_LABEL = '[a-z0-9]([\\-a-z0-9]{0,61}[a-z0-9])?'

export function AdoptDialog({ connection, namespace, workloads, stacks, mayCreate, onClose }: {
  connection: Connection; namespace: string; workloads: readonly string[]; stacks: readonly StackView[]; mayCreate: boolean; onClose: () => void
}): JSX.Element {
  const t = useTranslations('connect.adopt')
  const router = useRouter()
  const id = useId()
  const here = stacks.filter((stack) => stack.namespace === namespace && JSON.stringify(stack.connection) === JSON.stringify(connection))
  const [into, setInto] = useState(mayCreate ? '' : here[0]?.slug ?? '')
  const [slug, setSlug] = useState(() => (stacks.some((stack) => stack.slug === namespace) ? `${namespace}-thanos` : namespace))
  const [failure, setFailure] = useState<string>()
  const [isBusy, start] = useTransition()
  const submit = (): void => start(async () => {
    const result = await adoptFound({ connection, namespace, workloads: [...workloads], into: into === '' ? { kind: 'new', name: slug, slug } : { kind: 'stack', slug: into } })
    if (result.ok) router.push(routes.import(result.value.slug))
    else setFailure(result.error.message)
  })
  return (
    <Dialog open onOpenChange={(isOpen) => { if (!isOpen) onClose() }} title={t('title', { count: workloads.length, namespace })} description={t('what')}>
      <form id={id} className="mt-3 grid gap-3" onSubmit={(event) => { event.preventDefault(); submit() }}>
        {here.length > 0 && (
          <fieldset>
            <legend className="mb-1">{t('into')}</legend>
            {mayCreate && <Way name={id} value="" chosen={into} onChoose={setInto}>{t('new')}</Way>}
            {here.map((stack) => <Way key={stack.id} name={id} value={stack.slug} chosen={into} onChoose={setInto}>{stack.name}</Way>)}
          </fieldset>
        )}
        {into === '' && <Field label={t('name')} help={t('nameHelp')}>{(control) => <Input {...control} mono required pattern={DNS_LABEL} maxLength={60} value={slug} onChange={(event) => setSlug(event.target.value)} />}</Field>}
        {failure !== undefined && <ErrorPanel title={failure} />}
        <div className="mt-1 flex flex-wrap justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" busy={isBusy}>{t('adopt')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

function Way({ name, value, chosen, onChoose, children }: { name: string; value: string; chosen: string; onChoose: (value: string) => void; children: string }): JSX.Element {
  return <label className="flex min-h-8 items-center gap-2.5 max-md:min-h-11"><input type="radio" name={name} className="size-4" checked={chosen === value} onChange={() => onChoose(value)} />{children}</label>
}
