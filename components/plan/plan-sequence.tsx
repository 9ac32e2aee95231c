// The workloads of a plan in the order in which a run takes them, and what it waits for after each.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { PlanView } from '#lib/services/views.ts'
import { specObjectId, workloads, type StackSpec } from '#lib/thanos/spec.ts'
import { Section } from '../ui/section.tsx'

export function PlanSequence({ plan, spec, className = '' }: { plan: PlanView; spec: StackSpec; className?: string }): JSX.Element | null {
  const t = useTranslations('plan.sequence')
  const byId = new Map(workloads(spec).map((workload) => [specObjectId(workload), workload]))
  const steps = plan.objects.filter((change) => change.verdict !== 'unchanged').flatMap((change) => byId.get(change.object) ?? [])
  if (steps.length === 0) return null
  return (
    <Section title={t('title')} className={className}>
      <ol>
        {steps.map((workload, index) => (
          <li key={specObjectId(workload)} className="grid grid-cols-[14px_minmax(0,1fr)_auto] gap-2 border-b border-hair leading-7">
            <span className="text-ink-3">{index + 1}</span>
            <b className="font-medium">{workload.name}</b>
            <span className="text-ink-3">{t('wait', { want: workload.replicas ?? 1 })}</span>
          </li>
        ))}
      </ol>
    </Section>
  )
}
