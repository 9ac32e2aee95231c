'use client'
// The page of one object of the draft: form or YAML at the left, what it does at the right.
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import type { ReactNode } from 'react'
import { DraftFoot } from '#components/draft/draft-foot.tsx'
import { DraftNotice } from '#components/draft/draft-notice.tsx'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { useAwake } from '#components/ui/use-awake.ts'
import { ButtonLink } from '#components/ui/button.tsx'
import { Chips } from '#components/ui/chips.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { part } from '#components/ui/part.ts'
import { routes } from '#lib/routes.ts'
import { specObjectId } from '#lib/thanos/spec.ts'
import { Checking } from '#components/draft/checking.tsx'
import { useHeld } from './held-text.ts'
import { loadEffectChanges } from './load-effect-changes.ts'
import { WorkloadForm } from './workload-form.tsx'
import { yamlKey } from './yaml-key.ts'

// Reading and writing YAML weighs more than the form: it comes after it.
const EffectPane = dynamic(async () => (await part(() => import('./effect-pane.tsx'))).EffectPane, { ssr: false, loading: () => <Checking className="pt-1.5" /> })
const YamlEditor = dynamic(async () => (await part(() => import('./yaml-editor.tsx'))).YamlEditor)
const HeldYaml = dynamic(async () => (await part(() => import('./held-yaml.tsx'))).HeldYaml)

const MODES = ['form', 'yaml'] as const

/** The page of the object `id`. `canWrite` is false for people who may look and not save. */
export function EditObject({ id, canWrite }: { id: string; canWrite: boolean }): ReactNode {
  const t = useTranslations('edit')
  const draft = useDraft()
  const { slug, spec, baseSpec } = draft
  const held = useHeld(yamlKey(draft, id))
  const isAwake = useAwake()
  const [mode, setMode] = useQueryState('as', parseAsStringLiteral(MODES).withDefault('form'))
  const object = spec.objects.find((candidate) => specObjectId(candidate) === id)
  if (object === undefined) {
    return (
      <div className="px-(--gutter) pt-[18px]">
        <Empty title={t('missing.title', { name: id })} action={<ButtonLink href={routes.import(slug)}>{t('missing.import')}</ButtonLink>}>{t('missing.what')}</Empty>
      </div>
    )
  }
  const base = baseSpec.objects.find((candidate) => specObjectId(candidate) === id)
  const isSidecar = object.type === 'workload' && object.kind === 'sidecar'
  const mayWrite = !isSidecar && canWrite
  const readOnly = !mayWrite || !isAwake
  const choice = (
    <Chips
      label={t('form.mode')} value={mode} onChange={(next) => { void setMode(next) }}
      chips={[{ value: 'form', label: t('form.form') }, { value: 'yaml', label: t('form.yaml') }]}
    />
  )
  return (
    <>
      <div className="grid flex-1 max-[1239px]:content-start min-[1240px]:grid-cols-[616px_minmax(0,1fr)]">
        <div className="min-w-0 border-hair px-(--gutter) pt-3 pb-6 min-[1240px]:border-r" onFocus={() => void loadEffectChanges()}>
          <DraftNotice />
          {!mayWrite && <p className="mb-2 text-ink-2">{isSidecar ? t('form.sidecar') : t('form.viewer')}</p>}
          {mode === 'form' && held !== undefined && <HeldYaml id={id} onGoOn={() => { void setMode('yaml') }} />}
          {object.type === 'workload' && mode === 'form' && (
            <WorkloadForm workload={object} base={base?.type === 'workload' ? base : undefined} readOnly={readOnly} mode={choice} />
          )}
          {object.type === 'workload' && mode === 'yaml' && <div className="mb-2 flex justify-end">{choice}</div>}
          {object.type === 'reference' && (
            <Empty title={object.name} action={<ButtonLink href={routes.storage(slug)}>{t('yaml.toStorage')}</ButtonLink>}>{t('yaml.reference')}</Empty>
          )}
          {object.type !== 'reference' && (object.type !== 'workload' || mode === 'yaml') && <YamlEditor key={id} id={id} object={object} readOnly={readOnly} />}
        </div>
        <div className="min-w-0 px-(--gutter) pt-3 pb-6 min-[1240px]:sticky min-[1240px]:top-(--bar) min-[1240px]:max-h-[calc(100vh-var(--bar)-51px)] min-[1240px]:self-start min-[1240px]:overflow-y-auto min-[1240px]:pl-7">
          <EffectPane key={id} object={object} readOnly={readOnly} />
        </div>
      </div>
      <DraftFoot canWrite={canWrite} />
    </>
  )
}
