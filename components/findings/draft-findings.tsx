'use client'
// The findings of the draft: verdict, figures, board, and the foot that mends what is safe and saves.
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import { sourcesOf } from '#lib/thanos/draft.ts'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { DraftNotice } from '#components/draft/draft-notice.tsx'
import { SaveButton } from '#components/draft/save-button.tsx'
import { Button } from '#components/ui/button.tsx'
import { mendLink } from '#components/plan/mend-link.ts'
import { StickyFoot } from '#components/ui/sticky-foot.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { ReadProblem } from '#lib/manifest/read-yaml.ts'
import { text } from '#lib/text.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import { specObjectId } from '#lib/thanos/spec.ts'
import { FindingsBoard } from './findings-board.tsx'
import { FindingsHead, FindingsStrip } from './findings-head.tsx'
import { needsYou, safeFixes } from './findings-view.ts'
import { ReadProblems } from './read-problems.tsx'

/** Findings of the draft of this stack. */
export function DraftFindings({ problems, canWrite, onImport }: { problems: readonly ReadProblem[]; canWrite: boolean; onImport: () => void }): ReactNode {
  const t = useTranslations('findings')
  const draft = useDraft()
  const { spec, findings } = draft
  const sources = useMemo(() => sourcesOf(draft.draft), [draft.draft])
  const safe = findings.filter((finding) => !needsYou(finding)).length
  const fixOne = (finding: Finding): void => {
    if (finding.fix !== undefined) draft.apply(finding.fix.edits, finding.fix.title)
  }
  const fixSafe = (): void => {
    const { edits, count } = safeFixes(spec)
    draft.apply(edits, text(`${count} safe fixes`, `안전한 수정 ${count}건`))
    notify({ title: t('foot.fixed', { count }), action: { label: t('foot.undo'), onSelect: draft.undo } })
  }
  return (
    <>
      <DraftNotice />
      <FindingsHead spec={spec} findings={findings} source={sources[0]} notRead={problems.length} baseNumber={draft.baseNumber} edits={draft.edits.length} />
      <FindingsStrip spec={spec} notManaged={notManaged()} />
      <ReadProblems problems={problems} />
      <FindingsBoard
        spec={spec} findings={findings} sources={sources} onFix={fixOne}
        editHref={(object) => mendLink(draft.slug, spec, object)?.href}
      />
      <StickyFoot className="mt-auto -mb-7 max-md:-mb-8" note={<FootNote safe={safe} all={findings.length} />}>
        <Button variant="quiet" onClick={onImport} className="max-md:hidden">{t('foot.more')}</Button>
        {draft.canUndo && <Button variant="quiet" onClick={draft.undo} className="max-md:hidden">{t('foot.undo')}</Button>}
        <SaveButton canWrite={canWrite} isMain={safe === 0} />
        {safe > 0 && <Button variant="primary" onClick={fixSafe}>{t('foot.fixSafe', { count: safe })}</Button>}
      </StickyFoot>
    </>
  )

  function notManaged(): string[] {
    return spec.objects.filter((object) => object.type === 'object' && !object.managed).map(specObjectId)
  }
}

function FootNote({ safe, all }: { safe: number; all: number }): ReactNode {
  const t = useTranslations('findings.foot')
  if (all === 0) return <p className="max-md:hidden">{t('clean')}</p>
  return <p className="max-md:hidden">{t.rich(safe === 0 ? 'noneSafe' : 'safe', { safe, all, b: (words) => <b className="text-ink">{words}</b> })}</p>
}
