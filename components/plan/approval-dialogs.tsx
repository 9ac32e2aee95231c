'use client'
// Approving and rejecting a plan. The title is the consequence; what cannot be undone is typed.
import { useLocale, useTranslations } from 'next-intl'
import { type FormEvent, type JSX, type ReactNode, useId, useState, useTransition } from 'react'
import { approvePlan, rejectPlan } from '#lib/actions/plans.ts'
import type { ActionResult, Failure } from '#lib/result.ts'
import type { ApprovalView, StackView } from '#lib/services/views.ts'
import { FailureLine } from '../changes/failure-line.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { RiskBadge } from '../ui/risk-badge.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { Status } from '../ui/status.tsx'
import { Textarea } from '../ui/textarea.tsx'
import { notify } from '../ui/toast.tsx'
import { type ApplyState, confirmsOf } from './apply-state.ts'
import { areTyped, type Typed, TypedWords } from './typed-words.tsx'

/** At high risk the value of each danger, or else the name of the stack, is typed. */
export function ApproveDialog({ approval, stack, state }: { approval: ApprovalView; stack: StackView; state: ApplyState }): JSX.Element {
  const t = useTranslations('approval.approve')
  const plan = useTranslations('plan.apply')
  const locale = useLocale()
  const [comment, setComment] = useState('')
  const [typed, setTyped] = useState<Typed>({})
  const { planId, revision, risk } = approval
  const [final, ...others] = state.dangers
  const confirms = confirmsOf(state)
  const values = confirms.length > 0 ? confirms : [stack.name]
  const words = risk.level === 'high' ? values : []
  return (
    <DecisionDialog
      button={t('button')} variant="primary" confirm={t('confirm', { number: revision })} isReady={areTyped(words, typed)} done={t('done', { number: revision })}
      decide={() => approvePlan({ planId, comment })}
      eyebrow={<><RiskBadge risk={risk.level} long />{final !== undefined && <Status glyph="irreversible" tone="danger">{plan('final')}</Status>}</>}
      title={final?.message[locale] ?? t('title', { number: revision })}
      description={<>
        {final?.detail !== undefined && <p className="mb-2">{final.detail[locale]}</p>}
        {others.map(({ message, detail }) => <p key={message.en} className="mb-2"><b className="font-semibold">{message[locale]}</b>{detail !== undefined && <> · {detail[locale]}</>}</p>)}
        <ul className="mb-2">{risk.reasons.map((reason) => <li key={reason.en}><Sentence text={reason} /></li>)}</ul>
        <p>{t('description')}</p>
      </>}
    >
      <Field label={t('comment')} help={t('commentHelp')}>
        {(control) => <Textarea {...control} rows={2} maxLength={1000} value={comment} onChange={(event) => setComment(event.target.value)} />}
      </Field>
      <TypedWords words={words} typed={typed} labelOf={(word) => t.rich('type', { word })} onType={setTyped} />
    </DecisionDialog>
  )
}

/** A rejection without a reason helps nobody, so it is asked for. */
export function RejectDialog({ approval: { planId, revision } }: { approval: ApprovalView }): JSX.Element {
  const t = useTranslations('approval.reject')
  const [reason, setReason] = useState('')
  const [wasTried, setTried] = useState(false)
  const problem = reason.trim().length < 3 ? t('noReason') : undefined
  return (
    <DecisionDialog
      button={t('button')} variant="secondary" confirm={t('confirm')} isReady done={t('done', { number: revision })}
      decide={async () => { setTried(true); return problem === undefined ? rejectPlan({ planId, reason }) : undefined }}
      title={t('title', { number: revision })} description={t('description')}
    >
      <Field label={t('reason')} help={t('reasonHelp')} error={wasTried ? problem : undefined}>
        {(control) => <Textarea {...control} autoFocus rows={3} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
    </DecisionDialog>
  )
}

/** `decide` gives nothing when the form is not filled in. */
function DecisionDialog({ button, variant, confirm, isReady, done, decide, eyebrow, title, description, children }: {
  button: string; variant: 'primary' | 'secondary'; confirm: string; isReady: boolean; done: string; decide: () => Promise<ActionResult<null> | undefined>
  eyebrow?: ReactNode; title: ReactNode; description: ReactNode; children: ReactNode
}): JSX.Element {
  const t = useTranslations('approval')
  const formId = useId()
  const [isOpen, setOpen] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const [isPending, startTransition] = useTransition()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    startTransition(async () => {
      setFailure(undefined)
      try {
        const result = await decide()
        if (result === undefined) return
        if (!result.ok) return setFailure(result.error)
        notify({ title: done })
        setOpen(false)
      } catch {
        // The action itself could not be called; what was typed stays.
        setFailure({ code: 'UPSTREAM', message: t('unreachable') })
      }
    })
  }
  return (
    <Dialog
      open={isOpen} onOpenChange={setOpen} trigger={<Button variant={variant}>{button}</Button>} eyebrow={eyebrow} title={title} description={description}
      footer={<>
        <Button variant="quiet" onClick={() => setOpen(false)}>{t('cancel')}</Button>
        <Button type="submit" form={formId} variant="primary" busy={isPending} disabled={!isReady}>{confirm}</Button>
      </>}
    >
      <form id={formId} noValidate onSubmit={submit} className="mt-3.5 grid gap-3">
        {children}
        {failure && <FailureLine failure={failure} />}
      </form>
    </Dialog>
  )
}
