'use client'
// What differs, object by object, and the two ways out: apply ours, or take theirs into the next revision.
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { type JSX, type KeyboardEvent, useState } from 'react'
import type { DriftObject } from '#lib/manifest/drift.ts'
import { routes } from '#lib/routes.ts'
import type { StackView } from '#lib/services/views.ts'
import { computePlan } from '#lib/actions/plans.ts'
import { ActionButton } from '../changes/action-button.tsx'
import { ObjectName } from '../changes/object-name.tsx'
import { Age } from '../ui/age.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { FilterInput } from '../ui/filter-input.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { Status } from '../ui/status.tsx'
import { StickyFoot } from '../ui/sticky-foot.tsx'
import { choiceKey, chosenObjects, keysOf, matches, type Choices } from './choices.ts'
import { DriftFields } from './drift-fields.tsx'
import { TakeDialog } from './take-dialog.tsx'

/** Beyond this many objects a filter helps, and each begins folded. */
const MANY = 12
const LOOK = {
  changed: { glyph: 'outofsync', tone: 'notice' },
  missing: { glyph: 'missing', tone: 'degraded' },
  extra: { glyph: 'advice', tone: 'advice' },
  refused: { glyph: 'degraded', tone: 'degraded' },
} as const

/** `revision` is the one that was compared; `mayTake` and `mayPlan` are what the reader's role allows. */
export function DriftBoard({ stack, objects, revision, mayTake, mayPlan }: { stack: StackView; objects: readonly DriftObject[]; revision: number; mayTake: boolean; mayPlan: boolean }): JSX.Element {
  const t = useTranslations('drift')
  const [choices, setChoices] = useState<Choices>(new Set())
  const [words, setWords] = useQueryState('q', parseAsString.withDefault(''))
  const toggle = (keys: readonly string[], isOn: boolean): void => setChoices((before) => {
    const next = new Set(before)
    for (const key of keys) {
      if (isOn) next.add(key)
      else next.delete(key)
    }
    return next
  })
  const shown = objects.filter((drift) => matches(drift, words))
  const chosen = chosenObjects(objects, choices)
  const count = objects.flatMap(keysOf).filter((key) => choices.has(key)).length
  return (
    <>
      {(objects.length > MANY || words !== '') && <FilterInput label={t('filter')} value={words} onChange={(typed) => { void setWords(typed) }} className="mb-3 max-w-80" />}
      {shown.length === 0 && <p className="py-2 text-ink-3">{t('noMatch')}</p>}
      <div onKeyDown={moveBetweenTicks} className="grid content-start gap-4 pb-6">
        {shown.map((drift) => <OneObject key={drift.object} drift={drift} isOpen={objects.length <= MANY} revision={revision} choices={choices} mayTake={mayTake} onToggle={toggle} />)}
      </div>
      {(mayTake || mayPlan) && (
        <StickyFoot note={mayTake ? <><span className="font-medium text-ink">{t('chosen', { count })}</span>{count === 0 && <span>{t('theirsNone')}</span>}</> : t('oursHelp', { revision })}>
          {mayTake && <TakeDialog stack={stack} chosen={chosen} count={count} />}
          {mayPlan && <ActionButton variant={count === 0 ? 'primary' : 'secondary'} run={() => computePlan({ stackId: stack.id, revision })} goTo={(plan) => routes.plan(stack.slug, plan.id)}>{t('ours')}</ActionButton>}
        </StickyFoot>
      )}
    </>
  )
}

type ObjectProps = { drift: DriftObject; isOpen: boolean; revision: number; choices: Choices; mayTake: boolean; onToggle: (keys: readonly string[], isOn: boolean) => void }

function OneObject({ drift, isOpen, revision, choices, mayTake, onToggle }: ObjectProps): JSX.Element {
  const t = useTranslations('drift')
  const { object, kind, fields, since, message } = drift
  const keys = keysOf(drift)
  const name = object.split('/').at(-1) ?? object
  return (
    <details id={object} open={isOpen} className="min-w-0 scroll-mt-[calc(var(--bar)+8px)] [contain-intrinsic-size:auto_120px] [content-visibility:auto] target:bg-accent-tint">
      <summary className="flex min-h-8 cursor-pointer flex-wrap items-center gap-x-4 border-b border-line max-md:min-h-11">
        <ObjectName id={object} wrap />
        <Status {...LOOK[kind]}>{t(`kind.${kind}`)}</Status>
        <span className="ml-auto text-ink-3">{fields.length > 0 && <>{t('fields', { count: fields.length })}, </>}<Age at={since} /></span>
      </summary>
      {mayTake && kind === 'changed' && keys.length > 1 && (
        <div className="border-b border-hair py-1.5">
          <Checkbox data-drift-tick checked={keys.every((key) => choices.has(key))} onChange={(event) => onToggle(keys, event.currentTarget.checked)}>{t('table.all', { name })}</Checkbox>
        </div>
      )}
      {kind === 'changed' ? <DriftFields drift={drift} revision={revision} choices={choices} mayTake={mayTake} onToggle={onToggle} /> : (
        <div className="border-b border-hair py-2 text-ink-2">
          <p className="wrap-anywhere">{t(`kindWhy.${kind}`)} {message !== undefined && <Sentence text={message} />}</p>
          {mayTake && kind === 'missing' && keys.length > 0 && (
            <Checkbox data-drift-tick className="mt-1.5 text-ink" checked={choices.has(choiceKey(object))} onChange={(event) => onToggle(keys, event.currentTarget.checked)}>{t('table.takeGone')}</Checkbox>
          )}
        </div>
      )}
    </details>
  )
}

/** ↑↓ moves from tick to tick; space chooses. */
function moveBetweenTicks(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const ticks = [...event.currentTarget.querySelectorAll<HTMLInputElement>('details[open] [data-drift-tick]:not(:disabled)')]
  const here = ticks.findIndex((tick) => tick === event.target)
  const next = ticks[here + (event.key === 'ArrowDown' ? 1 : -1)]
  if (here < 0 || next === undefined) return
  event.preventDefault()
  next.focus()
}
