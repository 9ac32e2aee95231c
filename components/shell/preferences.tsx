'use client'
// Language and theme: words side by side, the chosen one in ink. Both are cookies that the server reads.
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { type JSX, type ReactNode, useState } from 'react'
import { LOCALE_COOKIE, LOCALES } from '#lib/i18n/locale.ts'
import { writeCookie } from './cookie.ts'
import { THEME_COOKIE, THEMES, type Theme } from './theme.ts'

const OWN_NAMES = { en: 'English', ko: '한국어' } as const

/** The language of the page. */
export function LanguageChoice(): JSX.Element {
  const t = useTranslations('shell')
  const locale = useLocale()
  const router = useRouter()
  return (
    <Choice label={t('language')}>
      {LOCALES.map((value) => (
        <Option key={value} chosen={value === locale} lang={value} onChoose={() => { writeCookie(LOCALE_COOKIE, value); router.refresh() }}>{OWN_NAMES[value]}</Option>
      ))}
    </Choice>
  )
}

/** Light, dark, or as the system says. */
export function ThemeChoice({ theme }: { theme: Theme }): JSX.Element {
  const t = useTranslations('shell')
  const [chosen, setChosen] = useState(theme)
  const choose = (value: Theme): void => {
    writeCookie(THEME_COOKIE, value)
    document.documentElement.dataset.theme = value
    setChosen(value)
  }
  return (
    <Choice label={t('theme.label')}>
      {THEMES.map((value) => <Option key={value} chosen={value === chosen} onChoose={() => choose(value)}>{t(`theme.${value}`)}</Option>)}
    </Choice>
  )
}

function Choice({ label, children }: { label: string; children: ReactNode }): JSX.Element {
  return <div role="group" aria-label={label} className="flex flex-wrap gap-x-1.5 [&>*+*]:before:mr-1.5 [&>*+*]:before:text-ink-3 [&>*+*]:before:content-['·']">{children}</div>
}

function Option({ chosen, lang, onChoose, children }: { chosen: boolean; lang?: string; onChoose: () => void; children: ReactNode }): JSX.Element {
  return <button type="button" lang={lang} aria-pressed={chosen} onClick={onChoose} className="text-ink-3 hover:text-ink aria-pressed:font-medium aria-pressed:text-ink max-md:min-h-11">{children}</button>
}
