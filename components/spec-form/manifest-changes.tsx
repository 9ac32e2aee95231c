'use client'
// What the draft changes in the rendered manifests, object by object, as a diff against what is saved.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useMemo, useState } from 'react'
import { YamlDiff } from '#components/manifest/yaml-diff.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { SectionHead } from '#components/ui/section.tsx'
import { lineDiff } from '#lib/manifest/line-diff.ts'
import { podRestarts } from '#lib/manifest/restarts.ts'
import { isKubeObject } from '#lib/manifest/types.ts'
import { renderObject } from '#lib/thanos/render.ts'
import { specObjectId, type StackSpec } from '#lib/thanos/spec.ts'
import { compareSpecs, type ObjectPreview } from '#components/findings/fix-preview.ts'

export type ManifestChange = ObjectPreview & { readonly lines: number; readonly restarts: number }

/** The changed manifests with what each costs. */
export function manifestChanges(base: StackSpec, spec: StackSpec): ManifestChange[] {
  return compareSpecs(base, spec).map((preview) => ({
    ...preview,
    lines: changedLines(preview),
    restarts: restartsOf(base, spec, preview.id),
  }))
}

/** The list; the object `open` is unfolded, the others open on a click. */
export function ManifestChanges({ changes, open }: { changes: readonly ManifestChange[]; open: string }): ReactNode {
  const t = useTranslations('edit.effect')
  const inOrder = useMemo(() => changes.toSorted((a, b) => Number(b.id === open) - Number(a.id === open)), [changes, open])
  return (
    <section>
      <SectionHead title={t('rendered')} count={changes.length} aside={t('follows')} />
      {inOrder.map((change) => <ChangedObject key={change.id} change={change} isOpenAtFirst={change.id === open} />)}
    </section>
  )
}

function ChangedObject({ change, isOpenAtFirst }: { change: ManifestChange; isOpenAtFirst: boolean }): ReactNode {
  const t = useTranslations('edit.effect')
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const id = useId()
  const [kind = '', name = ''] = [change.id.split('/')[0], change.id.split('/').at(-1)]
  const cost = [what(), ...(change.restarts === 0 ? [] : [t('restarts', { count: change.restarts })])]
  return (
    <div>
      <h3 className={clsx(!isOpen && 'border-b border-hair')}>
        <button
          type="button" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}
          className="grid h-[33px] w-full grid-cols-[12px_minmax(0,1fr)_auto] items-center gap-2.5 text-left whitespace-nowrap hover:bg-hover focus-visible:-outline-offset-2 max-md:h-11"
        >
          <Glyph name="right" className={clsx(isOpen && 'rotate-90')} />
          <span className="truncate font-normal text-ink-2">{kind} <span className="font-semibold text-ink">{name}</span></span>
          <span className="font-normal text-ink-2">{cost.join(', ')}</span>
        </button>
      </h3>
      <div id={id}>{isOpen && <YamlDiff label={change.id} before={change.before} after={change.after} context={2} />}</div>
    </div>
  )

  function what(): string {
    if (change.before === '') return t('added')
    return change.after === '' ? t('removed') : t('lines', { count: change.lines })
  }
}

function changedLines({ before, after }: ObjectPreview): number {
  const rows = lineDiff(before, after, { context: 0 })
  const count = (kind: 'added' | 'removed'): number => rows.filter((row) => row.kind === kind).length
  return Math.max(count('added'), count('removed'))
}

function restartsOf(base: StackSpec, spec: StackSpec, id: string): number {
  const [before, after] = [base, spec].map(({ objects }) => {
    const object = objects.find((candidate) => candidate.type === 'workload' && specObjectId(candidate) === id)
    const rendered = object === undefined ? undefined : renderObject(object)
    return isKubeObject(rendered) ? rendered : undefined
  })
  return after === undefined ? 0 : podRestarts(before, after)
}
