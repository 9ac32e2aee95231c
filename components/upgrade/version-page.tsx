'use client'
// The version assistant: which release, which workloads, and release by release what must change and what else is different.
import { useTranslations } from 'next-intl'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { type ReactNode, useMemo, useState } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { EditorLayout } from '#components/editors/editor-layout.tsx'
import { Lines, Notes } from '#components/presets/line-lists.tsx'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Field } from '#components/ui/field.tsx'
import { SectionHead } from '#components/ui/section.tsx'
import { Select } from '#components/ui/select.tsx'
import { Status } from '#components/ui/status.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { routes } from '#lib/routes.ts'
import { text } from '#lib/text.ts'
import { running } from '#lib/thanos/presets/surroundings.ts'
import { specObjectId } from '#lib/thanos/spec.ts'
import { planUpgrade, type Upgrade } from '#lib/thanos/upgrade/plan-upgrade.ts'
import { NEWEST, RELEASES, releaseOf } from '#lib/thanos/version.ts'
import { ReleaseSteps } from './release-steps.tsx'

/** The page; the release stands in the address. */
export function VersionPage({ canWrite }: { canWrite: boolean }): ReactNode {
  const t = useTranslations('presets')
  const { slug, spec, apply } = useDraft()
  const [to, setTo] = useQueryState('to', parseAsStringLiteral(RELEASES).withDefault(NEWEST))
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [keepDefaults, setKeep] = useState(false)
  const [isApplied, setApplied] = useState(false)
  const here = running(spec).filter(({ image }) => image !== undefined)
  const objects = here.map(specObjectId).filter((id) => !left.has(id))
  const wanted = objects.join(' ')
  const upgrade = useMemo(() => planUpgrade(spec, { objects: wanted.split(' '), to, keepDefaults }), [spec, wanted, to, keepDefaults])
  if (here.length === 0) {
    return <div className="px-(--gutter) pt-3"><Empty title={t('version.nothing')} action={<ButtonLink variant="primary" href={routes.add(slug)}>{t('title.add')}</ButtonLink>}>{t('version.nothingWhat')}</Empty></div>
  }
  const put = (): void => {
    apply(upgrade.edits, text(`Thanos ${to} for ${upgrade.images.length === 1 ? upgrade.images[0]?.name ?? '' : `${upgrade.images.length} workloads`}`, `Thanos ${to} 버전으로 변경: ${upgrade.images.length === 1 ? upgrade.images[0]?.name ?? '' : `워크로드 ${upgrade.images.length}개`}`))
    setApplied(true)
  }
  const standing = (release: string | undefined): string => {
    if (release === undefined) return t('version.unknown')
    return release === to ? t('version.here') : t('version.runs', { release })
  }
  const form = (
    <>
      <div className="mb-5 grid gap-3 md:grid-cols-2">
        <Field label={t('version.to')}>
          {(control) => (
            <Select {...control} mono value={to} onChange={(event) => { setApplied(false); void setTo(RELEASES.find((release) => release === event.target.value) ?? NEWEST) }}>
              {RELEASES.toReversed().map((release) => <option key={release} value={release}>{release}{release === NEWEST ? ` (${t('version.newest')})` : ''}</option>)}
            </Select>
          )}
        </Field>
      </div>
      <section className="mb-5">
        <SectionHead title={t('version.workloads')} count={here.length} aside={<Button variant="quiet" onClick={() => setLeft(objects.length === 0 ? new Set() : new Set(here.map(specObjectId)))}>{t(objects.length === 0 ? 'version.all' : 'version.none')}</Button>} />
        <ul>
          {here.map((workload) => {
            const id = specObjectId(workload)
            const release = releaseOf(workload.image ?? '')
            return (
              <li key={id} className="flex items-start justify-between gap-4 border-b border-hair py-1.5 max-md:items-center max-md:py-0">
                <Checkbox checked={!left.has(id)} onChange={(event) => { setApplied(false); setLeft(event.target.checked ? new Set([...left].filter((each) => each !== id)) : new Set([...left, id])) }}><span className="font-semibold">{workload.name}</span></Checkbox>
                <span className="flex-none text-right text-ink-3">{standing(release)}</span>
              </li>
            )
          })}
        </ul>
      </section>
      <Checkbox checked={keepDefaults} onChange={(event) => setKeep(event.target.checked)}>{t('version.keep')}<span className="block text-label text-ink-3">{t('version.keepHelp')}</span></Checkbox>
    </>
  )
  return <EditorLayout canWrite={canWrite} form={form} effect={<Effect upgrade={upgrade} to={to} chosen={objects.length} isApplied={isApplied} canWrite={canWrite} onPut={put} onUndone={() => setApplied(false)} />} />
}

function Effect({ upgrade, to, chosen, isApplied, canWrite, onPut, onUndone }: {
  upgrade: Upgrade; to: string; chosen: number; isApplied: boolean; canWrite: boolean; onPut: () => void; onUndone: () => void
}): ReactNode {
  const t = useTranslations('presets')
  const { slug, undo } = useDraft()
  const { images, steps, left, direction } = upgrade
  if (images.length === 0) {
    return (
      <div role="status">
        <Verdict>{isApplied ? t('version.applied') : t(chosen === 0 ? 'version.choose' : 'version.same', { to })}</Verdict>
        {isApplied && (
          <div className="flex flex-wrap gap-2">
            <ButtonLink href={routes.import(slug)}>{t('effect.findings')}</ButtonLink>
            <Button variant="quiet" onClick={() => { undo(); onUndone() }}>{t('effect.undo')}</Button>
          </div>
        )}
      </div>
    )
  }
  const flags = steps.flatMap(({ changes }) => changes).filter(({ isDone }) => isDone).length
  return (
    <>
      <Verdict eyebrow={direction === 'up' ? undefined : <Status glyph="warning" tone="notice">{t('version.down')}</Status>} sub={t('version.sub', { steps: steps.length, left: left.length })}>{t('version.title', { count: images.length, to, flags })}</Verdict>
      <div className="mb-5"><Button variant="primary" disabled={!canWrite} onClick={onPut}>{t('version.apply')}</Button></div>
      <Notes title={t('version.left')} notes={left} glyph="waiting" />
      <ReleaseSteps upgrade={upgrade} chosen={chosen} />
      <Lines title={t('version.images')} lines={images.map(({ object, before, image }) => ({ object, what: text(`\`${before ?? ''}\` → \`${image}\``, `\`${before ?? ''}\` → \`${image}\``) }))} />
      <p className="text-label text-ink-3">{t('version.order')}</p>
    </>
  )
}
