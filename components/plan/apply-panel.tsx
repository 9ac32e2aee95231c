'use client'
// What must be true before a plan can be applied, and the button. A button that is off says why.
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type JSX, useState, useTransition } from 'react'
import { applyPlan } from '#lib/actions/runs.ts'
import type { Failure } from '#lib/result.ts'
import { routes } from '#lib/routes.ts'
import type { PlanView, StackView } from '#lib/services/views.ts'
import { findingKey } from '#lib/thanos/finding.ts'
import type { Risk } from '#lib/thanos/impact.ts'
import { FailureLine } from '../changes/failure-line.tsx'
import { PlanButton } from '../changes/plan-button.tsx'
import { Age } from '../ui/age.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Dialog, DialogClose } from '../ui/dialog.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { RiskBadge } from '../ui/risk-badge.tsx'
import { Section } from '../ui/section.tsx'
import { Sentence } from '../ui/sentence.tsx'

export function ApplyPanel({ stack, plan, risk, mayApply, consequence }: { stack: StackView; plan: PlanView; risk: Risk; mayApply: boolean; consequence: string }): JSX.Element {
  const t = useTranslations('plan.apply')
  const [acknowledged, setAcknowledged] = useState(false)
  const stopped = plan.objects.filter((object) => ['conflict', 'invalid', 'immutable', 'missing'].includes(object.verdict))
  const needsAcknowledgement = plan.acknowledge.length > 0
  const reason = whyNot({ plan, stopped: stopped.length, mayApply, isSettled: !needsAcknowledgement || acknowledged })
  return (
    <Section title={t('title')}>
      <ul className="pt-1.5">
        <Condition met={plan.status !== 'stale'} aside={<Age at={plan.createdAt} />}>{t('fresh')}</Condition>
        <Condition met={plan.blockers.length === 0}>{t('noNewErrors', { count: plan.blockers.length })}</Condition>
        <Condition met={stopped.length === 0}>{t('allAccepted', { count: stopped.length })}</Condition>
      </ul>
      {needsAcknowledgement && plan.status === 'ready' && (
        <div className="mt-2 bg-notice-tint px-3 py-2">
          <Checkbox checked={acknowledged} onChange={(event) => setAcknowledged(event.currentTarget.checked)}>
            {t('acknowledge', { count: plan.acknowledge.length })}
          </Checkbox>
          <ul className="mt-1 list-disc pl-7 text-ink-2">{plan.acknowledge.map((finding) => <li key={findingKey(finding)}><Sentence text={finding.message} /></li>)}</ul>
        </div>
      )}
      <div className="mt-2.5 flex flex-wrap gap-2">
        {reason === undefined && <ApplyDialog stack={stack} plan={plan} risk={risk} consequence={consequence} />}
        {reason !== undefined && plan.status !== 'applied' && plan.status !== 'empty' && <Button size="large" variant="primary" reasonAt="below" disabledReason={t(`not.${reason}`, { count: stopped.length })}>{t('button')}</Button>}
        {plan.status !== 'applied' && <PlanButton stack={stack} number={plan.revision} again />}
      </div>
    </Section>
  )
}

type Why = 'role' | 'stale' | 'blockers' | 'objects' | 'acknowledge' | 'done'

function whyNot({ plan, stopped, mayApply, isSettled }: { plan: PlanView; stopped: number; mayApply: boolean; isSettled: boolean }): Why | undefined {
  if (plan.status === 'applied' || plan.status === 'empty') return 'done'
  if (!mayApply) return 'role'
  if (plan.status === 'stale') return 'stale'
  if (plan.blockers.length > 0) return 'blockers'
  if (stopped > 0 || plan.status === 'blocked') return 'objects'
  return isSettled ? undefined : 'acknowledge'
}

function ApplyDialog({ stack, plan, risk, consequence }: { stack: StackView; plan: PlanView; risk: Risk; consequence: string }): JSX.Element {
  const t = useTranslations('plan.apply')
  const router = useRouter()
  const [failure, setFailure] = useState<Failure>()
  const [isPending, startTransition] = useTransition()
  const apply = (): void => startTransition(async () => {
    setFailure(undefined)
    const result = await applyPlan({ planId: plan.id, acknowledge: plan.acknowledge.map(findingKey) })
    if (result.ok) router.push(routes.run(stack.slug, result.value.id))
    else setFailure(result.error)
  })
  return (
    <Dialog
      trigger={<Button size="large" variant="primary">{t('button')}</Button>}
      eyebrow={<RiskBadge risk={risk} long />}
      title={consequence}
      description={t('question', { stack: stack.name, namespace: stack.namespace })}
      footer={<>
        <DialogClose><Button variant="quiet">{t('cancel')}</Button></DialogClose>
        <Button variant="primary" busy={isPending} onClick={apply}>{t('confirm', { number: plan.revision })}</Button>
      </>}
    >
      {failure && <div className="mt-3 grid gap-2"><FailureLine failure={failure} />{failure.code === 'STALE_PLAN' && <PlanButton stack={stack} number={plan.revision} again />}</div>}
    </Dialog>
  )
}

function Condition({ met, aside, children }: { met: boolean; aside?: JSX.Element; children: string }): JSX.Element {
  return (
    <li className="grid grid-cols-[12px_minmax(0,1fr)_auto] gap-2.5 py-[5px]">
      <Glyph name={met ? 'check' : 'open'} className={met ? 'mt-1' : 'mt-1 text-notice'} />
      <span className={met ? '' : 'font-medium'}>{children}</span>
      {aside && <span className="text-ink-3">{aside}</span>}
    </li>
  )
}
