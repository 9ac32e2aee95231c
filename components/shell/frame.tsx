// The frame around every page of the console: rail, page, and on a phone the tabs.
import { useTranslations } from 'next-intl'
import type { JSX, ReactNode } from 'react'
import type { StackView } from '#lib/services/views.ts'
import { type FrameActor, FrameProvider } from './frame-context.tsx'
import { Overlays } from './overlays.tsx'
import { PhoneTabs } from './phone-tabs.tsx'
import { Rail } from './rail.tsx'
import type { Theme } from './theme.ts'

/** Wraps <Page>. */
export function Frame({ actor, stacks, theme, lastSlug, children }: {
  actor: FrameActor; stacks: readonly StackView[]; theme: Theme; lastSlug: string | undefined; children: ReactNode
}): JSX.Element {
  const t = useTranslations('shell')
  return (
    <FrameProvider actor={actor} stacks={stacks} theme={theme} lastSlug={lastSlug}>
      <a href="#main" className="fixed top-2 left-2 z-50 -translate-y-20 rounded-ctl bg-raised px-3 py-2 shadow-pop focus:translate-y-0">{t('skip')}</a>
      <div className="grid min-h-dvh print:block md:grid-cols-[var(--rail-w)_minmax(0,1fr)]">
        <Rail />
        <div className="flex min-w-0 flex-col pb-(--tabs) print:pb-0">{children}</div>
        <PhoneTabs />
      </div>
      <Overlays />
    </FrameProvider>
  )
}
