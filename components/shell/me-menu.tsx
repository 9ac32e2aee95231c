'use client'
// Who is signed in, and what is theirs: language, theme, sign out. Drawn with the browser's own popover.
import { useTranslations } from 'next-intl'
import { type JSX, useId } from 'react'
import { routes } from '#lib/routes.ts'
import { Glyph } from '../ui/glyph.tsx'
import { Link } from '../ui/link.tsx'
import { useFrame } from './frame-context.tsx'
import { LanguageChoice, ThemeChoice } from './preferences.tsx'
import { SignOut } from './sign-out.tsx'

/** The name in the bar and the surface behind it; on a phone it is part of More. */
export function MeMenu(): JSX.Element {
  const t = useTranslations('shell')
  const { actor } = useFrame()
  const id = useId()
  return (
    <div className="flex-none max-md:hidden">
      <button type="button" popoverTarget={id} className="flex h-(--ctl) items-center gap-1.5 text-ink-2 hover:text-ink">
        <span>{actor.isLocal ? t('local.name') : actor.name}</span>
        <span className="text-label text-ink-3 max-lg:hidden">{actor.isLocal ? t('local.how') : t(`roles.${actor.role}`)}</span>
        <Glyph name="down" className="size-2.5" />
      </button>
      <div id={id} popover="auto" role="dialog" aria-label={t('me')} className="fixed inset-auto top-[calc(var(--bar)-4px)] right-3 m-0 w-64 rounded-pop border-0 bg-raised p-3.5 shadow-pop whitespace-normal">
        <Mine />
      </div>
    </div>
  )
}

/** What is mine, as a list; also the end of More on a phone. */
export function Mine(): JSX.Element {
  const t = useTranslations('shell')
  const { actor, theme } = useFrame()
  return (
    <>
      <p><b>{actor.isLocal ? t('local.name') : actor.name}</b> <span className="text-ink-3">{t(`roles.${actor.role}`)}</span></p>
      {actor.isLocal && <p className="text-label text-ink-3">{t('local.why')}</p>}
      <dl className="mt-2.5 grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1 border-t border-hair pt-2.5 max-md:items-center">
        <dt className="text-label text-ink-3">{t('language')}</dt><dd><LanguageChoice /></dd>
        <dt className="text-label text-ink-3">{t('theme.label')}</dt><dd><ThemeChoice theme={theme} /></dd>
      </dl>
      {!actor.isLocal && <div className="mt-2.5 flex items-center justify-between gap-4 border-t border-hair pt-2.5"><Link href={routes.account()} className="link max-md:py-3">{t('account')}</Link><SignOut /></div>}
    </>
  )
}
