'use client'
// Chooses the two sides of a comparison. They stand in the address, so that it can be sent to somebody; choosing asks the server.
import { clsx } from 'clsx'
import { ArrowLeftRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { type JSX, type ReactNode, useId, useTransition } from 'react'
import type { LabelView, RevisionSummary } from '#lib/services/views.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/select.tsx'
import { COMPARED_SIDES } from './compare-address.ts'

const SHOWN_CHARACTERS = 48

/** What can be chosen: `recent` are the newest revisions, of older ones there is only the number, from `head` down. `draft` counts edits. */
export type SideChoices = { head: number; applied: number | undefined; draft: number; labels: readonly LabelView[]; recent: readonly Pick<RevisionSummary, 'number' | 'message'>[] }

/** `verdict` stands above the choice, the result below it; both are of the sides chosen before while new ones are read. */
export function CompareFrame({ sides, choices, verdict, children }: {
  sides: { from: string; to: string }; choices: SideChoices; verdict: ReactNode; children: ReactNode
}): JSX.Element {
  const t = useTranslations('changes.compare')
  const [isPending, startTransition] = useTransition()
  const [asked, setAsked] = useQueryStates(COMPARED_SIDES, { shallow: false, history: 'push', startTransition })
  const from = asked.from ?? sides.from
  const to = asked.to ?? sides.to
  const choose = (chosen: { from: string; to: string }): void => void setAsked(chosen)
  const stale = clsx(isPending && 'opacity-60')
  return (
    <>
      <div className={stale}>{verdict}</div>
      <div className="grid items-end gap-x-2 gap-y-2 pb-4 max-md:grid-cols-[minmax(0,1fr)_auto] md:justify-start md:grid-cols-[minmax(0,340px)_44px_minmax(0,340px)] print:hidden">
        <SidePicker label={t('from')} value={from} choices={choices} onChange={(value) => choose({ from: value, to })} className="max-md:col-span-full" />
        <Button aria-label={t('swap')} title={t('swap')} busy={isPending} className="max-md:order-last max-md:min-h-(--ctl) max-md:w-11" onClick={() => choose({ from: to, to: from })}>
          {!isPending && <ArrowLeftRight aria-hidden="true" className="size-3.5" />}
        </Button>
        <SidePicker label={t('to')} value={to} choices={choices} onChange={(value) => choose({ from, to: value })} />
      </div>
      <div aria-busy={isPending} className={stale}>{children}</div>
    </>
  )
}

/** The browser's own list: typing a number or a label goes to it. */
function SidePicker({ label, value, choices: { head, applied, draft, labels, recent }, onChange, className }: {
  label: string; value: string; choices: SideChoices; onChange: (value: string) => void; className?: string
}): JSX.Element {
  const t = useTranslations('changes.compare')
  const id = useId()
  const oldest = recent.at(-1)?.number ?? head + 1
  const older = Array.from({ length: oldest - 1 }, (_, index) => oldest - 1 - index)
  const isKnown = /^\d+$/.test(value) ? Number(value) <= head : ['head', ...(applied === undefined ? [] : ['applied']), ...(draft > 0 ? ['draft'] : []), ...labels.map(({ name }) => name)].includes(value)
  return (
    <div className={className}>
      <label htmlFor={id} className="block text-label text-ink-3">{label}</label>
      <Select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {!isKnown && <option value={value}>{value}</option>}
        <option value="head">{t('head', { number: head })}</option>
        {applied !== undefined && <option value="applied">{t('applied', { number: applied })}</option>}
        {draft > 0 && <option value="draft">{t('draft', { count: draft })}</option>}
        {labels.length > 0 && (
          <optgroup label={t('labels')}>
            {labels.map(({ name, number }) => <option key={name} value={name}>{name} · r{number}</option>)}
          </optgroup>
        )}
        <optgroup label={t('revisions')}>
          {recent.map(({ number, message }) => <option key={number} value={String(number)}>r{number} · {shortened(message)}</option>)}
          {older.map((number) => <option key={number} value={String(number)}>r{number}</option>)}
        </optgroup>
      </Select>
    </div>
  )
}

function shortened(message: string): string {
  const [line = ''] = message.split('\n')
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line
}
