'use client'
// Many events: only the rows in sight exist. Comes when there are more than a plain table should hold.
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type JSX, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { AHEAD, columnsOf, EventBody, type EventListProps, EventTable, ROW_PX } from './event-rows.tsx'

const OVERSCAN = 20

export function LongEventList({ events, named, busy, onEnd, ...rows }: EventListProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const isPrinting = usePrinting()
  // oxlint-disable-next-line react/incompatible-library -- the React compiler, which it speaks of, is not used here
  const virtualizer = useWindowVirtualizer({
    count: events.length, estimateSize: () => ROW_PX, overscan: isPrinting ? events.length : OVERSCAN, scrollMargin: top, scrollPaddingStart: 120,
    getItemKey: (index) => events[index]?.id ?? index, initialRect: { width: 1200, height: 1000 },
  })
  const items = virtualizer.getVirtualItems()
  // Syncs with the layout: where the list begins.
  useLayoutEffect(() => setTop(frame.current?.offsetTop ?? 0), [])
  const isNearEnd = (items.at(-1)?.index ?? 0) >= events.length - AHEAD
  useEffect(() => { if (isNearEnd) onEnd() })
  return (
    <div ref={frame}>
      <EventTable named={named} busy={busy}>
        <Space px={(items[0]?.start ?? top) - top} columns={columnsOf(named)} />
        {items.map(({ key, index }) => {
          const event = events[index]
          return event === undefined ? null : <EventBody key={key} event={event} index={index} bodyRef={virtualizer.measureElement} named={named} {...rows} />
        })}
        <Space px={virtualizer.getTotalSize() - ((items.at(-1)?.end ?? top) - top)} columns={columnsOf(named)} />
      </EventTable>
    </div>
  )
}

/** Stands for rows that are not in sight. */
function Space({ px, columns }: { px: number; columns: number }): JSX.Element | null {
  return px <= 0 ? null : <tbody aria-hidden="true"><tr><td colSpan={columns} style={{ height: px, padding: 0, lineHeight: 0 }}>{'\u00a0'}</td></tr></tbody>
}

/** Paper has no window: all rows that were read are drawn for it. */
function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false)
  // Syncs with the browser's print preview.
  useEffect(() => {
    const print = window.matchMedia('print')
    const onChange = (): void => setPrinting(print.matches)
    print.addEventListener('change', onChange)
    return () => print.removeEventListener('change', onChange)
  }, [])
  return isPrinting
}
