'use client'
// What must be true before a plan can be applied, and the button. A button that is off says why.
import { useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import type { ApprovalView, StackView } from '#lib/services/views.ts'
import { PlanButton } from '../changes/plan-button.tsx'
import { Day } from '../findings/finding-until.tsx'
import { withCode } from '../findings/with-code.ts'
import { Age } from '../ui/age.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Section } from '../ui/section.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { ApplyDialog } from './apply-dialog.tsx'
import type { ApplyState } from './apply-state.ts'
import { ApprovalCondition, ApprovalPart } from './approval-part.tsx'
import { Condition } from './condition.tsx'

/** `sentence` says what the plan does; `mayPlan` and `mayApply` are what the reader's role allows. On a phone the buttons stay above the tabs. */
export function ApplyPanel({ stack, state, approval, sentence, mayPlan, mayApply, className = '' }: {
  stack: StackView; state: ApplyState; approval?: ApprovalView | undefined; sentence: string; mayPlan: boolean; mayApply: boolean; className?: string
}): JSX.Element {
  const t = useTranslations('plan.apply')
  const [acknowledged, setAcknowledged] = useState(false)
  const { status, blockers, stopped, acknowledge, accepted } = state
  const asks = acknowledge.length > 0 && status === 'ready'
  // A newer revision came with the newer plan: that one is worth a plan.
  const isOld = status === 'stale' && stack.head !== undefined && state.revision < stack.head
  const reason = whyNot({ state, mayApply, approval, isSettled: !asks || acknowledged })
  return (
    <Section title={t('title')} className={className}>
      <ul className="pt-1.5">
        <Condition met={status !== 'stale'} aside={<Age at={state.createdAt} />}>{t(status === 'stale' ? 'notFresh' : 'fresh')}</Condition>
        <Condition met={blockers === 0}>{t('noNewErrors', { count: blockers })}</Condition>
        <Condition met={stopped === 0}>{t('allAccepted', { count: stopped })}</Condition>
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
          ? <ApplyDialog stack={stack} state={state} sentence={sentence} trigger={<Button size="large" variant="primary">{t('button')}</Button>} />
          : <Button size="large" variant="primary" disabled aria-describedby="why-not">{t('button')}</Button>}
        {mayPlan && <PlanButton stack={stack} number={isOld ? stack.head ?? 0 : state.revision} again={!isOld} size="large" primary={status === 'stale'} />}
        {reason !== undefined && <p id="why-not" className="col-span-full text-ink-2">{t(`not.${reason}`, { count: stopped })}</p>}
      </div>
    </Section>
  )
}

type Why = 'role' | 'stale' | 'blockers' | 'objects' | 'acknowledge' | 'approval' | 'rejected' | 'both'

function whyNot({ state, approval, mayApply, isSettled }: { state: ApplyState; approval: ApprovalView | undefined; mayApply: boolean; isSettled: boolean }): Why | undefined {
  const { status, blockers, stopped } = state
  if (!mayApply) return 'role'
  if (status === 'stale') return 'stale'
  if (blockers > 0) return 'blockers'
  if (stopped > 0 || status === 'blocked') return 'objects'
  if (approval?.standing?.kind === 'rejected') return 'rejected'
  if (approval?.standing?.byMe === true) return 'both'
  if (approval?.isNeeded === true && approval.standing === undefined) return 'approval'
  return isSettled ? undefined : 'acknowledge'
}
