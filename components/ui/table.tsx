'use client'
// Tables: no frame, no zebra, a sticky head. ↑↓ moves between rows, Enter opens; a click anywhere in a row opens it too.
import { clsx } from 'clsx'
import type { ComponentProps, JSX, KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { type Wrap, wrapClass } from './wrap.ts'

const INTERACTIVE = 'a, button, input, select, textarea, label, summary'

/**
 * A table. The link or button that opens a row carries `data-row-link`; the table finds it by that.
 * `dense` rows are 28 px. `sticky={false}` for a table inside something that scrolls.
 */
export function Table({ label, dense = false, sticky = true, busy = false, className, children }: {
  label: string; dense?: boolean; sticky?: boolean; busy?: boolean; className?: string; children: ReactNode
}): JSX.Element {
  return (
    <table
      aria-label={label}
      aria-busy={busy || undefined}
      onKeyDown={moveBetweenRows}
      onClick={openRow}
      className={clsx(
        'w-full border-separate border-spacing-0 [&_tbody_tr:has([data-row-link])]:cursor-pointer [&_tbody_tr:not([aria-current]):hover]:bg-hover',
        dense ? '[--cell:var(--row-dense)]' : '[--cell:var(--row)]',
        sticky && '[&>thead_th]:sticky [&>thead_th]:top-(--bar) [&>thead_th]:z-1 [&>thead_th]:bg-page',
        className,
      )}
    >
      {children}
    </table>
  )
}

type CellLook = { num?: boolean | undefined; phone?: boolean | undefined }

/** A head cell. `num` aligns right; `phone={false}` leaves the column out on a phone. */
export function Th({ num = false, phone = true, className, ...rest }: ComponentProps<'th'> & CellLook): JSX.Element {
  return <th scope="col" {...rest} className={clsx('h-7 border-b border-hair text-label whitespace-nowrap text-ink-3', cellClass(num, phone), className)} />
}

/** A cell. `name` makes it the row's name: 600, and its header. Its words stay on one line unless they may `wrap`, everywhere or on a phone. */
export function Td({ num = false, phone = true, name = false, wrap = false, className, ...rest }: ComponentProps<'td'> & CellLook & { name?: boolean; wrap?: Wrap }): JSX.Element {
  const classes = clsx('h-(--cell) border-b border-hair', wrapClass(wrap), name && 'font-semibold', cellClass(num, phone), className)
  return name ? <th scope="row" {...rest} className={classes} /> : <td {...rest} className={classes} />
}

/** A row. `selected` tints it and draws the 2 px accent edge. */
export function Tr({ selected = false, className, ...rest }: ComponentProps<'tr'> & { selected?: boolean }): JSX.Element {
  return <tr {...rest} aria-current={selected || undefined} className={clsx(selected && 'bg-accent-tint [&>:first-child]:shadow-[inset_2px_0_var(--accent)]', className)} />
}

function cellClass(num: boolean, phone: boolean): string {
  return clsx('last:pr-0', num ? 'pr-[22px] text-right max-md:pr-0 max-md:pl-3.5' : 'pr-3.5', !phone && 'max-md:hidden')
}

function moveBetweenRows(event: KeyboardEvent<HTMLTableElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const from = event.target instanceof HTMLElement ? event.target : undefined
  if (from === undefined || from.matches('input, select, textarea')) return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-link]')]
  const row = from.closest('tr')
  const here = links.findIndex((link) => link.closest('tr') === row)
  const next = links[here + (event.key === 'ArrowDown' ? 1 : -1)]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

function openRow(event: MouseEvent<HTMLTableElement>): void {
  if (!(event.target instanceof HTMLElement) || event.target.closest(INTERACTIVE) !== null) return
  // Who selects text in a row wants the text, not the page behind it.
  if (window.getSelection()?.isCollapsed === false) return
  event.target.closest('tr')?.querySelector<HTMLElement>('[data-row-link]')?.click()
}
