'use client'
// The table of events and its rows: what happened to what, by whom, with what outcome, and the open one's detail below it.
import { clsx } from 'clsx'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import type { JSX, ReactNode, Ref } from 'react'
import type { EventView } from '#lib/services/views.ts'
import { Age } from '../ui/age.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Link } from '../ui/link.tsx'
import { part } from '../ui/part.ts'
import { SkeletonBar } from '../ui/skeleton.tsx'
import { Status } from '../ui/status.tsx'
import { Table, Td, Th, Tr } from '../ui/table.tsx'
import type { StackName } from './audit-view.tsx'
import { actionWords, doorWords, OUTCOME_LOOK } from './event-words.ts'
import { subjectHref, subjectOf } from './subject.ts'

const EventDetail = dynamic(async () => (await part(() => import('./event-detail.tsx'))).EventDetail, { loading: () => <SkeletonBar width={320} /> })

export const ROW_PX = 32
/** Older events are asked for when this many rows are left below. */
export const AHEAD = 15

/** A name of any length: its column has its share of the table and no more. */
const SHRINKS = 'max-w-0 truncate'

/** `named`: each row says which stack it belongs to. `onEnd` is called while the end of the list is near. */
export type EventListProps = {
  events: readonly EventView[]; stacks: readonly StackName[]; named: boolean; busy: boolean
  open: string | null; onOpen: (id: string | null) => void; onEnd: () => void
}

/** How many columns the table has. */
export function columnsOf(named: boolean): number {
  return named ? 7 : 6
}

/** The table with its head. */
export function EventTable({ named, busy, children }: { named: boolean; busy: boolean; children: ReactNode }): JSX.Element {
  const t = useTranslations('audit')
  return (
    <Table label={t('title')} busy={busy} className={busy ? 'opacity-60' : ''}>
      <thead>
        <tr>
          <Th>{t('head.what')}</Th>{named && <Th phone={false}>{t('head.stack')}</Th>}<Th phone={false}>{t('head.subject')}</Th><Th phone={false}>{t('head.who')}</Th>
          <Th phone={false}>{t('head.door')}</Th><Th>{t('head.outcome')}</Th><Th num>{t('head.at')}</Th>
        </tr>
      </thead>
      {children}
    </Table>
  )
}

/** One event, and what it holds while it is open. */
export function EventBody({ event, index, bodyRef, stacks, named, open, onOpen }: Pick<EventListProps, 'stacks' | 'named' | 'open' | 'onOpen'> & { event: EventView; index: number; bodyRef?: Ref<HTMLTableSectionElement> }): JSX.Element {
  const stack = stacks.find(({ id }) => id === event.stack)
  const isOpen = event.id === open
  return (
    <tbody ref={bodyRef} data-index={index}>
      <EventRow event={event} stack={stack} named={named} isOpen={isOpen} onToggle={() => onOpen(isOpen ? null : event.id)} />
      {isOpen && <tr><td colSpan={columnsOf(named)} className="border-b border-hair pt-2 pb-4"><EventDetail id={event.id} slug={stack?.slug} /></td></tr>}
    </tbody>
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
      {named && <Td phone={false} className={clsx(SHRINKS, 'w-1/5 text-ink-2')}><span title={stack?.name}>{stack?.name}</span></Td>}
      <Td phone={false} className={clsx(SHRINKS, named ? 'w-1/4' : 'w-2/5', 'text-ink-2')}><SubjectWords event={event} slug={stack?.slug} /></Td>
      <Td phone={false} className={clsx(SHRINKS, 'w-[12%]')}><span title={event.actor}>{event.actor}</span></Td>
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
