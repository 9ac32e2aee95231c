'use client'
// The key bindings of the frame, and what they open. Palette and key list are loaded when they are first asked for.
import { useRouter } from 'next/navigation'
import { type ComponentType, type JSX, useEffect, useEffectEvent, useRef, useState, useTransition } from 'react'
import { Opening } from '../ui/opening.tsx'
import { useFrame } from './frame-context.tsx'
import { KEYS, letterOf, pageBehind } from './keys.ts'

type Overlay = 'palette' | 'keys'
type Closable = ComponentType<{ ahead: string; onClose: () => void; onGo: (href: string) => void }>

const LOAD: Record<Overlay, () => Promise<Closable>> = {
  palette: async () => (await import('./palette.tsx')).Palette,
  keys: async () => (await import('./key-list.tsx')).KeyList,
}

/** How long `g` waits for its letter. */
const SEQUENCE_MS = 1200
const TYPED_INTO = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]:not([contenteditable=false])'

let open: (overlay: Overlay) => void = () => undefined

/** Opens "find or do". */
export function openPalette(): void {
  open('palette')
}

/** Opens the list of keys. */
export function openKeys(): void {
  open('keys')
}

/** Stands once in the frame. */
export function Overlays(): JSX.Element {
  const router = useRouter()
  const { stack } = useFrame()
  const [isGoing, startGoing] = useTransition()
  const follow = (href: string): void => startGoing(() => router.push(href))
  const [shown, setShown] = useState<{ overlay: Overlay; View: Closable; ahead: string }>()
  /** What is typed while the palette is on its way belongs to it, and not to the page below; undefined at any other time. */
  const ahead = useRef<string>(undefined)

  const show = useEffectEvent((overlay: Overlay) => {
    if (overlay === 'palette') ahead.current ??= ''
    void LOAD[overlay]().then((View) => setShown({ overlay, View, ahead: ahead.current ?? '' })).finally(() => { ahead.current = undefined })
  })
  const go = useEffectEvent((letter: string | undefined): boolean => {
    const href = pageBehind(letter)?.href(stack?.slug)
    if (href !== undefined) follow(href)
    return href !== undefined
  })

  // Syncs with the keyboard of the whole window.
  useEffect(() => {
    open = show
    let goUntil = 0
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return
      const command = KEYS.find(({ hears }) => hears?.(event))?.command
      if (command === 'find') {
        event.preventDefault()
        show('palette')
        return
      }
      if (event.metaKey || event.ctrlKey || event.altKey) return
      if (ahead.current !== undefined && event.key.length === 1) {
        event.preventDefault()
        ahead.current += event.key
        return
      }
      if (event.target instanceof Element && event.target.matches(TYPED_INTO)) return
      if (document.querySelector(':popover-open, [role=dialog]:not([popover]), [role=menu]') !== null) return
      const waits = event.timeStamp < goUntil
      goUntil = 0
      if (waits && go(letterOf(event))) event.preventDefault()
      else if (command === 'go') goUntil = event.timeStamp + SEQUENCE_MS
      else if (command === 'keys') show('keys')
      else if (command === 'filter' && focusFilter()) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
      open = () => undefined
    }
  }, [])

  return (
    <>
      {isGoing && <Opening />}
      {shown !== undefined && <shown.View key={shown.overlay} ahead={shown.ahead} onClose={() => setShown(undefined)} onGo={follow} />}
    </>
  )
}

/** Puts the cursor into the first filter of the page that can be seen. */
function focusFilter(): boolean {
  const filter = [...document.querySelectorAll<HTMLInputElement>('input[data-filter]')].find((input) => input.checkVisibility())
  filter?.focus()
  filter?.select()
  return filter !== undefined
}
