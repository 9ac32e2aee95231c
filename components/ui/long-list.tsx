'use client'
// A list in a box of its own that scrolls. Of a long one only what can be seen is drawn.
import { useVirtualizer } from '@tanstack/react-virtual'
import { clsx } from 'clsx'
import { type ReactNode, useRef } from 'react'

/** Fewer rows than this are drawn whole: they can be searched and printed by the browser. */
const MANY = 200

/** `count` rows, each drawn by `children` and told apart by `keyOf`; `rowPx` is about how tall one is. */
export function LongList({ label, count, rowPx, keyOf, className, children }: {
  label: string; count: number; rowPx: number; keyOf: (index: number) => string; className?: string; children: (index: number) => ReactNode
}): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const isLong = count > MANY
  // oxlint-disable-next-line react/incompatible-library -- what it gives is used here and handed to nothing that is memoized
  const virtualizer = useVirtualizer({
    count, enabled: isLong, estimateSize: () => rowPx, overscan: 12, getItemKey: keyOf, getScrollElement: () => box.current, initialRect: { width: 800, height: 384 },
  })
  return (
    <div ref={box} tabIndex={0} role="group" aria-label={label} className={clsx('max-h-96 overflow-y-auto focus-visible:-outline-offset-2', className)}>
      <ul className="relative" style={isLong ? { height: virtualizer.getTotalSize() } : undefined}>
        {isLong
          ? virtualizer.getVirtualItems().map(({ key, index, start }) => (
            <li key={key} ref={virtualizer.measureElement} data-index={index} aria-setsize={count} aria-posinset={index + 1} className="absolute top-0 left-0 w-full" style={{ transform: `translateY(${start}px)` }}>
              {children(index)}
            </li>
          ))
          : Array.from({ length: count }, (_, index) => <li key={keyOf(index)}>{children(index)}</li>)}
      </ul>
    </div>
  )
}
