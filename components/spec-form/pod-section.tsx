'use client'
// What runs and how large: image, version, replicas, requests and limits, and the storage of each pod.
import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useState } from 'react'
import type { DraftHandle } from '#components/draft/draft-provider.tsx'
import { splitImage } from '#components/findings/spec-facts.ts'
import { FieldError } from '#components/ui/field.tsx'
import { parseQuantity } from '#lib/manifest/quantity.ts'
import { text } from '#lib/text.ts'
import { RELEASES, releaseOf } from '#lib/thanos/catalogue.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import type { Finding, Fix } from '#lib/thanos/finding.ts'
import { specObjectId, type Workload } from '#lib/thanos/spec.ts'
import { FieldFindings } from './finding-notes.tsx'
import { TextInput } from './flag-input.tsx'
import { GroupHead } from './group-head.tsx'

type PodField = { label: string; value: string; was: string | undefined; fault?: string | undefined; note?: string | undefined; list?: string; edit: (value: string) => Edit | undefined }

/** The group. `base` is the workload as it is saved, undefined when it is new. */
export function PodSection({ workload, base, findings, readOnly, apply }: {
  workload: Workload; base: Workload | undefined; findings: readonly Finding[]; readOnly: boolean; apply: DraftHandle['apply']
}): ReactNode {
  const t = useTranslations('edit')
  const [isOpen, setOpen] = useState(true)
  const id = useId()
  const object = specObjectId(workload)
  const image = splitImage(workload.image ?? '')
  const baseImage = splitImage(base?.image ?? '')
  const resource = (label: string, side: 'requests' | 'limits', name: 'cpu' | 'memory'): PodField => {
    const value = String(workload.resources?.[side]?.[name] ?? '')
    return {
      label, value, was: base === undefined ? undefined : String(base.resources?.[side]?.[name] ?? ''),
      fault: value === '' || parseQuantity(value) !== undefined ? undefined : t('pod.quantityFault'),
      edit: (quantity) => ({ op: 'resource.set', object, side, resource: name, quantity }),
    }
  }
  const joined = (repository: string, tag: string): string => (tag === '' ? repository : `${repository}:${tag}`)
  const fields: PodField[] = [
    { label: t('pod.image'), value: image.repository, was: base && baseImage.repository, edit: (name) => ({ op: 'image.set', object, image: joined(name, image.tag ?? '') }) },
    {
      label: t('pod.version'), value: image.tag ?? '', was: base && (baseImage.tag ?? ''), list: `${id}-versions`,
      note: isJudgedByOther(image.tag) ? t('pod.versionUnknown') : undefined,
      edit: (tag) => ({ op: 'image.set', object, image: joined(image.repository, tag) }),
    },
    {
      label: t('pod.replicas'), value: String(workload.replicas ?? ''), was: base && String(base.replicas ?? ''),
      edit: (count) => (/^\d{1,6}$/.test(count) ? { op: 'replicas.set', object, replicas: Number(count) } : undefined),
    },
    resource(t('pod.cpuRequest'), 'requests', 'cpu'),
    resource(t('pod.cpuLimit'), 'limits', 'cpu'),
    resource(t('pod.memoryRequest'), 'requests', 'memory'),
    resource(t('pod.memoryLimit'), 'limits', 'memory'),
  ]
  if (workload.storage !== undefined) {
    const size = String(workload.storage.size)
    const was = base && String(base.storage?.size ?? '')
    fields.push({
      label: t('pod.storage'), value: size, was, fault: parseQuantity(size) === undefined ? t('pod.quantityFault') : undefined,
      note: was !== undefined && was !== size ? t('pod.storageFixed') : undefined,
      edit: (quantity) => (quantity === '' ? undefined : { op: 'storage.set', object, size: quantity }),
    })
  }
  const set = fields.filter(({ value }) => value !== '').length
  const own = findings.filter(({ path }) => /^(image|replicas|resources|storage)/.test(path))
  return (
    <section aria-label={t('section.pod')}>
      <GroupHead
        title={t('section.pod')} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} controls={id} count={fields.length}
        note={set === fields.length ? t('section.allSet') : t('section.set', { count: set })}
      />
      <div id={id} hidden={!isOpen} className="border-b border-hair pt-[7px] pb-2.5">
        <div className="grid grid-cols-[minmax(0,1fr)_112px_80px] gap-2.5 max-md:grid-cols-3">
          {fields.slice(0, 3).map((field, index) => <PodInput key={field.label} field={field} object={object} readOnly={readOnly} apply={apply} className={PHONE_SPAN[index] ?? ''} />)}
        </div>
        <div className="mt-2 grid grid-cols-5 gap-2.5 max-md:grid-cols-2">
          {fields.slice(3).map((field) => <PodInput key={field.label} field={field} object={object} readOnly={readOnly} apply={apply} />)}
        </div>
        <datalist id={`${id}-versions`}>{RELEASES.toReversed().map((release) => <option key={release} value={`${release}.0`}>{release}</option>)}</datalist>
        {own.length > 0 && <div className="mt-2 grid gap-1"><FieldFindings findings={own} onFix={readOnly ? undefined : (fix: Fix) => apply(fix.edits, fix.title)} /></div>}
      </div>
    </section>
  )
}

/** On a phone the image takes a row of its own, the version two thirds of the next. */
const PHONE_SPAN = ['max-md:col-span-3', 'max-md:col-span-2']

function PodInput({ field, object, readOnly, apply, className }: {
  field: PodField; object: string; readOnly: boolean; apply: DraftHandle['apply']; className?: string
}): ReactNode {
  const t = useTranslations('edit.pod')
  const id = useId()
  const [refused, setRefused] = useState<{ from: string }>()
  const isEdited = field.was !== undefined && field.was !== field.value
  const fault = refused?.from === field.value ? t('replicasFault') : field.fault
  const change = (value: string): void => {
    const edit = field.edit(value.trim())
    setRefused(edit === undefined ? { from: field.value } : undefined)
    const label = `${object.slice(object.lastIndexOf('/') + 1)} ${field.label}`
    if (edit !== undefined) apply([edit], text(label, label))
  }
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-[3px] block truncate text-label text-ink-3">{field.label}</label>
      <TextInput
        control={{ id, 'aria-describedby': `${id}-note`, 'aria-invalid': fault === undefined ? undefined : true, ...(field.list === undefined ? {} : { list: field.list }) }}
        value={field.value} isEdited={isEdited} readOnly={readOnly} onChange={change}
      />
      <div id={`${id}-note`} className="mt-[3px] text-label text-ink-3 empty:hidden">
        {fault !== undefined && <FieldError>{fault}</FieldError>}
        {isEdited && <p>{field.was === '' ? t('wasUnset') : t('was', { value: field.was ?? '' })}</p>}
        {field.note !== undefined && <p>{field.note}</p>}
      </div>
    </div>
  )
}

function isJudgedByOther(tag: string | undefined): boolean {
  const release = releaseOf(tag ?? '')
  return !RELEASES.some((known) => known === release)
}
