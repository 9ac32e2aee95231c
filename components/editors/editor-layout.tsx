// The two columns of an editor: what is typed at the left, what it does at the right; one column where there is no room.
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { DraftFoot } from '#components/draft/draft-foot.tsx'
import { DraftNotice } from '#components/draft/draft-notice.tsx'

/** The columns and the foot. `wide` gives the larger part to what is typed. */
export function EditorLayout({ canWrite, wide = false, form, effect }: { canWrite: boolean; wide?: boolean; form: ReactNode; effect: ReactNode }): ReactNode {
  return (
    <>
      <div className={clsx('grid flex-1 max-[1239px]:content-start', wide ? 'min-[1240px]:grid-cols-[minmax(0,1fr)_440px]' : 'min-[1240px]:grid-cols-[520px_minmax(0,1fr)]')}>
        <div className="min-w-0 border-hair px-(--gutter) pt-3 pb-6 min-[1240px]:border-r">
          <DraftNotice />
          {form}
        </div>
        <div className="min-w-0 px-(--gutter) pt-4 pb-6 min-[1240px]:sticky min-[1240px]:top-(--bar) min-[1240px]:max-h-[calc(100vh-var(--bar)-51px)] min-[1240px]:self-start min-[1240px]:overflow-y-auto min-[1240px]:pl-7">{effect}</div>
      </div>
      <DraftFoot canWrite={canWrite} />
    </>
  )
}
