'use client'
// What must be true before a plan can be applied, and the button. A button that is off says why.
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type ComponentProps, type JSX, useState } from 'react'
import { usePlanFreshness } from '#lib/queries/plan.ts'
import type { ApprovalView, PlanFreshness, StackView } from '#lib/services/views.ts'
import { PlanButton } from '../changes/plan-button.tsx'
import { Day } from '../findings/finding-until.tsx'
import { withCode } from '../findings/with-code.ts'
import { Age } from '../ui/age.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { part } from '../ui/part.ts'
import { Section } from '../ui/section.tsx'
import { Sentence } from '../ui/sentence.tsx'
import type * as DialogPart from './apply-dialog.tsx'
import type { ApplyState } from './apply-state.ts'
import { ApprovalCondition, ApprovalPart } from './approval-part.tsx'
import { Condition } from './condition.tsx'
import { type Decided, useDecided } from './plan-choices.tsx'

// A plan is read more often than applied: what asks comes when somebody reaches for the button.
const loadDialog = (): Promise<typeof DialogPart> => part(() => import('./apply-dialog.tsx'))
const ApplyDialog = dynamic(async () => (await loadDialog()).ApplyDialog, { ssr: false })

/** `sentence` says what the plan does; `mayPlan` and `mayApply` are what the reader's role allows. On a phone the buttons stay above the tabs. */
export function ApplyPanel({ stack, state, approval, sentence, mayPlan, mayApply, className = '' }: {
  stack: StackView; state: ApplyState; approval?: ApprovalView | undefined; sentence: string; mayPlan: boolean; mayApply: boolean; className?: string
}): JSX.Element {
  const t = useTranslations('plan.apply')
  const [acknowledged, setAcknowledged] = useState(false)
  const { status, blockers, stopped, conflicts, mustGo, acknowledge, accepted } = state
  const decided = useDecided(state)
  const isOpen = status === 'ready' || status === 'blocked'
  const fresh = usePlanFreshness(state.planId, isOpen)
  const moved = fresh?.ok === true ? fresh.moved : []
  const asks = acknowledge.length > 0 && status === 'ready'
  // A newer revision came with the newer plan: that one is worth a plan.
  const isOld = status === 'stale' && stack.head !== undefined && state.revision < stack.head
  const reason = whyNot({ state, mayApply, approval, decided, hasMoved: moved.length > 0, isSettled: !asks || acknowledged })
  return (
    <Section title={t('title')} className={className}>
      <ul className="pt-1.5">
        <Freshness state={state} fresh={isOpen ? fresh : undefined} />
        <Condition met={blockers === 0}>{t('noNewErrors', { count: blockers })}</Condition>
        <Condition met={stopped === 0}>{t('allAccepted', { count: stopped })}</Condition>
        {conflicts.length > 0 && <Condition met={decided.conflictsLeft === 0}>{t('conflicts', { count: decided.conflictsLeft, total: conflicts.length })}</Condition>}
        {mustGo.length > 0 && <Condition met={decided.mustGoLeft === 0}>{t('mustGo', { count: decided.mustGoLeft })}</Condition>}
        {accepted.length > 0 && <Condition met>{t('accepted', { count: accepted.length })}</Condition>}
        <ApprovalCondition approval={approval} stack={stack} />
      </ul>
      <ApprovalPart approval={approval} stack={stack} state={state} />
      {accepted.length > 0 && (
        <ul className="pl-[22px] text-ink-2 wrap-anywhere">
          {accepted.map(({ key, message, by, until }) => (
            <li key={key} className="py-1"><Sentence text={withCode(message)} /> <span className="text-ink-3">{t.rich('acceptedBy', { who: by, until: () => <Day at={until} /> })}</span></li>
          ))}
        </ul>
      )}
      {asks && (
        <div className="mt-2 bg-notice-tint px-3 py-2">
          <Checkbox checked={acknowledged} disabled={!mayApply} onChange={(event) => setAcknowledged(event.currentTarget.checked)}>
            {t('acknowledge', { count: acknowledge.length })}
          </Checkbox>
          <ul className="mt-1 list-disc pl-[42px] text-ink-2 wrap-anywhere">{acknowledge.map(({ key, message }) => <li key={key}><Sentence text={withCode(message)} /></li>)}</ul>
        </div>
      )}
      <div className="mt-3 grid grid-cols-2 gap-2 max-md:fixed max-md:inset-x-0 max-md:bottom-(--tabs) max-md:z-3 max-md:border-t max-md:border-line max-md:bg-page max-md:px-(--gutter) max-md:py-2.5">
        {reason === undefined
          ? <ApplyButton stack={stack} state={state} choices={decided.choices} sentence={sentence} />
          : <Button size="large" variant="primary" disabled aria-describedby="why-not">{t('button')}</Button>}
        {mayPlan && <PlanButton stack={stack} number={isOld ? stack.head ?? 0 : state.revision} again={!isOld} size="large" primary={status === 'stale' || moved.length > 0} />}
        {reason !== undefined && <p id="why-not" className="col-span-full text-ink-2">{t(`not.${reason}`, { count: reason === 'conflicts' ? decided.conflictsLeft : stopped })}</p>}
      </div>
    </Section>
  )
}

