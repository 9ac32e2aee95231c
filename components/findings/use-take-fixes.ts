'use client'
// How fixes go into the draft: as one step that can be taken back.
import { useTranslations } from 'next-intl'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { notify } from '#components/ui/toast.tsx'
import { text } from '#lib/text.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import type { Finding } from '#lib/thanos/finding.ts'

/** Takes one fix, or the edits of many. */
export function useTakeFixes(): { takeOne: (finding: Finding) => void; takeAll: (edits: readonly Edit[], count: number) => void } {
  const t = useTranslations('findings.foot')
  const draft = useDraft()
  const tell = (count: number): void => notify({ title: t('fixed', { count }), action: { label: t('undo'), onSelect: draft.undo } })
  return {
    takeOne(finding) {
      if (finding.fix !== undefined) draft.apply(finding.fix.edits, finding.fix.title)
    },
    takeAll(edits, count) {
      draft.apply(edits, text(`${count} safe fixes`, `안전한 수정 ${count}건`))
      tell(count)
    },
  }
}
