'use client'
// Asks the cluster what a revision would do, and opens the plan.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { computePlan } from '#lib/actions/plans.ts'
import { routes } from '#lib/routes.ts'
import type { StackView } from '#lib/services/views.ts'
import { ActionButton } from './action-button.tsx'

export function PlanButton({ stack, number, primary = false, again = false, size = 'normal' }: {
  stack: StackView; number: number; primary?: boolean; again?: boolean; size?: 'normal' | 'large'
}): JSX.Element {
  const t = useTranslations('changes')
  return (
    <ActionButton size={size} variant={primary ? 'primary' : 'secondary'} run={() => computePlan({ stackId: stack.id, revision: number })} goTo={(plan) => routes.plan(stack.slug, plan.id)}>
      {again ? t('planAgain') : t('plan', { number })}
    </ActionButton>
  )
}
