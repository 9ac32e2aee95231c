'use client'
// What an addition comes to before it is made: the sum, what the checks say of it, what it does, what is left, and why each number.
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import { Checking } from '#components/draft/checking.tsx'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { compareFindings } from '#components/findings/findings-view.ts'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Status } from '#components/ui/status.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { routes } from '#lib/routes.ts'
import { lint } from '#lib/thanos/lint.ts'
import type { Addition } from '#lib/thanos/presets/addition.ts'
import { specObjectId, workloads } from '#lib/thanos/spec.ts'
import { sumOf } from './add-model.ts'
import { Lines, Notes } from './line-lists.tsx'
import { Reasons } from './reasons.tsx'

/** `added` names what was put into the draft last; `isReadable` is false while something typed cannot be read. */
export function AddEffect({ addition, isReadable, added, canWrite, onPut, onUndone }: {
  addition: Addition | undefined; isReadable: boolean; added: readonly string[] | undefined; canWrite: boolean; onPut: () => void; onUndone: () => void
}): ReactNode {
  const t = useTranslations('presets')
  const { isChecking, findings } = useDraft()
  const serious = useMemo(() => (isChecking || addition === undefined || addition.edits.length === 0
    ? []
    : compareFindings(findings, lint(addition.spec)).added.filter(({ severity }) => severity !== 'advice')), [addition, isChecking, findings])
  if (added !== undefined) return <Added names={added} onUndone={onUndone} />
  if (!isReadable) return <Empty title={t('effect.fix')} />
  if (addition === undefined) return <Empty title={t('effect.nothing')}>{t('effect.nothingWhat')}</Empty>
  const isNothing = addition.sizings.length === 0
  return (
    <>
      <Verdict sub={isNothing ? undefined : t('effect.addsSub')}>{isNothing ? t('effect.refusedAll') : t('effect.adds', sumOf(addition.sizings))}</Verdict>
      {!isNothing && (
        <div className="mb-5 flex flex-wrap items-center gap-x-5 gap-y-2">
          <Button variant="primary" disabled={!canWrite} onClick={onPut}>{t('effect.apply')}</Button>
          {verdict()}
        </div>
      )}
      <Notes title={t('lines.refused')} notes={addition.refused} glyph="missing" />
      <Notes title={t('effect.worse', { count: serious.length })} notes={serious.map(({ message }) => message)} glyph="warning" />
      <Notes title={t('lines.left')} notes={addition.left} glyph="waiting" />
      {!isNothing && <Reasons sizings={addition.sizings} />}
      <Lines title={t('lines.title')} lines={addition.lines} />
    </>
  )

  function verdict(): ReactNode {
    if (isChecking) return <Checking />
    return serious.length === 0 ? <Status glyph="check">{t('effect.clean')}</Status> : <Status glyph="warning" tone="notice">{t('effect.worse', { count: serious.length })}</Status>
  }
}

function Added({ names, onUndone }: { names: readonly string[]; onUndone: () => void }): ReactNode {
  const t = useTranslations('presets.effect')
  const { slug, spec, undo } = useDraft()
  const [first] = workloads(spec).filter(({ name }) => names.includes(name))
  const takeBack = (): void => {
    undo()
    onUndone()
  }
  return (
    <div role="status">
      <Verdict>{t('added')}</Verdict>
      <p className="mb-3 text-ink-2">{names.join(', ')}</p>
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={routes.import(slug)}>{t('findings')}</ButtonLink>
        <ButtonLink href={routes.objectStorage(slug)}>{t('storage')}</ButtonLink>
        {first !== undefined && <ButtonLink href={routes.edit(slug, specObjectId(first))}>{t('edit', { name: first.name })}</ButtonLink>}
        <Button variant="quiet" onClick={takeBack}>{t('undo')}</Button>
      </div>
    </div>
  )
}
