'use client'
// How long data is kept: one value for each resolution, and in plain words what that keeps and what it loses.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { FlagField } from '#components/spec-form/flag-field.tsx'
import { fieldsOf } from '#components/spec-form/form-model.ts'
import { ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { SectionHead } from '#components/ui/section.tsx'
import { routes } from '#lib/routes.ts'
import { text } from '#lib/text.ts'
import { flagValues } from '#lib/thanos/read-args.ts'
import { compactorsOf, RETENTION_FLAGS } from '#lib/thanos/compact/retention.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import { specObjectId, type Workload } from '#lib/thanos/spec.ts'
import { EditorEffect } from './editor-effect.tsx'
import { EditorLayout } from './editor-layout.tsx'
import { RetentionEffect } from './retention-effect.tsx'

const RESOLUTION_FLAGS = RETENTION_FLAGS.slice(0, 3)

/** The retention side of the storage page; `tabs` is the choice of its sides. */
export function RetentionEditor({ canWrite, tabs }: { canWrite: boolean; tabs: ReactNode }): ReactNode {
  const t = useTranslations('editors.retention')
  const { slug, spec, baseSpec } = useDraft()
  const compactors = compactorsOf(spec)
  const baseOf = (compactor: Workload): Workload | undefined => compactorsOf(baseSpec).find((candidate) => specObjectId(candidate) === specObjectId(compactor))
  const [first] = compactors
  if (first === undefined) {
    return (
      <div className="px-(--gutter) pt-3">
        {tabs}
        <Empty title={t('none')} action={<ButtonLink variant="primary" href={routes.import(slug)}>{t('import')}</ButtonLink>}>{t('noneWhat')}</Empty>
      </div>
    )
  }
  const ids = new Set(compactors.map(specObjectId))
  return (
    <EditorLayout
      canWrite={canWrite}
      form={<>{tabs}{compactors.map((compactor) => <CompactorForm key={specObjectId(compactor)} compactor={compactor} base={baseOf(compactor)} readOnly={!canWrite} />)}</>}
      effect={(
        <>
          {compactors.map((compactor) => <RetentionEffect key={specObjectId(compactor)} compactor={compactor} base={baseOf(compactor)} />)}
          <EditorEffect isAbout={({ object, code }) => ids.has(object) || code === 'query/no-auto-downsampling'} open={specObjectId(first)} readOnly={!canWrite} />
        </>
      )}
    />
  )
}

function CompactorForm({ compactor, base, readOnly }: { compactor: Workload; base: Workload | undefined; readOnly: boolean }): ReactNode {
  const t = useTranslations('editors.retention')
  const { slug, findings, apply } = useDraft()
  const object = specObjectId(compactor)
  const all = fieldsOf(compactor, base, findings.filter((finding) => finding.object === object))
  const fields = RETENTION_FLAGS.flatMap((flag) => all.find(({ name }) => name === flag) ?? [])
  const presets: { id: 'everything' | 'saved'; values: readonly (readonly string[])[] }[] = [
    { id: 'everything', values: RESOLUTION_FLAGS.map(() => ['0d']) },
    ...(base === undefined ? [] : [{ id: 'saved' as const, values: RESOLUTION_FLAGS.map((flag) => flagValues(base.args, flag)) }]),
  ]
  const now = RESOLUTION_FLAGS.map((flag) => flagValues(compactor.args, flag))
  const take = (values: readonly (readonly string[])[]): void => {
    const edits = RESOLUTION_FLAGS.map((flag, index): Edit => ({ op: 'flag.set', object, flag, values: [...values[index] ?? []] }))
    apply(edits, text(`Retention of ${compactor.name}`, `${compactor.name} 보존 기간`))
  }
  return (
    <section className="mb-4">
      <SectionHead title={compactor.name} aside={t('howLong')} />
      <fieldset className="py-1.5" disabled={readOnly}>
        <legend className="sr-only">{t('presets')}</legend>
        {presets.map(({ id, values }) => (
          <label key={id} className="grid h-[27px] cursor-pointer grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-2.5 max-md:h-11">
            <input type="radio" name={`preset ${object}`} checked={JSON.stringify(values) === JSON.stringify(now)} onChange={() => take(values)} className="size-3.5" />
            <span>{t(`preset.${id}`)}</span>
            <code className="text-ink-3">{values.map(([value]) => value ?? '0d').join(' ')}</code>
          </label>
        ))}
      </fieldset>
      {fields.map((field) => <FlagField key={field.name} slug={slug} object={object} field={field} readOnly={readOnly} apply={apply} />)}
    </section>
  )
}
