// The page before the frame is drawn: the product's name, one form, and at the right language and theme.
import type { JSX, ReactNode } from 'react'
import { LanguageChoice, ThemeChoice } from '../shell/preferences.tsx'
import type { Theme } from '../shell/theme.ts'

/** Wraps the sign-in and the set-up form. */
export function AuthFrame({ title, sub, theme, children }: { title: ReactNode; sub: ReactNode; theme: Theme; children: ReactNode }): JSX.Element {
  return (
    <div className="min-h-dvh bg-rail">
      <div className="mx-auto grid max-w-[760px] items-start gap-x-6 gap-y-6 px-6 pt-[14vh] pb-10 max-md:px-4 max-md:pt-8 md:grid-cols-[340px_minmax(0,1fr)]">
        <main id="main" className="min-w-0">
          <h1 className="text-verdict">{title}</h1>
          <p className="text-ink-3">{sub}</p>
          {children}
        </main>
        <aside className="grid gap-1 pt-1 md:justify-items-end"><LanguageChoice /><ThemeChoice theme={theme} /></aside>
      </div>
    </div>
  )
}
