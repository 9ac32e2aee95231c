'use client'
// Events, newest first, as a table of which only the rows in sight exist. One event is open, and stands in the address.
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type JSX, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { EventView } from '#lib/services/views.ts'
import { Age } from '../ui/age.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { part } from '../ui/part.ts'
import { SkeletonBar } from '../ui/skeleton.tsx'
import { Status } from '../ui/status.tsx'
import { Table, Td, Th, Tr } from '../ui/table.tsx'
import type { StackName } from './audit-view.tsx'
import { actionWords, doorWords, OUTCOME_LOOK } from './event-words.ts'
import { subjectHref, subjectOf } from './subject.ts'

const EventDetail = dynamic(async () => (await part(() => import('./event-detail.tsx'))).EventDetail, { loading: () => <SkeletonBar width={320} /> })

const ROW_PX = 32
const OVERSCAN = 20
/** Older events are asked for when this many rows are left below. */
const AHEAD = 15

type Props = {
  events: readonly EventView[]; stacks: readonly StackName[]; named: boolean; busy: boolean
  open: string | null; onOpen: (id: string | null) => void; onEnd: () => void
}

/** `named`: each row says which stack it belongs to. `onEnd` is called while the end of the list is near. */
export function EventList({ events, stacks, named, busy, open, onOpen, onEnd }: Props): JSX.Element {
  const t = useTranslations('audit')
  const frame = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const isPrinting = usePrinting()
  const virtualizer = useWindowVirtualizer({
    count: events.length, estimateSize: () => ROW_PX, overscan: isPrinting ? events.length : OVERSCAN, scrollMargin: top, scrollPaddingStart: 120,
    getItemKey: (index) => events[index]?.id ?? index, initialRect: { width: 1200, height: 1000 },
  })
  const items = virtualizer.getVirtualItems()
  const openIndex = events.findIndex(({ id }) => id === open)
  // Syncs with the layout: where the list begins, and the event that the address names.
  useLayoutEffect(() => {
    setTop(frame.current?.offsetTop ?? 0)
    if (openIndex > 10) virtualizer.scrollToIndex(openIndex, { align: 'center' })
    // Only when the list is made: whoever scrolls on is not pulled back.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  const isNearEnd = (items.at(-1)?.index ?? 0) >= events.length - AHEAD
  useEffect(() => { if (isNearEnd) onEnd() })
  const columns = named ? 7 : 6
  return (
    <div ref={frame}>
      <Table label={t('title')} busy={busy} className={busy ? 'opacity-60' : ''}>
        <thead>
          <tr>
            <Th>{t('head.what')}</Th>{named && <Th phone={false}>{t('head.stack')}</Th>}<Th phone={false}>{t('head.subject')}</Th><Th phone={false}>{t('head.who')}</Th>
            <Th phone={false}>{t('head.door')}</Th><Th>{t('head.outcome')}</Th><Th num>{t('head.at')}</Th>
          </tr>
        </thead>
        <Space px={(items[0]?.start ?? top) - top} columns={columns} />
        {items.map((item) => {
          const event = events[item.index]
          if (event === undefined) return null
          const stack = stacks.find(({ id }) => id === event.stack)
          const isOpen = event.id === open
          return (
            <tbody key={item.key} ref={virtualizer.measureElement} data-index={item.index}>
              <EventRow event={event} stack={stack} named={named} isOpen={isOpen} onToggle={() => onOpen(isOpen ? null : event.id)} />
              {isOpen && <tr><td colSpan={columns} className="border-b border-hair pt-2 pb-4"><EventDetail id={event.id} slug={stack?.slug} /></td></tr>}
            </tbody>
          )
        })}
        <Space px={virtualizer.getTotalSize() - ((items.at(-1)?.end ?? top) - top)} columns={columns} />
      </Table>
    </div>
  )
}

function EventRow({ event, stack, named, isOpen, onToggle }: { event: EventView; stack: StackName | undefined; named: boolean; isOpen: boolean; onToggle: () => void }): JSX.Element {
  const t = useTranslations('audit')
  return (
    <Tr selected={isOpen}>
      <Td name wrap="phone" className="max-md:py-1.5 max-md:wrap-anywhere">
        <button type="button" data-row-link aria-expanded={isOpen} onClick={onToggle} className="inline-flex items-center gap-2 text-left">
          <Glyph name="right" className={isOpen ? 'rotate-90' : ''} />
          <span>
            {actionWords(t, event.action)}
            <span className="block font-normal text-ink-2 md:hidden"><SubjectWords event={event} slug={undefined} /> · {event.actor}</span>
          </span>
        </button>
      </Td>
      {named && <Td phone={false} className="text-ink-2">{stack?.name}</Td>}
      <Td phone={false} className="max-w-[420px] truncate text-ink-2"><SubjectWords event={event} slug={stack?.slug} /></Td>
      <Td phone={false}>{event.actor}</Td>
      <Td phone={false} className="text-ink-3">{doorWords(t, event.door)}</Td>
      <Td><Status {...OUTCOME_LOOK[event.outcome]}>{t(`outcome.${event.outcome}`)}</Status></Td>
      <Td num className="text-ink-3"><Age at={event.at} /></Td>
    </Tr>
  )
}

/** The subject in words that people know, and as a link where there is a page of it. */
function SubjectWords({ event, slug }: { event: EventView; slug: string | undefined }): JSX.Element {
  const t = useTranslations('audit.subject')
  const subject = subjectOf(event)
  if (subject === undefined) return <span title={event.subject}>{event.subject}</span>
  const words = t(subject.kind, { number: subject.number })
  return slug === undefined ? <>{words}</> : <Link href={subjectHref(subject, slug)} prefetch={false} title={event.subject} className="link">{words}</Link>
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
