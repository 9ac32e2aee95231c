'use client'
// What a protected stack asks of a second person before its plan is applied: who may, the buttons of whoever may, and what was decided.
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type JSX, useState, useTransition } from 'react'
import { withdrawApproval } from '#lib/actions/plans.ts'
import type { Failure } from '#lib/result.ts'
import type { ApprovalView, StackView } from '#lib/services/views.ts'
import { FailureLine } from '../changes/failure-line.tsx'
import { Age } from '../ui/age.tsx'
import { Button } from '../ui/button.tsx'
import { part } from '../ui/part.ts'
import { notify } from '../ui/toast.tsx'
import type { ApplyState } from './apply-state.ts'
import type * as DialogsPart from './approval-dialogs.tsx'
import { Condition } from './condition.tsx'

// Few plans are decided about by the one who reads them.
const loadDialogs = (): Promise<typeof DialogsPart> => part(() => import('./approval-dialogs.tsx'))
const ApproveDialog = dynamic(async () => (await loadDialogs()).ApproveDialog)
const RejectDialog = dynamic(async () => (await loadDialogs()).RejectDialog)

/** The line among the conditions; nothing where no stack is protected. */
export function ApprovalCondition({ approval, stack }: { approval: ApprovalView | undefined; stack: StackView }): JSX.Element | null {
  const t = useTranslations('approval.condition')
  if (approval === undefined || !stack.isProtected) return null
  const { standing, isNeeded, whyNot } = approval
  if (standing) return <Condition met={standing.kind === 'approved'} aside={<Age at={standing.at} />}>{t(standing.kind, { who: standing.by })}</Condition>
  if (!isNeeded) return <Condition met>{t('low')}</Condition>
  return <Condition met={false} aside={whyNot === undefined && t('mine')}>{t('waits')}</Condition>
}

/** What stands below the conditions. */
export function ApprovalPart({ approval, stack, state }: { approval: ApprovalView | undefined; stack: StackView; state: ApplyState }): JSX.Element | null {
  const t = useTranslations('approval')
  if (approval === undefined || !stack.isProtected || !(approval.isNeeded || approval.history.length > 0)) return null
  const { standing, whyNot, approvers, history, isOpen } = approval
  const mayDecide = whyNot === undefined && isOpen
  return (
    <div className="mt-1 grid gap-2 pl-[22px]">
      {standing !== undefined && standing.comment !== '' && <p className="text-ink-2 wrap-anywhere">“{standing.comment}”</p>}
      {standing === undefined && whyNot !== undefined && <p className="text-ink-2">{t(`why.${whyNot}`)} {approvers.length > 0 ? t('why.ask', { names: approvers.join(', ') }) : t('why.nobody')}</p>}
      {standing?.kind === 'rejected' && <p className="text-ink-2">{t('why.next')}</p>}
      {mayDecide && (
        <div className="flex flex-wrap items-start gap-2">
          {standing === undefined && <ApproveDialog approval={approval} stack={stack} state={state} />}
          {standing?.kind !== 'rejected' && !(standing?.byMe ?? false) && <RejectDialog approval={approval} />}
          {standing?.byMe === true && <WithdrawButton planId={approval.planId} kind={standing.kind} />}
        </div>
      )}
      {history.length > 1 && (
        <ul aria-label={t('history.title')} className="text-label text-ink-3">
          {history.map(({ kind, by, at, comment }) => <li key={at} className="wrap-anywhere">{by} {t(`history.${kind}`)}, <Age at={at} />{comment !== '' && <>: {comment}</>}</li>)}
        </ul>
      )}
    </div>
  )
}

function WithdrawButton({ planId, kind }: { planId: string; kind: 'approved' | 'rejected' }): JSX.Element {
  const t = useTranslations('approval')
  const [failure, setFailure] = useState<Failure>()
  const [isPending, startTransition] = useTransition()
  const press = (): void => startTransition(async () => {
    setFailure(undefined)
    try {
      const result = await withdrawApproval({ planId })
      if (result.ok) notify({ title: t('withdraw.done') })
      else setFailure(result.error)
    } catch {
      setFailure({ code: 'UPSTREAM', message: t('unreachable') })
    }
  })
  return (
    <span className="inline-flex flex-col gap-1.5">
      <Button busy={isPending} onClick={press}>{t(`withdraw.${kind}`)}</Button>
      {failure && <FailureLine failure={failure} />}
    </span>
  )
}
