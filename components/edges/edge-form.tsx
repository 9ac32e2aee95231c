'use client'
// Declares an edge or changes what is declared of one. Collisions of names and labels are told at the field as one types.
import { useLocale, useTranslations } from 'next-intl'
import { type JSX, type SubmitEvent, useId, useState } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogClose } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { text } from '#lib/text.ts'
import type { DeclaredEdge } from '#lib/thanos/declared-edge.ts'
import { EDGE_KINDS } from '#lib/thanos/edge-kind.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import type { SeenEdge } from '#lib/thanos/live/observation.ts'
import { defaultTenant } from '#lib/thanos/receive/default-tenant.ts'
import { edgeId } from '#lib/thanos/spec.ts'
import { EDGE_FIELDS, type EdgeField, NO_EDGE, readEdge, typedEdge } from './typed-edge.ts'

/** `edge` is what the form begins with: the one to change, or, when `isNew`, one that is offered. `seen` are those that are observed. */
export function EdgeForm({ edge: start, isNew, seen, onDone, onClose }: { edge: DeclaredEdge | undefined; isNew: boolean; seen: readonly SeenEdge[]; onDone: (name: string) => void; onClose: () => void }): JSX.Element {
  const t = useTranslations('edges')
  const locale = useLocale()
  const formId = useId()
  const { spec, apply } = useDraft()
  const [typed, setTyped] = useState(() => (start === undefined ? NO_EDGE : typedEdge(start)))
  const [isAsked, setIsAsked] = useState(false)
  const old = isNew ? undefined : start
  // What is offered, or declared already, is what writes under its labels.
  const { edge, faults, notice } = readEdge(typed, (spec.edges ?? []).filter(({ name }) => name !== old?.name), { untold: defaultTenant(spec), seen: start === undefined ? seen : [] })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setIsAsked(true)
    if (edge === undefined) {
      const faulty = event.currentTarget.elements.namedItem(EDGE_FIELDS.find((field) => faults[field] !== undefined) ?? '')
      if (faulty instanceof HTMLElement) faulty.focus()
      return
    }
    const gone: Edit[] = old === undefined || old.name === edge.name ? [] : [{ op: 'edge.remove', object: edgeId(old) }]
    apply([...gone, { op: 'edge.set', object: edgeId(edge), edge }], old === undefined ? text(`Declare edge ${edge.name}`, `엣지 ${edge.name} 등록`) : text(`Edge ${edge.name}`, `엣지 ${edge.name}`))
    onDone(edge.name)
  }
  // What is not typed yet is no mistake before somebody says that it is all.
  const input = (field: EdgeField, { help, ...rest }: { help?: string; mono?: boolean; inputMode?: 'decimal'; placeholder?: string } = {}): JSX.Element => (
    <Field label={t(`form.${field}`)} help={help} error={isAsked || typed[field] !== '' ? faults[field]?.[locale] : undefined}>
      {(control) => <Input {...control} {...rest} name={field} value={typed[field]} onChange={({ target }) => setTyped({ ...typed, [field]: target.value })} />}
    </Field>
  )
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose() }} wide
      title={old === undefined ? t('form.add') : t('form.edit', { name: old.name })} description={t('form.what')}
      footer={<><DialogClose><Button variant="quiet">{t('form.cancel')}</Button></DialogClose><Button variant="primary" type="submit" form={formId}>{t(old === undefined ? 'form.toDraft' : 'form.keep')}</Button></>}
    >
      <form id={formId} noValidate onSubmit={submit} className="mt-4 grid gap-4 md:grid-cols-2">
        {input('name', { mono: true, placeholder: 'tokyo-3' })}
        <Field label={t('form.kind')}>
          {(control) => (
            <Select {...control} value={typed.kind} onChange={({ target }) => setTyped({ ...typed, kind: EDGE_KINDS.find((kind) => kind === target.value) ?? typed.kind })}>
              {EDGE_KINDS.map((kind) => <option key={kind} value={kind}>{t(`kinds.${kind}`)}</option>)}
            </Select>
          )}
        </Field>
        <div className="md:col-span-2">{input('labels', { mono: true, help: notice?.[locale] ?? t('form.labelsHelp'), placeholder: 'cluster="tokyo-3", region="jp"' })}</div>
        {input('tenant', { mono: true, help: t('form.tenantHelp') })}
        {input('rate', { inputMode: 'decimal', help: t('form.rateHelp') })}
      </form>
    </Dialog>
  )
}
