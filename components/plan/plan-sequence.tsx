// The steps of a plan that something is waited for after, in their order: workloads, files that reach their pods, deletions.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { PlanStep } from '#lib/manifest/step.ts'
import type { PlanView } from '#lib/services/views.ts'
import { specObjectId, workloads, type StackSpec } from '#lib/thanos/spec.ts'
import { Section } from '../ui/section.tsx'

/** More steps than this are counted: the list of objects has them all. */
const SHOWN = 20

export function PlanSequence({ plan, spec, className = '' }: { plan: PlanView; spec: StackSpec; className?: string }): JSX.Element | null {
  const t = useTranslations('plan.sequence')
  const replicas = new Map(workloads(spec).map((workload) => [specObjectId(workload), workload.replicas ?? 1]))
  const steps = plan.steps.filter(({ gate, action }) => gate !== 'none' || action === 'delete')
  if (steps.length === 0) return null
  const wait = ({ object, gate, action }: PlanStep): string => {
    if (action === 'delete') return t('delete')
    return gate === 'refresh' ? t('refresh') : t('wait', { want: replicas.get(object) ?? 1 })
  }
  return (
    <Section title={t('title')} className={className}>
      <ol>
        {steps.slice(0, SHOWN).map((step, index) => (
          <li key={step.object} className="grid grid-cols-[20px_minmax(0,1fr)_auto] gap-2 border-b border-hair leading-7">
            <span className="text-ink-3">{index + 1}</span>
            <b className="font-medium wrap-anywhere">{step.object.split('/').at(-1)}</b>
            <span className="text-ink-3">{wait(step)}</span>
          </li>
        ))}
      </ol>
      {steps.length > SHOWN && <p className="py-1.5 text-ink-3">{t('more', { count: steps.length - SHOWN })}</p>}
    </Section>
  )
}
