'use client'
// How safe the draft is, in one line: kept and when, not kept and why, taken over from another tab.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Age } from '#components/ui/age.tsx'
import { Status } from '#components/ui/status.tsx'
import { useDraft } from './draft-provider.tsx'

/** The note; nothing while there is nothing to keep. */
export function KeepingNote(): ReactNode {
  const t = useTranslations('edit.foot')
  const { keeping, movedAt, isDirty } = useDraft()
  const moved = movedAt !== undefined && <Status glyph="restart">{t.rich('moved', { age: () => <Age at={movedAt} /> })}</Status>
  return <span role="status" className="contents">{moved}{note()}</span>

  function note(): ReactNode {
    switch (keeping.is) {
      case 'nothing': return null
      case 'here': return isDirty ? <span className="text-ink-3">{t('here')}</span> : null
      case 'keeping': return <span className="text-ink-3">{t('keeping')}</span>
      case 'kept': return <span className="text-ink-3">{t.rich('kept', { age: () => <Age at={keeping.at} /> })}</span>
      case 'refused': return <Trouble>{t('refusedByServer', { why: keeping.why })}</Trouble>
      default: return <Trouble>{t(keeping.is)}</Trouble>
    }
  }
}

function Trouble({ children }: { children: ReactNode }): ReactNode {
  return <Status glyph="warning" tone="notice" wrap>{children}</Status>
}
