'use client'
// Events, newest first. One event is open, and stands in the address. A plain table to begin with; when there are many, only rows in sight exist.
import { type JSX, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { part } from '../ui/part.ts'
import { AHEAD, EventBody, type EventListProps, EventTable, ROW_PX } from './event-rows.tsx'

/** More than two pages of them. */
const MANY = 100

export function EventList(props: EventListProps): JSX.Element {
  const [Long, setLong] = useState<(props: EventListProps) => JSX.Element>()
  const isLong = props.events.length > MANY
  // Fetches what draws long lists once there is one; the plain table stands until it is here.
  useEffect(() => {
    if (isLong) void part(() => import('./long-event-list.tsx')).then(({ LongEventList }) => setLong(() => LongEventList))
  }, [isLong])
  return isLong && Long !== undefined ? <Long {...props} /> : <FewEvents {...props} />
}

function FewEvents({ events, named, busy, onEnd, ...rows }: EventListProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null)
  const end = useRef<HTMLDivElement>(null)
  // Syncs with the window, when the list is made: the event that the address names comes into sight.
  useLayoutEffect(() => {
    if (events.findIndex(({ id }) => id === rows.open) > 10) frame.current?.querySelector('[aria-expanded="true"]')?.scrollIntoView({ block: 'center' })
    // Only then: whoever scrolls on is not pulled back.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  // Syncs with the window: whether the end is near.
  useEffect(() => {
    if (end.current === null) return undefined
    const observer = new IntersectionObserver((seen) => { if (seen.some(({ isIntersecting }) => isIntersecting)) onEnd() }, { rootMargin: `0px 0px ${AHEAD * ROW_PX}px` })
    observer.observe(end.current)
    return () => observer.disconnect()
  })
  return (
    <div ref={frame}>
      <EventTable named={named} busy={busy}>{events.map((event, index) => <EventBody key={event.id} event={event} index={index} named={named} {...rows} />)}</EventTable>
      <div ref={end} />
    </div>
  )
}
