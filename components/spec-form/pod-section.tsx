'use client'
// What runs, how large, where and how it is watched: image, replicas, resources, storage, then scheduling, environment, probes and budget.
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useId, useState } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { FieldError } from '#components/ui/field.tsx'
import { RELEASES, releaseOf } from '#lib/thanos/catalogue.ts'
import { containerPorts } from '#lib/thanos/pod.ts'
import { podShapeEdits, podTextEdits, podTextProblem, selectorOf } from '#lib/thanos/pod-fields.ts'
import { podPresets } from '#lib/thanos/pod-presets.ts'
import { specObjectId, type Workload } from '#lib/thanos/spec.ts'
import { FieldFindings } from './finding-notes.tsx'
import { TextInput } from './flag-input.tsx'
import { GroupHead } from './group-head.tsx'
import type { PodFieldModel } from './pod-model.ts'
import { ShapeField } from './shape-field.tsx'
import { stepName } from './step-name.ts'
import { yamlKey } from './yaml-key.ts'

type TextModel = Extract<PodFieldModel, { shape: 'text' }>
type ShapeModel = Extract<PodFieldModel, { shape: 'json' }>

/** The two groups. `models` are the fields to show; `isNarrowed` that a filter or chip chose them: then the groups are open. */
export function PodSection({ workload, models, isNarrowed, readOnly }: {
  workload: Workload; models: readonly PodFieldModel[]; isNarrowed: boolean; readOnly: boolean
}): ReactNode {
  const texts = models.filter((model) => model.shape === 'text')
  const shapes = models.filter((model) => model.shape === 'json')
  return (
    <>
      {texts.length > 0 && <Basics workload={workload} models={texts} isNarrowed={isNarrowed} readOnly={readOnly} />}
      {shapes.length > 0 && <Surroundings workload={workload} models={shapes} isNarrowed={isNarrowed} readOnly={readOnly} />}
    </>
  )
}

function Basics({ workload, models, isNarrowed, readOnly }: { workload: Workload; models: readonly TextModel[]; isNarrowed: boolean; readOnly: boolean }): ReactNode {
  const t = useTranslations('edit')
  const { apply } = useDraft()
  const [isOpen, setOpen] = useState(true)
  const id = useId()
  const set = models.filter(({ isSet }) => isSet).length
  const head = models.filter(({ field }) => field === 'image' || field === 'version' || field === 'replicas')
  const rest = models.filter((model) => !head.includes(model))
  const findings = [...new Set(models.flatMap((model) => model.findings))]
  return (
    <section aria-label={t('section.pod')}>
      <GroupHead
        title={t('section.pod')} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} controls={id} count={models.length}
        note={set === models.length ? t('section.allSet') : t('section.set', { count: set })}
      />
      <div id={id} hidden={!isOpen && !isNarrowed} className="border-b border-hair pt-[7px] pb-2.5">
        {head.length > 0 && (
          <div className="grid grid-cols-[minmax(0,1fr)_112px_80px] gap-2.5 max-md:grid-cols-3">
            {head.map((model) => <PodInput key={model.field} workload={workload} model={model} versions={`${id}-versions`} readOnly={readOnly} className={PHONE_SPAN[model.field] ?? ''} />)}
          </div>
        )}
        {rest.length > 0 && (
          <div className="mt-2 grid grid-cols-5 gap-2.5 max-md:grid-cols-2">
            {rest.map((model) => <PodInput key={model.field} workload={workload} model={model} readOnly={readOnly} />)}
          </div>
        )}
        <datalist id={`${id}-versions`}>{RELEASES.toReversed().map((release) => <option key={release} value={`${release}.0`}>{release}</option>)}</datalist>
        {findings.length > 0 && <div className="mt-2 grid gap-1"><FieldFindings findings={findings} onFix={readOnly ? undefined : (fix) => apply(fix.edits, fix.title)} /></div>}
      </div>
    </section>
  )
}

/** On a phone the image takes a row of its own, the version two thirds of the next. */
const PHONE_SPAN: Readonly<Record<string, string>> = { image: 'max-md:col-span-3', version: 'max-md:col-span-2' }

