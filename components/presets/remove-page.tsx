'use client'
// Takes a workload out of the draft: which one, all that goes with it, what happens then, and what stays.
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { type ReactNode, useMemo, useState } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { EditorLayout } from '#components/editors/editor-layout.tsx'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { SectionHead } from '#components/ui/section.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { routes } from '#lib/routes.ts'
import { text } from '#lib/text.ts'
import { removeWorkload } from '#lib/thanos/presets/remove.ts'
import { running } from '#lib/thanos/presets/surroundings.ts'
import { specObjectId } from '#lib/thanos/spec.ts'
import { Lines, Notes } from './line-lists.tsx'

/** The page; the workload stands in the address. */
export function RemovePage({ canWrite }: { canWrite: boolean }): ReactNode {
  const t = useTranslations('presets')
  const { slug, spec, apply, undo } = useDraft()
  const [object, setObject] = useQueryState('object', parseAsString)
  const [removed, setRemoved] = useState(false)
  const here = running(spec)
  const workload = here.find((candidate) => specObjectId(candidate) === object)
  const removal = useMemo(() => (object === null ? undefined : removeWorkload(spec, object)), [spec, object])
  const put = (): void => {
    if (removal === undefined || workload === undefined) return
    apply(removal.edits, text(`Remove ${workload.name}`, `${workload.name} 제거`))
    setRemoved(true)
  }
  const form = here.length === 0
    ? <Empty title={t('remove.nothing')} action={<ButtonLink variant="primary" href={routes.add(slug)}>{t('remove.add')}</ButtonLink>}>{t('remove.nothingWhat')}</Empty>
    : (
      <section>
        <SectionHead title={t('remove.which')} count={here.length} />
        <fieldset className="py-1.5">
          <legend className="sr-only">{t('remove.which')}</legend>
          {here.map((each) => {
            const id = specObjectId(each)
            return (
              <label key={id} className="grid min-h-[30px] cursor-pointer grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-2.5 border-b border-hair max-md:min-h-11">
                <input type="radio" name="workload" checked={id === object} onChange={() => { setRemoved(false); void setObject(id) }} className="size-3.5" />
                <span className="font-semibold">{each.name}</span>
                <span className="text-ink-3">{t('remove.pods', { kind: each.kind, count: each.replicas ?? 1 })}</span>
              </label>
            )
          })}
        </fieldset>
      </section>
    )
  return <EditorLayout canWrite={canWrite} form={form} effect={effect()} />

  function effect(): ReactNode {
    if (removed) {
      return (
        <div role="status">
          <Verdict>{t('remove.removed')}</Verdict>
          <Button variant="quiet" onClick={() => { undo(); setRemoved(false) }}>{t('effect.undo')}</Button>
        </div>
      )
    }
    if (removal === undefined || workload === undefined) return here.length === 0 ? null : <Empty title={t('remove.choose')} />
    return (
      <>
        <Verdict sub={t('remove.sub')}>{t('remove.title', { name: workload.name, count: removal.edits.filter(({ op }) => op === 'object.remove').length - 1 })}</Verdict>
        <div className="mb-5"><Button variant="primary" disabled={!canWrite} onClick={put}>{t('remove.apply', { name: workload.name })}</Button></div>
        <Notes title={t('lines.effects')} notes={removal.effects} glyph="warning" />
        <Lines title={t('lines.title')} lines={removal.lines} />
        <Notes title={t('lines.kept')} notes={removal.kept} glyph="check" />
        <Notes title={t('lines.left')} notes={removal.left} glyph="waiting" />
      </>
    )
  }
}
