'use client'
// The objects of a plan in the order in which they are applied. Of a long list only what can be seen is drawn, and a text is asked for when it is opened.
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import { Code } from '../ui/code.tsx'
import { part } from '../ui/part.ts'
import { Section } from '../ui/section.tsx'
import { PlanObject } from './plan-object.tsx'
import { isRefused, type PlanRow } from './plan-row.ts'

/** Fewer rows than this are drawn whole: they can be searched and printed by the browser. */
const MANY = 100

// What draws only the rows in sight is fetched for long plans alone.
const LongRows = dynamic(async () => (await part(() => import('./long-rows.tsx'))).LongRows)

/** `same` are the objects that stay as they are; `mayForce` and `mayApply` are what the reader's role allows. */
export function PlanObjects({ planId, slug, rows, same, mayForce, mayApply, className = '' }: {
  planId: string; slug: string; rows: readonly PlanRow[]; same: readonly string[]; mayForce: boolean; mayApply: boolean; className?: string
}): JSX.Element {
  const t = useTranslations('plan.objects')
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map())
  const isLong = rows.length > MANY
  const draw = (row: PlanRow | undefined): JSX.Element | null => row === undefined ? null : (
    <PlanObject
      planId={planId} slug={slug} row={row} mayForce={mayForce} mayApply={mayApply}
      isOpen={opened.get(row.object) ?? (row.texts !== undefined || (!isLong && (isRefused(row) || row.verdict === 'conflict')))}
      onToggle={(isOpen) => setOpened((before) => new Map(before).set(row.object, isOpen))}
    />
  )
  return (
    <Section title={t('title')} count={rows.length} className={className}>
      {isLong
        ? <LongRows count={rows.length} keyOf={(index) => rows[index]?.object ?? index} draw={(index) => draw(rows[index])} />
        : rows.map((row) => <div key={row.object}>{draw(row)}</div>)}
      {rows.length === 0 && <p className="py-2 text-ink-3">{t('none')}</p>}
      {same.length > 0 && (
        <details className="group">
          <summary className="flex min-h-9 cursor-pointer list-none items-center justify-between text-ink-3 max-md:min-h-11 [&::-webkit-details-marker]:hidden">
            <span>{t('unchanged', { count: same.length })}</span>
            <span className="link group-open:hidden">{t('show')}</span>
          </summary>
          <ul className="pb-3 text-ink-2">{same.map((object) => <li key={object}><Code>{object}</Code></li>)}</ul>
        </details>
      )}
    </Section>
  )
}
