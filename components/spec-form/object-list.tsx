'use client'
// All objects of a stack to choose from, where there are too many for a menu: narrowed by words, walked with ↑↓, opened with Enter.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { Dialog } from '#components/ui/dialog.tsx'
import { FilterInput } from '#components/ui/filter-input.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'

const ROW_PX = 33

export type ListedObject = { readonly id: string; readonly name: string; readonly object: string; readonly href: string; readonly edits: number }

/** The dialog; `words` stand in the address, which whatever is opened leaves behind. */
export function ObjectList({ objects, current, words, onWords, onClose }: { objects: readonly ListedObject[]; current: string | undefined; words: string; onWords: (words: string) => void; onClose: () => void }): ReactNode {
  const t = useTranslations('edit.tabs')
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== '')
  const found = objects.filter(({ name, object }) => wanted.every((word) => `${object} ${name}`.toLowerCase().includes(word)))
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose() }} wide title={t('all', { count: objects.length })}>
      <div className="mt-3 mb-2 flex items-center gap-4">
        <FilterInput label={t('filter')} value={words} onChange={onWords} className="w-72 max-md:w-full" />
        <span aria-live="polite" className="text-ink-3">{wanted.length > 0 && t('found', { found: found.length, count: objects.length })}</span>
      </div>
      {found.length === 0 ? <p className="py-2 text-ink-2">{t('noMatch')}</p> : <Rows key={words} objects={found} current={current} />}
    </Dialog>
  )
}

function Rows({ objects, current }: { objects: readonly ListedObject[]; current: string | undefined }): ReactNode {
  const t = useTranslations('edit.tabs')
  const box = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- the React compiler, which it speaks of, is not used here
  const virtualizer = useVirtualizer({ count: objects.length, getScrollElement: () => box.current, estimateSize: () => ROW_PX, overscan: 12, getItemKey: (index) => objects[index]?.id ?? index })
  const step = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const from = event.target instanceof HTMLElement ? event.target.closest('li')?.dataset.index : undefined
    if (by === undefined || from === undefined) return
    const next = Number(from) + by
    if (objects[next] === undefined) return
    event.preventDefault()
    virtualizer.scrollToIndex(next)
    // The row may be drawn only after the scroll.
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-index="${next}"] a`)?.focus())
  }
  return (
    <div ref={box} className="h-[50vh] overflow-y-auto">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows move between the links inside */}
      <ul aria-label={t('label')} onKeyDown={step} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const object = objects[item.index]
          return object === undefined ? null : (
            <li key={item.key} ref={virtualizer.measureElement} data-index={item.index} className="absolute top-0 left-0 w-full" style={{ transform: `translateY(${item.start}px)` }}>
              <Link href={object.href} prefetch={false} aria-current={object.id === current ? 'page' : undefined} className="flex h-[33px] items-center gap-3 border-b border-hair px-2 hover:bg-hover focus-visible:-outline-offset-2 aria-[current=page]:bg-accent-tint max-md:h-11">
                <span className="truncate font-semibold">{object.name}</span>
                <span className="truncate text-ink-3">{object.object}</span>
                {object.edits > 0 && <span className="ml-auto inline-flex items-center gap-1 text-label font-medium"><Glyph name="edited" />{object.edits}</span>}
              </Link>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
