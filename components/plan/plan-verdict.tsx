// How a plan opens: its risk, the point of no return, what the revision is for, and what was compared when.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { PlanStatus, PlanView, RevisionSummary } from '#lib/services/views.ts'
import { Age } from '../ui/age.tsx'
import type { GlyphName } from '../ui/glyph.tsx'
import { RiskBadge } from '../ui/risk-badge.tsx'
import { Status, type Tone } from '../ui/status.tsx'
import { Verdict } from '../ui/verdict.tsx'
import type { ApplyState } from './apply-state.ts'
import { Final } from './final.tsx'

const LOOK: Record<Exclude<PlanStatus, 'ready'>, { glyph: GlyphName; tone: Tone }> = {
  blocked: { glyph: 'degraded', tone: 'degraded' },
  stale: { glyph: 'unknown', tone: 'unknown' },
  applied: { glyph: 'check', tone: 'quiet' },
  empty: { glyph: 'synced', tone: 'quiet' },
}

/** `changed` counts the objects that are not as the revision asks. */
export function PlanVerdict({ plan, revision, state, changed }: { plan: PlanView; revision: RevisionSummary; state: ApplyState; changed: number }): JSX.Element {
  const t = useTranslations('plan')
  const { status } = plan
  const isOpen = status === 'ready' || status === 'blocked'
  return (
    <Verdict
      className="pb-0!"
      eyebrow={<>
        {status !== 'ready' && <Status {...LOOK[status]}>{t(`status.${status}`)}</Status>}
        {isOpen && <RiskBadge risk={state.risk.level} long />}
        {isOpen && <Final final={state.final} />}
      </>}
      sub={<>
        {t.rich('sub.revision', { author: revision.author, age: () => <Age at={revision.createdAt} /> })}{' '}
        {t.rich('sub.plan', { age: () => <Age at={plan.createdAt} />, changed, total: plan.objects.length })}
      </>}
    >
      {isOpen ? revision.message : t(`verdict.${status}`, { number: plan.revision })}
    </Verdict>
  )
}
