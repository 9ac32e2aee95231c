'use client'
// The form of one workload: filter and chips above, the pod, then the flags of its version by section.
import { useLocale, useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { type ReactNode, useDeferredValue, useMemo } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { Chips } from '#components/ui/chips.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { FilterInput } from '#components/ui/filter-input.tsx'
import { specObjectId, type Workload } from '#lib/thanos/spec.ts'
import { FlagSection } from './flag-section.tsx'
import { FORM_ADDRESS } from './form-address.ts'
import { countFields, fieldsOf, hasChip, narrow, releaseOfWorkload, sectionsOf } from './form-model.ts'
import { countPodFields, isPodFieldShown, podFieldsOf } from './pod-model.ts'
import { PodSection } from './pod-section.tsx'

/** The form. `mode` is the choice between form and YAML, which stands in its head. */
export function WorkloadForm({ workload, base, readOnly, mode }: {
  workload: Workload; base: Workload | undefined; readOnly: boolean; mode: ReactNode
}): ReactNode {
  const t = useTranslations('edit.form')
  const locale = useLocale()
  const tPod = useTranslations('edit.pod.field')
  const { slug, spec, baseSpec, findings, apply } = useDraft()
  const [{ q: words, show: chip }, setAddress] = useQueryStates(FORM_ADDRESS)
  const filter = useDeferredValue(words)
  const object = specObjectId(workload)
  const own = useMemo(() => findings.filter((finding) => finding.object === object), [findings, object])
  const fields = useMemo(() => fieldsOf(workload, base, own), [workload, base, own])
  const pod = useMemo(() => podFieldsOf({ spec, workload, baseSpec, base, findings: own }), [spec, workload, baseSpec, base, own])
  const counts = countFields(fields)
  const podCounts = countPodFields(pod)
  const isNarrowed = chip !== 'all' || filter.trim() !== ''
  const shownPod = isNarrowed ? pod.filter((model) => isPodFieldShown(model, { chip, words: filter, label: tPod(model.field) })) : pod
  const sections = sectionsOf(isNarrowed ? narrow(fields, { words: filter, chip, locale }) : fields)
  return (
    <>
      <div className="mb-1.5 flex flex-wrap items-center gap-x-4">
        <FilterInput label={t('filter', { count: fields.length })} value={words} onChange={(q) => { void setAddress({ q }) }} className="w-46 max-md:w-full" />
        <Chips
          label={t('narrow')} value={chip} onChange={(show) => { void setAddress({ show }) }}
          chips={[
            { value: 'all', label: t('all') },
            { value: 'set', label: t('set'), count: counts.set + podCounts.set },
            { value: 'edited', label: t('edited'), count: counts.edited + podCounts.edited },
            { value: 'faulty', label: t('faulty'), count: counts.errors + counts.warnings + podCounts.errors, ...(counts.errors > 0 ? { tone: 'error' as const } : {}) },
            { value: 'new', label: t('new'), count: fields.filter((field) => hasChip(field, 'new')).length },
          ]}
        />
        <div className="ml-auto">{mode}</div>
      </div>
      <PodSection key={`pod ${object}`} workload={workload} models={shownPod} isNarrowed={isNarrowed} readOnly={readOnly} />
      {sections.map((section) => (
        <FlagSection
          key={`${section.id}${isNarrowed ? ' narrowed' : ''}`} slug={slug} object={object} section={section} isNarrowed={isNarrowed} readOnly={readOnly} apply={apply}
        />
      ))}
      {isNarrowed && sections.length + shownPod.length === 0 && <Empty title={emptyWords()} />}
    </>
  )

  function emptyWords(): string {
    if (filter.trim() !== '') return t('noMatch')
    if (chip === 'edited') return t('noneEdited')
    return chip === 'faulty' ? t('noneFaulty') : t('noneNew', { version: releaseOfWorkload(workload) })
  }
}
