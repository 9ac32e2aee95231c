'use client'
// A long list of rows of which only those in sight are drawn.
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type JSX, type ReactNode, useLayoutEffect, useRef, useState } from 'react'

const ROW_PX = 36
const HEAD_PX = 400

/** `draw` gives the row of an index, `keyOf` what it is known by. */
export function LongRows({ count, keyOf, draw }: { count: number; keyOf: (index: number) => string | number; draw: (index: number) => ReactNode }): JSX.Element {
  const list = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(HEAD_PX)
  // oxlint-disable-next-line react/incompatible-library -- its functions are called while drawing, and kept nowhere
  const virtualizer = useWindowVirtualizer({ count, estimateSize: () => ROW_PX, overscan: 12, scrollMargin: top, getItemKey: keyOf, initialRect: { width: 1200, height: 1000 } })
  // Syncs with the layout: where the list begins.
  useLayoutEffect(() => { setTop(list.current?.offsetTop ?? HEAD_PX) }, [])
  return (
    <div ref={list} className="relative" style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map((item) => (
        <div key={item.key} ref={virtualizer.measureElement} data-index={item.index} className="absolute top-0 left-0 w-full" style={{ transform: `translateY(${item.start - virtualizer.options.scrollMargin}px)` }}>
          {draw(item.index)}
        </div>
      ))}
    </div>
  )
}
