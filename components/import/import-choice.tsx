'use client'
// What an import does to a stack that has objects already: said before it happens, with both ways counted.
import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useMemo, useState } from 'react'
import type { ImportMode } from '#lib/thanos/draft.ts'
import { Button } from '#components/ui/button.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import type { SpecObject, StackSpec } from '#lib/thanos/spec.ts'
import { changesNothing, importEffect } from './import-effect.ts'

/** The question. `onChoose` carries it out. */
export function ImportChoice({ spec, incoming, onChoose, onCancel }: {
  spec: StackSpec
  incoming: readonly SpecObject[]
  onChoose: (mode: ImportMode) => void
  onCancel: () => void
}): ReactNode {
  const t = useTranslations('findings.choice')
  const [mode, setMode] = useState<ImportMode>('merge')
  const effect = useMemo(() => importEffect(spec, incoming), [spec, incoming])
  const { equal, changed, added, others } = effect
  return (
    <form className="max-w-[760px]" onSubmit={(event) => { event.preventDefault(); onChoose(mode) }}>
      <Verdict sub={t('sub')}>{t('title', { count: incoming.length, existing: spec.objects.length })}</Verdict>
      <fieldset>
        <legend className="sr-only">{t('legend')}</legend>
        <Way mode="merge" chosen={mode} onChoose={setMode} title={t('merge')}>{changesNothing(effect, 'merge') ? t('mergeNothing', { equal }) : t('mergeWhat', { changed, added, equal, kept: others.length })}</Way>
        <Way mode="replace" chosen={mode} onChoose={setMode} title={t('replace')}>
          {others.length === 0 ? t('replaceNothing') : t('replaceWhat', { count: others.length, names: others.map(({ name }) => name).join(', ') })}
        </Way>
      </fieldset>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button type="submit" variant="primary">{t('bringIn')}</Button>
        <Button variant="quiet" onClick={onCancel}>{t('cancel')}</Button>
      </div>
    </form>
  )
}

function Way({ mode, chosen, onChoose, title, children }: {
  mode: ImportMode; chosen: ImportMode; onChoose: (mode: ImportMode) => void; title: string; children: ReactNode
}): ReactNode {
  const id = useId()
  return (
    <div className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2.5 border-b border-hair py-2.5">
      <input id={id} type="radio" name="way" className="mt-0.5 size-4" checked={chosen === mode} onChange={() => onChoose(mode)} aria-describedby={`${id}-what`} />
      <label htmlFor={id} className="font-semibold">{title}</label>
      <p id={`${id}-what`} className="col-start-2 text-ink-2 wrap-anywhere">{children}</p>
    </div>
  )
}
