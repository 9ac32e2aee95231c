'use client'
// What one does after a run: go back to what ran before, see the difference, mend what failed, try again.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { routes } from '#lib/routes.ts'
import type { RunView, StackView } from '#lib/services/views.ts'
import { PlanButton } from '../changes/plan-button.tsx'
import { ButtonLink } from '../ui/button.tsx'

export function RunWays({ stack, run, backTo, mayWrite, mayPlan }: { stack: StackView; run: RunView; backTo: number | undefined; mayWrite: boolean; mayPlan: boolean }): JSX.Element {
  const t = useTranslations('run')
  const restore = useTranslations('changes.restore')
  const failed = run.objects.find(({ status }) => status === 'failed')
  const other = backTo ?? run.revision - 1
  return (
    <div className="mt-5 flex flex-wrap items-start gap-2">
      {mayPlan && run.status !== 'succeeded' && <PlanButton stack={stack} number={run.revision} primary again />}
      {mayWrite && failed !== undefined && <ButtonLink href={routes.edit(stack.slug, failed.object)}>{t('edit', { name: failed.object.split('/').at(-1) ?? '' })}</ButtonLink>}
      {other > 0 && <ButtonLink href={routes.compare(stack.slug, other, run.revision)}>{t('compare', { number: other })}</ButtonLink>}
      {mayWrite && backTo !== undefined && backTo !== stack.head && <ButtonLink href={routes.rollBack(stack.slug, backTo)}>{restore('back', { number: backTo })}</ButtonLink>}
      <ButtonLink href={routes.stackAudit(stack.slug)}>{t('audit')}</ButtonLink>
      <ButtonLink variant="quiet" href={routes.changes(stack.slug)}>{t('toChanges')}</ButtonLink>
    </div>
  )
}
