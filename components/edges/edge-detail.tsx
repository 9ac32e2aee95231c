'use client'
// A declared edge: what is expected of it, and the configuration with which it sends here.
import { useFormatter, useTranslations } from 'next-intl'
import { type JSX, type ReactNode, useState } from 'react'
import { CopyButton } from '#components/connect/copy-button.tsx'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { YamlView } from '#components/manifest/yaml-view.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Code } from '#components/ui/code.tsx'
import { Dialog, DialogClose } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Section } from '#components/ui/section.tsx'
import { text } from '#lib/text.ts'
import type { DeclaredEdge } from '#lib/thanos/declared-edge.ts'
import { edgeConfig } from '#lib/thanos/edge-config.ts'
import { writeDestination } from '#lib/thanos/edge-destination.ts'
import { labelText } from '#lib/thanos/live/readings.ts'
import { edgeId } from '#lib/thanos/spec.ts'

/** `name` is what the address asks for; `edge` is absent when nobody declared it. */
export function EdgeDetail({ name, edge, namespace, canWrite, onEdit, onClose }: { name: string; edge: DeclaredEdge | undefined; namespace: string; canWrite: boolean; onEdit: (edge: DeclaredEdge) => void; onClose: () => void }): JSX.Element {
  const t = useTranslations('edges.detail')
  const { apply } = useDraft()
  const onOpenChange = (open: boolean): void => { if (!open) onClose() }
  const close = <DialogClose><Button>{t('close')}</Button></DialogClose>
  if (edge === undefined) return <Dialog open onOpenChange={onOpenChange} title={t('gone', { name })} description={t('goneWhat')} footer={close} />
  const remove = (): void => {
    apply([{ op: 'edge.remove', object: edgeId(edge) }], text(`Remove edge ${edge.name}`, `엣지 ${edge.name} 제거`))
    onClose()
  }
  return (
    <Dialog
      open onOpenChange={onOpenChange} wide title={edge.name}
      footer={<>{canWrite && <><Button variant="danger" onClick={remove}>{t('remove')}</Button><Button onClick={() => onEdit(edge)}>{t('edit')}</Button></>}{close}</>}
    >
      <Facts edge={edge} />
      <Configuration edge={edge} namespace={namespace} />
    </Dialog>
  )
}

function Facts({ edge: { kind, labels, tenant, samplesPerS } }: { edge: DeclaredEdge }): JSX.Element {
  const t = useTranslations('edges')
  const format = useFormatter()
  const fact = (label: string, value: ReactNode): JSX.Element => <div className="min-w-0"><dt className="text-label text-ink-3">{label}</dt><dd>{value}</dd></div>
  return (
    <dl className="mt-3 grid gap-x-6 gap-y-2 md:grid-cols-2">
      {fact(t('detail.kind'), t(`kinds.${kind}`))}
      {fact(t('detail.expected'), samplesPerS === 0 ? t('detail.anyRate') : t('detail.rateOf', { rate: format.number(samplesPerS) }))}
      {fact(t('columns.labels'), <Code wrap>{labelText(labels)}</Code>)}
      {fact(t('columns.tenant'), tenant === undefined ? t('noTenant') : <Code wrap>{tenant}</Code>)}
    </dl>
  )
}

function Configuration({ edge, namespace }: { edge: DeclaredEdge; namespace: string }): JSX.Element {
  const t = useTranslations('edges.config')
  const { spec } = useDraft()
  const destination = writeDestination(spec, namespace)
  const [url, setUrl] = useState(destination.url)
  const config = edgeConfig(edge, { ...destination, url })
  return (
    <Section title={t('title')} className="mt-4" aside={<CopyButton key={config.text} text={config.text} />}>
      <Field label={t('address')} help={t(destination.isMadeUp ? 'addressMadeUp' : 'addressHelp')} className="py-3">
        {(control) => <Input {...control} mono type="url" value={url} onChange={({ target }) => setUrl(target.value)} />}
      </Field>
      <YamlView label={t('text', { file: config.name })} yaml={config.text} />
      {edge.kind === 'otel' && <p className="pt-2 wrap-anywhere text-ink-2">{t.rich('otelLimits', { code: (words) => <Code wrap>{words}</Code> })}</p>}
      <a className={buttonClass({ className: 'mt-3' })} href={`data:text/plain;charset=utf-8,${encodeURIComponent(config.text)}`} download={config.name}>{t('download', { file: config.name })}</a>
    </Section>
  )
}