/** Goes with its open dialog when something comes to stand in the way. */
function ApplyButton(asked: Omit<ComponentProps<typeof ApplyDialog>, 'onClose'>): JSX.Element {
  const t = useTranslations('plan.apply')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="large" variant="primary" aria-haspopup="dialog" aria-expanded={isOpen} onPointerEnter={() => void loadDialog()} onFocus={() => void loadDialog()} onClick={() => setOpen(true)}>{t('button')}</Button>
      {isOpen && <ApplyDialog {...asked} onClose={() => setOpen(false)} />}
    </>
  )
}

/** Whether the cluster is what the plan saw; what moved, or that nobody can say. */
function Freshness({ state, fresh }: { state: ApplyState; fresh: PlanFreshness | undefined }): JSX.Element {
  const t = useTranslations('plan.apply')
  const aside = <Age at={fresh?.at ?? state.createdAt} />
  if (state.status === 'stale') return <Condition met={false} aside={<Age at={state.createdAt} />}>{t('notFresh')}</Condition>
  if (fresh?.ok === false) return <Condition met={false} aside={aside}>{t('unknown')} <span className="font-normal text-ink-2 wrap-anywhere">{fresh.reason}</span></Condition>
  const [first, ...more] = fresh?.moved ?? []
  if (first !== undefined) return <Condition met={false} aside={aside}><span className="wrap-anywhere">{t('moved', { object: first, more: more.length })}</span></Condition>
  return <Condition met aside={aside}>{t('fresh')}</Condition>
}

type Why = 'role' | 'stale' | 'blockers' | 'objects' | 'conflicts' | 'mustGo' | 'nothing' | 'acknowledge' | 'approval' | 'rejected' | 'both'

function whyNot({ state, approval, mayApply, decided, hasMoved, isSettled }: {
  state: ApplyState; approval: ApprovalView | undefined; mayApply: boolean; decided: Decided; hasMoved: boolean; isSettled: boolean
}): Why | undefined {
  const { status, blockers, stopped } = state
  if (!mayApply) return 'role'
  if (status === 'stale' || hasMoved) return 'stale'
  if (blockers > 0) return 'blockers'
  if (stopped > 0 || status === 'blocked') return 'objects'
  if (decided.conflictsLeft > 0) return 'conflicts'
  if (decided.mustGoLeft > 0) return 'mustGo'
  if (decided.isNothing) return 'nothing'
  if (approval?.standing?.kind === 'rejected') return 'rejected'
  if (approval?.standing?.byMe === true) return 'both'
  if (approval?.isNeeded === true && approval.standing === undefined) return 'approval'
  return isSettled ? undefined : 'acknowledge'
}
