'use client'
// What the draft changes in the manifests: a sentence that counts it, and the manifests. Comes with the first change, since writing and
// comparing YAML weighs more than all the rest of the pane.
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import { yamlOf } from '#components/findings/fix-preview.ts'
import { YamlView } from '#components/manifest/yaml-view.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { type SpecObject, specObjectId, type StackSpec } from '#lib/thanos/spec.ts'
import { ManifestChanges, manifestChanges } from './manifest-changes.tsx'

/** From `base` to `spec`; `errors` of the object are said before anything else, `eyebrow` and `sub` stand around the sentence. */
export function EffectChanges({ base, spec, object, errors, eyebrow, sub }: {
  base: StackSpec; spec: StackSpec; object: SpecObject; errors: number; eyebrow: ReactNode; sub: string
}): ReactNode {
  const t = useTranslations('edit.effect')
  const changes = useMemo(() => manifestChanges(base, spec), [base, spec])
  const lines = changes.reduce((sum, change) => sum + change.lines, 0)
  return (
    <>
      <Verdict eyebrow={eyebrow} sub={sub}>
        {errors > 0 ? t('errors', { name: object.name, count: errors }) : t('changesTitle', { lines, objects: changes.length })}
      </Verdict>
      <ManifestChanges changes={changes} open={specObjectId(object)} />
    </>
  )
}

/** The object as YAML. */
export function ObjectYaml({ object }: { object: SpecObject }): ReactNode {
  const t = useTranslations('edit.effect')
  const yaml = useMemo(() => yamlOf(object), [object])
  return yaml === '' ? <Empty title={t('noFindings', { name: object.name })} /> : <YamlView label={object.name} yaml={yaml} />
}
