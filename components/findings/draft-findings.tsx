'use client'
// The findings of the draft: verdict, figures, board, and the foot that mends what is safe and saves.
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import { sourcesOf } from '#lib/thanos/draft.ts'
import { Checking } from '#components/draft/checking.tsx'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { DraftNotice } from '#components/draft/draft-notice.tsx'
import { SaveButton } from '#components/draft/save-button.tsx'
import { Button } from '#components/ui/button.tsx'
import { mendLink } from '#components/plan/mend-link.ts'
import { StickyFoot } from '#components/ui/sticky-foot.tsx'
import type { ReadProblem } from '#lib/manifest/read-yaml.ts'
import { notManaged } from '#lib/thanos/belonging.ts'
import { FindingsBoard } from './findings-board.tsx'
import { FindingsHead, FindingsStrip } from './findings-head.tsx'
import { FixAllButton } from './findings-fix-dialog.tsx'
import { needsYou } from './findings-view.ts'
import { NotManagedList } from './not-managed.tsx'
import { ReadProblems } from './read-problems.tsx'
import { useTakeFixes } from './use-take-fixes.ts'

/** Findings of the draft of this stack. */
export function DraftFindings({ problems, canWrite, onImport }: { problems: readonly ReadProblem[]; canWrite: boolean; onImport: () => void }): ReactNode {
  const t = useTranslations('findings')
  const draft = useDraft()
  const { spec, findings } = draft
  const left = notManaged(spec)
  const sources = useMemo(() => sourcesOf(draft.draft), [draft.draft])
  const safe = findings.filter((finding) => !needsYou(finding)).length
  const { takeOne, takeAll } = useTakeFixes()
  if (draft.isChecking) return <Checking />
  return (
    <>
      <DraftNotice />
      <FindingsHead spec={spec} findings={findings} source={sources[0]} notRead={problems.length} baseNumber={draft.baseNumber} edits={draft.edits.length} />
      <FindingsStrip spec={spec} notManaged={left.map(({ object }) => object)} />
      <ReadProblems problems={problems} />
      <NotManagedList objects={left} />
      <FindingsBoard
        spec={spec} findings={findings} known={draft.baseNumber === undefined ? undefined : draft.baseFindings} sources={sources} grouping="object" onFix={takeOne}
        editHref={(object) => mendLink(draft.slug, spec, object)?.href}
      />
      <StickyFoot className="mt-auto -mb-7 max-md:-mb-8" note={<FootNote safe={safe} all={findings.length} />}>
        <Button variant="quiet" onClick={onImport} className="max-md:hidden">{t('foot.more')}</Button>
        {draft.canUndo && <Button variant="quiet" onClick={draft.undo} className="max-md:hidden">{t('foot.undo')}</Button>}
        <SaveButton canWrite={canWrite} isMain={safe === 0} />
        <FixAllButton spec={spec} safe={safe} onTake={takeAll} />
      </StickyFoot>
    </>
  )
}

function FootNote({ safe, all }: { safe: number; all: number }): ReactNode {
  const t = useTranslations('findings.foot')
  if (all === 0) return <p className="max-md:hidden">{t('clean')}</p>
  return <p className="max-md:hidden">{t.rich(safe === 0 ? 'noneSafe' : 'safe', { safe, all, b: (words) => <b className="text-ink">{words}</b> })}</p>
}
