'use client'
// The list of findings: walked with ↑↓, opened with Enter. Of a long one only what can be seen is drawn.
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { CauseLine, FindingLine, ObjectLine, type RowLook, SeverityLine } from './finding-row.tsx'
import type { Entry } from './findings-filter.ts'
import type { Row } from './findings-rows.ts'

/** Fewer rows than this are drawn whole: they can be searched and printed by the browser. */
const MANY = 200
const ROW_PX = 32
/** Bar and head of the board above the first row. */
const HEAD_PX = 160

/**
 * The list. `marked` is the finding shown beside the list, `selected` the one that was chosen: on screens without room beside the
 * list, `renderDetail` draws it below its row. `placeOf` says where a finding stands, for the right side of its row.
 */
export function FindingList({ spec, label, rows, selected, marked, onSelect, onToggle, onOpen, placeOf, renderDetail }: {
  spec: StackSpec
  label: string
  rows: readonly Row[]
  selected: string | undefined
  marked: string | undefined
  onSelect: (id: string) => void
  onToggle: (id: string, isOpen: boolean) => void
  onOpen: () => void
  placeOf: (entry: Entry) => string
  renderDetail: (entry: Entry) => ReactNode
}): ReactNode {
  const list = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(HEAD_PX)
  const isLong = rows.length > MANY
  const virtualizer = useWindowVirtualizer({
    count: rows.length, enabled: isLong, estimateSize: () => ROW_PX, overscan: 16, scrollMargin: top, scrollPaddingStart: HEAD_PX, scrollPaddingEnd: 96,
    getItemKey: (index) => `${rows[index]?.type} ${rows[index]?.id}`, initialRect: { width: 1200, height: 1000 },
  })
  const linked = rows.findIndex((row) => row.type === 'finding' && row.id === selected)
  // Syncs with the layout: where the list begins, and the finding that the address names.
  useLayoutEffect(() => {
    setTop(list.current?.offsetTop ?? HEAD_PX)
    if (linked <= 0) return
    if (isLong) virtualizer.scrollToIndex(linked, { align: 'center' })
    else list.current?.querySelector('[aria-current=true]')?.scrollIntoView({ block: 'nearest' })
    // Only when the list is made: whoever scrolls on is not pulled back.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])

  const focusRow = (index: number): void => {
    const row = (): HTMLElement | null => list.current?.querySelector<HTMLElement>(`[data-index="${index}"] [data-finding-row]`) ?? null
    const drawn = row()
    if (drawn !== null) return drawn.focus()
    virtualizer.scrollToIndex(index)
    // Drawn with the scrolling, which comes a frame later.
    requestAnimationFrame(() => requestAnimationFrame(() => row()?.focus()))
  }
  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    if (!(event.target instanceof HTMLElement) || !event.target.matches('[data-finding-row]')) return
    const here = Number(event.target.closest<HTMLElement>('[data-index]')?.dataset.index)
    const step = event.key === 'ArrowDown' ? 1 : -1
    let next = here + step
    while (rows[next]?.type === 'severity' || rows[next]?.type === 'object') next += step
    if (rows[next] === undefined) return
    event.preventDefault()
    focusRow(next)
  }
  return (
    <div ref={list} role="group" aria-label={label} onKeyDown={move} className="relative mb-4" style={isLong ? { height: virtualizer.getTotalSize() } : undefined}>
      {isLong
        ? virtualizer.getVirtualItems().map((item) => (
          <div key={item.key} ref={virtualizer.measureElement} data-index={item.index} className="absolute top-0 left-0 w-full" style={{ transform: `translateY(${item.start - virtualizer.options.scrollMargin}px)` }}>
            {draw(rows[item.index])}
          </div>
        ))
        : rows.map((row, index) => <div key={`${row.type} ${row.id}`} data-index={index}>{draw(row)}</div>)}
    </div>
  )

  function draw(row: Row | undefined): ReactNode {
    switch (row?.type) {
      case undefined: return null
      case 'severity': return <SeverityLine row={row} />
      case 'object': return <ObjectLine row={row} spec={spec} />
      case 'cause': return <CauseLine row={row} onToggle={() => onToggle(row.id, !row.isOpen)} />
      case 'finding': return (
        <>
          <FindingLine entry={row.entry} look={lookOf(row.id)} isUnderCause={row.underCause} place={placeOf(row.entry)} onSelect={() => onSelect(row.id)} onOpen={onOpen} />
          {row.id === selected && <div className="border-b border-hair pb-4 lg:hidden">{renderDetail(row.entry)}</div>}
        </>
      )
    }
  }

  function lookOf(id: string): RowLook {
    if (id === selected) return 'selected'
    return id === marked ? 'marked' : 'plain'
  }
}