function PodInput({ workload, model, versions, readOnly, className }: {
  workload: Workload; model: TextModel; versions?: string; readOnly: boolean; className?: string
}): ReactNode {
  const t = useTranslations('edit.pod')
  const locale = useLocale()
  const { apply } = useDraft()
  const id = useId()
  const { field, value, was, isEdited } = model
  // What cannot be written into the spec (no number of replicas, no size) stays in the field and says why.
  const [refused, setRefused] = useState<{ from: string; text: string }>()
  const typed = refused?.from === value ? refused.text : value
  const problem = typed === '' && refused === undefined ? undefined : podTextProblem(field, typed)
  const change = (next: string): void => {
    const edits = podTextEdits(workload, field, next.trim())
    setRefused(edits.length === 0 ? { from: value, text: next } : undefined)
    if (edits.length > 0) apply(edits, stepName(specObjectId(workload), NAMES.en[field], NAMES.ko[field]))
  }
  const note = noteOf()
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-[3px] block truncate text-label text-ink-3">{t(`field.${field}`)}</label>
      <TextInput
        control={{ id, 'aria-describedby': `${id}-note`, 'aria-invalid': problem === undefined ? undefined : true, ...(field === 'version' && versions !== undefined ? { list: versions } : {}) }}
        value={value} isEdited={isEdited} readOnly={readOnly} onChange={change}
      />
      <div id={`${id}-note`} className="mt-[3px] text-label text-ink-3 empty:hidden">
        {problem !== undefined && <FieldError>{problem[locale]}</FieldError>}
        {isEdited && <p>{was === '' ? t('wasUnset') : t('was', { value: was ?? '' })}</p>}
        {note !== undefined && <p>{note}</p>}
      </div>
    </div>
  )

  function noteOf(): string | undefined {
    if (field === 'version' && !RELEASES.some((known) => known === releaseOf(value))) return t('versionUnknown')
    return field === 'storage' && isEdited ? t('storageFixed') : undefined
  }
}

function Surroundings({ workload, models, isNarrowed, readOnly }: { workload: Workload; models: readonly ShapeModel[]; isNarrowed: boolean; readOnly: boolean }): ReactNode {
  const t = useTranslations('edit')
  const draft = useDraft()
  const { spec, apply } = draft
  const [isOpen, setOpen] = useState<boolean>()
  const id = useId()
  const object = specObjectId(workload)
  const set = models.filter(({ isSet }) => isSet).length
  const needed = isNarrowed ? models : models.filter((model) => model.isEdited || model.findings.some(({ severity }) => severity !== 'advice'))
  const shown = isOpen === undefined ? needed : models.filter(() => isOpen)
  const hidden = models.length - shown.length
  const port = containerPorts(workload).find(({ name }) => name === 'http')?.port
  const onFix = readOnly ? undefined : (fix: Parameters<NonNullable<Parameters<typeof ShapeField>[0]['onFix']>>[0]): void => apply(fix.edits, fix.title)
  return (
    <section aria-label={t('section.surroundings')}>
      <GroupHead
        title={t('section.surroundings')} isOpen={shown.length > 0} onToggle={() => setOpen(shown.length < models.length)} controls={id} count={models.length}
        note={[set === 0 ? t('section.noneSet') : t('section.set', { count: set }), ...(shown.length > 0 && hidden > 0 ? [t('section.notShown', { count: hidden })] : [])].join(', ')}
      />
      <div id={id}>
        {shown.map(({ field, value, was, isEdited, findings }) => (
          <ShapeField
            key={field} label={t(`pod.field.${field}`)} path={field === 'budget' ? 'PodDisruptionBudget' : field} value={value} was={was} isEdited={isEdited}
            field={field} holdKey={yamlKey(draft, object, field)} findings={findings} readOnly={readOnly} onFix={onFix}
            presets={podPresets(field, { kind: workload.kind, selector: selectorOf(workload), ...(port === undefined ? {} : { port }) }).map((preset) => ({ label: t(`pod.preset.${preset.id}`), value: preset.value }))}
            port={port ?? HTTP_PORT}
            onChange={(next) => apply(podShapeEdits(spec, workload, field, next), stepName(object, NAMES.en[field], NAMES.ko[field]))}
          />
        ))}
      </div>
    </section>
  )
}

/** Where Thanos answers HTTP unless told otherwise. */
const HTTP_PORT = 10_902

/** What a field is called in the name of a step. */
const NAMES = {
  en: {
    image: 'Image', version: 'Version', replicas: 'Replicas', storage: 'Storage', 'requests.cpu': 'CPU request', 'limits.cpu': 'CPU limit',
    'requests.memory': 'Memory request', 'limits.memory': 'Memory limit', env: 'Environment', nodeSelector: 'Node selector', tolerations: 'Tolerations',
    affinity: 'Affinity', topologySpreadConstraints: 'Topology spread', livenessProbe: 'Liveness probe', readinessProbe: 'Readiness probe',
    startupProbe: 'Startup probe', budget: 'Disruption budget',
  },
  ko: {
    image: '이미지', version: '버전', replicas: '복제본', storage: '스토리지', 'requests.cpu': 'CPU 요청', 'limits.cpu': 'CPU 한도',
    'requests.memory': '메모리 요청', 'limits.memory': '메모리 한도', env: '환경 변수', nodeSelector: '노드 셀렉터', tolerations: '톨러레이션',
    affinity: '어피니티', topologySpreadConstraints: '토폴로지 분산', livenessProbe: '활성 프로브', readinessProbe: '준비성 프로브',
    startupProbe: '시작 프로브', budget: '중단 예산',
  },
} as const
