'use client'
// The findings of the draft: verdict, figures, board, and the foot that mends what is safe and saves.
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import { type ImportSource, sourcesOf } from '#lib/thanos/draft.ts'
import { Checking } from '#components/draft/checking.tsx'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { DraftNotice } from '#components/draft/draft-notice.tsx'
import { SaveButton } from '#components/draft/save-button.tsx'
import { FindingsBoard } from '#components/findings/findings-board.tsx'
import { FixAllButton } from '#components/findings/findings-fix-dialog.tsx'
import { FindingsHead, FindingsStrip } from '#components/findings/findings-head.tsx'
import { needsYou } from '#components/findings/findings-view.ts'
import { useTakeFixes } from '#components/findings/use-take-fixes.ts'
import { Button } from '#components/ui/button.tsx'
import { mendLink } from '#components/plan/mend-link.ts'
import { StickyFoot } from '#components/ui/sticky-foot.tsx'
import { notManaged } from '#lib/thanos/belonging.ts'
import { ImportFiles } from './import-files.tsx'
import { NotManagedList } from './not-managed.tsx'

/** Findings of the draft of this stack. `read` is what was brought in last, when that was here: the draft knows of it only if it changed something. */
export function DraftFindings({ read, canWrite, onImport }: { read: ImportSource | undefined; canWrite: boolean; onImport: () => void }): ReactNode {
  const t = useTranslations('findings')
  const draft = useDraft()
  const { spec, findings } = draft
  const left = notManaged(spec)
  const sources = useMemo(() => sourcesOf(draft.draft), [draft.draft])
  const source = read ?? sources[0]
  const safe = findings.filter((finding) => !needsYou(finding)).length
  const { takeOne, takeAll } = useTakeFixes()
  if (draft.isChecking) return <Checking />
  return (
    <>
      <DraftNotice />
      <FindingsHead spec={spec} findings={findings} source={source} notRead={source?.problems?.length ?? 0} baseNumber={draft.baseNumber} edits={draft.edits.length} />
      <FindingsStrip spec={spec} notManaged={left.map(({ object }) => object)} />
      {source !== undefined && <ImportFiles source={source} spec={spec} />}
      <NotManagedList objects={left} />
      <FindingsBoard
        spec={spec} findings={findings} known={draft.baseNumber === undefined ? undefined : draft.baseFindings} sources={sources} grouping="object" onFix={takeOne}
        editHref={(object) => mendLink(draft.slug, spec, object)?.href}
      />
      <StickyFoot className="mt-auto -mb-7 max-md:-mb-8" note={<FootNote safe={safe} all={findings.length} />}>
        <Button variant="quiet" onClick={onImport} className="max-md:hidden">{t('foot.more')}</Button>
        {draft.canUndo && <Button variant="quiet" onClick={draft.undo} className="max-md:hidden">{t('foot.undo')}</Button>}
        <SaveButton canWrite={canWrite} isMain={safe === 0} />
        <FixAllButton spec={spec} offered={safe} onTake={takeAll} />
      </StickyFoot>
    </>
  )
}

function FootNote({ safe, all }: { safe: number; all: number }): ReactNode {
  const t = useTranslations('findings.foot')
  if (all === 0) return <p className="max-md:hidden">{t('clean')}</p>
  return <p className="max-md:hidden">{t.rich(safe === 0 ? 'noneSafe' : 'safe', { safe, all, b: (words) => <b className="text-ink">{words}</b> })}</p>
}
