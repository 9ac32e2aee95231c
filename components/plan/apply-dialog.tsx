'use client'
// The last question before a plan is applied. What cannot be undone soonest is the title, and the value of each danger is typed.
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { type FormEvent, type JSX, useId, useState, useTransition } from 'react'
import { applyPlan } from '#lib/actions/runs.ts'
import type { Failure } from '#lib/result.ts'
import { routes } from '#lib/routes.ts'
import type { StackView } from '#lib/services/views.ts'
import { FailureLine } from '../changes/failure-line.tsx'
import { PlanButton } from '../changes/plan-button.tsx'
import { Button } from '../ui/button.tsx'
import { Code } from '../ui/code.tsx'
import { Dialog, DialogClose } from '../ui/dialog.tsx'
import { RiskBadge } from '../ui/risk-badge.tsx'
import { Final } from './final.tsx'
import { type ApplyState, confirmsOf } from './apply-state.ts'
import type { Decided } from './plan-choices.tsx'
import { areTyped, type Typed, TypedWords } from './typed-words.tsx'

/** Stands open. `sentence` says what the plan does, `choices` what was ticked beside it. */
export function ApplyDialog({ stack, state, choices, sentence, onClose }: {
  stack: StackView; state: ApplyState; choices: Decided['choices']; sentence: string; onClose: () => void
}): JSX.Element {
  const t = useTranslations('plan.apply')
  const locale = useLocale()
  const router = useRouter()
  const formId = useId()
  const [typed, setTyped] = useState<Typed>({})
  const [failure, setFailure] = useState<Failure>()
  const [isPending, startTransition] = useTransition()
  const { planId, revision, risk, dangers: [final, ...others] } = state
  const words = confirmsOf(state)
  const apply = (event: FormEvent): void => {
    event.preventDefault()
    startTransition(async () => {
      setFailure(undefined)
      try {
        const result = await applyPlan({ planId, acknowledge: state.acknowledge.map(({ key }) => key), ...choices, locale })
        if (result.ok) router.push(routes.run(stack.slug, result.value.id))
        else setFailure(result.error)
      } catch {
        // The action itself could not be called: whether it began is in the list of runs.
        setFailure({ code: 'UPSTREAM', message: t('unreachable') })
      }
    })
  }
  return (
    <Dialog
      open onOpenChange={onClose}
      eyebrow={<><RiskBadge risk={risk.level} long /><Final final={final} /></>}
      title={final === undefined ? sentence : final.message[locale]}
      description={<>
        {final?.detail !== undefined && <p className="mb-2">{final.detail[locale]}</p>}
        {others.map(({ message, detail }) => <p key={message.en} className="mb-2"><b className="font-semibold">{message[locale]}</b>{detail !== undefined && <> · {detail[locale]}</>}</p>)}
        <p>{t('question', { stack: stack.name, namespace: stack.namespace })}</p><Chosen choices={choices} conflicts={state.conflicts} />
      </>}
      footer={<>
        <DialogClose><Button variant="quiet">{t('cancel')}</Button></DialogClose>
        <Button type="submit" form={formId} variant="primary" busy={isPending} disabled={!areTyped(words, typed)}>{t('confirm', { number: revision })}</Button>
      </>}
    >
      <form id={formId} onSubmit={apply}>
        <TypedWords words={words} typed={typed} labelOf={(word) => t.rich('type', { word })} onType={setTyped} />
      </form>
      {failure && <div className="mt-3 grid gap-2"><FailureLine failure={failure} />{failure.code === 'STALE_PLAN' && <PlanButton stack={stack} number={revision} again />}</div>}
    </Dialog>
  )
}

/** What was ticked, once more: by its name, and of a field that is taken over also whose it is. */
function Chosen({ choices, conflicts }: { choices: Decided['choices']; conflicts: ApplyState['conflicts'] }): JSX.Element | null {
  const t = useTranslations('plan.apply.chosen')
  const kinds = (['remove', 'unstick'] as const).filter((kind) => choices[kind].length > 0)
  const taken = conflicts.filter(({ object }) => choices.force.includes(object))
  if (kinds.length + taken.length === 0) return null
  return (
    <ul className="mt-2 grid gap-1">
      {taken.map(({ object, field, owner }) => (
        <li key={`${object} ${field} ${owner}`} className="wrap-anywhere">{t.rich('force', { field: () => <Code wrap>{field}</Code>, object: () => <Code wrap>{object}</Code>, owner: () => <b className="font-semibold">{owner}</b> })}</li>
      ))}
      {kinds.map((kind) => <li key={kind} className="wrap-anywhere">{t(kind)} <Code wrap>{choices[kind].join(', ')}</Code></li>)}
    </ul>
  )
}
