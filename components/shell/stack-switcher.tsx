'use client'
// Which stack the console shows, with its worst health; opens the list of all stacks.
import { useTranslations } from 'next-intl'
import { type JSX, useId, useState } from 'react'
import { healthOf, useStackStatus } from '#lib/queries/stack-status.ts'
import { routes } from '#lib/routes.ts'
import type { StackView } from '#lib/services/views.ts'
import { Glyph } from '../ui/glyph.tsx'
import { HealthBadge, healthGlyph } from '../ui/health-badge.tsx'
import { Link } from '../ui/link.tsx'
import { useFrame } from './frame-context.tsx'
import { thanosVersions } from './thanos-version.ts'

/** The head of the rail. */
export function StackSwitcher(): JSX.Element {
  const t = useTranslations('shell')
  const { stack } = useFrame()
  const id = useId()
  const [isOpen, setIsOpen] = useState(false)
  const { data } = useStackStatus(stack?.slug)
  const health = healthOf(data)
  const versions = thanosVersions(data?.good?.workloads ?? [])
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={stack === undefined ? t('stacks') : t('stackNow', { name: stack.name })}
        className="mb-2 grid h-16 w-full grid-cols-[16px_minmax(0,1fr)_12px] content-center items-center gap-x-2.5 border-b border-hair pr-3.5 pl-4 text-left hover:bg-hover focus-visible:-outline-offset-2"
      >
        <Glyph name={health === undefined ? 'unknown' : healthGlyph(health)} className="justify-self-center" />
        <b className="truncate text-[14px] leading-5 tracking-[-0.01em]">{stack?.name ?? t('noStack')}</b>
        <Glyph name="updown" />
        {stack !== undefined && <small className="col-start-2 truncate text-[12px] leading-4 text-ink-3">{stack.namespace}{versions.length > 0 && ` · ${versions.length === 1 ? versions[0] : t('versions', { count: versions.length })}`}</small>}
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={t('stacks')}
        onToggle={(event) => setIsOpen(event.newState === 'open')}
        onClick={(event) => { if (event.target instanceof Element && event.target.closest('a') !== null) event.currentTarget.hidePopover() }}
        className="fixed inset-auto top-[60px] left-2 m-0 w-80 rounded-pop border-0 bg-raised py-1.5 shadow-pop"
      >
        <StackList isOpen={isOpen} />
      </div>
    </>
  )
}

/** All stacks, each with its health as soon as it is known; asked only while the list is open. */
export function StackList({ isOpen }: { isOpen: boolean }): JSX.Element {
  const t = useTranslations('shell')
  const { stacks, stack: current, actor } = useFrame()
  return (
    <>
      <ul>{stacks.map((stack) => <li key={stack.id}><StackLink stack={stack} current={stack.id === current?.id} isOpen={isOpen} /></li>)}</ul>
      {actor.role === 'admin' && (
        <Link href={routes.newStack()} className="mt-1.5 flex min-h-9 items-center border-t border-hair px-3.5 pt-1.5 text-accent hover:underline max-md:min-h-11">{t('newStack')}</Link>
      )}
    </>
  )
}

function StackLink({ stack, current, isOpen }: { stack: StackView; current: boolean; isOpen: boolean }): JSX.Element {
  const { data } = useStackStatus(isOpen ? stack.slug : undefined)
  const health = healthOf(data)
  return (
    <Link
      href={routes.overview(stack.slug)}
      aria-current={current || undefined}
      className="flex min-h-11 items-center justify-between gap-4 px-3.5 hover:bg-hover aria-[current]:bg-accent-tint aria-[current]:shadow-[inset_2px_0_var(--accent)]"
    >
      <span className="min-w-0"><span className="block truncate font-medium">{stack.name}</span><span className="block truncate text-label text-ink-3">{stack.namespace}</span></span>
      {health !== undefined && <HealthBadge health={health} />}
    </Link>
  )
}
