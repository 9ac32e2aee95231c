'use client'
// The keys that do something on this page, opened by `?`: those of the frame from its own table, those of the page from the buttons that they press.
import { useTranslations } from 'next-intl'
import { type JSX, type ReactNode, useState } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { useFrame } from './frame-context.tsx'
import { type KeyCommand, KEYS } from './keys.ts'
import { ALL_PAGES } from './pages.ts'

/** The list, as a dialog. */
export function KeyList({ onClose }: { onClose: () => void }): JSX.Element {
  const t = useTranslations('shell')
  const { stack } = useFrame()
  // Read once, before the dialog hides the page.
  const [here] = useState(keysOfPage)
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose() }} title={t('keys.title')}>
      <div className="mt-2 grid gap-x-8 border-t border-hair pb-1 md:grid-cols-2">
        <KeyGroup title={t('keys.go')}>
          {ALL_PAGES.filter((page) => page.href(stack?.slug) !== undefined).map((page) => <KeyRow key={page.id} keys={['g', page.key]}>{t(`pages.${page.id}`)}</KeyRow>)}
        </KeyGroup>
        <div>
          {(['list', 'anywhere'] as const).map((group) => {
            const bindings = KEYS.filter((binding) => binding.group === group && (binding.needs === undefined || document.querySelector(binding.needs) !== null))
            return bindings.length === 0 ? null : (
              <KeyGroup key={group} title={t(`keys.${group}`)}>
                {bindings.map(({ command, caps }) => <KeyRow key={command} keys={caps}>{wordsOf(t, command)}</KeyRow>)}
              </KeyGroup>
            )
          })}
          {here.length > 0 && <KeyGroup title={t('keys.here')}>{here.map(({ words, caps }) => <KeyRow key={words} keys={caps}>{words}</KeyRow>)}</KeyGroup>}
        </div>
      </div>
    </Dialog>
  )
}

function wordsOf(t: ReturnType<typeof useTranslations<'shell'>>, command: KeyCommand): string {
  if (command === 'find') return t('find')
  return command === 'go' ? t('keys.goTo') : t(`keys.${command}`)
}

/** What the page's own buttons say that presses them: "Control+Shift+Z Meta+Shift+Z" as ⌘⇧Z. */
function keysOfPage(): { words: string; caps: string[] }[] {
  return [...document.querySelectorAll<HTMLElement>('[aria-keyshortcuts]')].filter((element) => element.checkVisibility()).flatMap((element) => {
    const keys = (element.getAttribute('aria-keyshortcuts') ?? '').split(' ').at(-1)?.split('+') ?? []
    const words = element.getAttribute('aria-label') ?? element.textContent
    return keys.length === 0 || words === '' ? [] : [{ words, caps: [keys.map((key) => CAPS[key] ?? key).join('')] }]
  })
}

const CAPS: Readonly<Record<string, string>> = { Meta: '⌘', Control: 'Ctrl+', Shift: '⇧', Alt: '⌥' }

function KeyGroup({ title, children }: { title: string; children: ReactNode }): JSX.Element {
  return <section><h3 className="pt-2 pb-1 text-label font-normal text-ink-3">{title}</h3><ul>{children}</ul></section>
}

function KeyRow({ keys, children }: { keys: readonly string[]; children: ReactNode }): JSX.Element {
  return (
    <li className="flex items-center justify-between gap-4 leading-7">
      <span>{children}</span>
      <span className="flex items-center gap-1">
        {keys.map((key) => <kbd key={key} className="min-w-5 rounded-[3px] border border-line px-[5px] py-px text-center text-ink-2">{key}</kbd>)}
      </span>
    </li>
  )
}
