'use client'
// The last question before a plan is applied. What cannot be undone is the title, and its value is typed.
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { type FormEvent, type JSX, type ReactNode, useId, useState, useTransition } from 'react'
import { applyPlan } from '#lib/actions/runs.ts'
import type { Failure } from '#lib/result.ts'
import { routes } from '#lib/routes.ts'
import type { StackView } from '#lib/services/views.ts'
import { FailureLine } from '../changes/failure-line.tsx'
import { PlanButton } from '../changes/plan-button.tsx'
import { Button } from '../ui/button.tsx'
import { Code } from '../ui/code.tsx'
import { Dialog, DialogClose } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { RiskBadge } from '../ui/risk-badge.tsx'
import { Final } from './final.tsx'
import type { ApplyState } from './apply-state.ts'
import type { Decided } from './plan-choices.tsx'

/** `sentence` says what the plan does, `choices` what was ticked beside it. */
export function ApplyDialog({ stack, state, choices, sentence, trigger }: {
  stack: StackView; state: ApplyState; choices: Decided['choices']; sentence: string; trigger: ReactNode
}): JSX.Element {
  const t = useTranslations('plan.apply')
  const locale = useLocale()
  const router = useRouter()
  const formId = useId()
  const [typed, setTyped] = useState('')
  const [failure, setFailure] = useState<Failure>()
  const [isPending, startTransition] = useTransition()
  const { planId, revision, risk, final } = state
  const word = final?.confirm
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
      trigger={trigger}
      eyebrow={<><RiskBadge risk={risk.level} long /><Final final={final} /></>}
      title={final === undefined ? sentence : final.message[locale]}
      description={<>{final?.detail !== undefined && <p className="mb-2">{final.detail[locale]}</p>}<p>{t('question', { stack: stack.name, namespace: stack.namespace })}</p><Chosen choices={choices} /></>}
      footer={<>
        <DialogClose><Button variant="quiet">{t('cancel')}</Button></DialogClose>
        <Button type="submit" form={formId} variant="primary" busy={isPending} disabled={word !== undefined && typed.trim() !== word}>{t('confirm', { number: revision })}</Button>
      </>}
    >
      <form id={formId} onSubmit={apply}>
        {word !== undefined && (
          <div className="mt-3.5">
            <Field label={t.rich('type', { word: () => <code className="font-semibold">{word}</code> })}>
              {(control) => <Input {...control} mono autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />}
            </Field>
          </div>
        )}
      </form>
      {failure && <div className="mt-3 grid gap-2"><FailureLine failure={failure} />{failure.code === 'STALE_PLAN' && <PlanButton stack={stack} number={revision} again />}</div>}
    </Dialog>
  )
}

/** What was ticked, once more: by its name, before it is done. */
function Chosen({ choices }: { choices: Decided['choices'] }): JSX.Element | null {
  const t = useTranslations('plan.apply.chosen')
  const kinds = (['force', 'remove', 'unstick'] as const).filter((kind) => choices[kind].length > 0)
  if (kinds.length === 0) return null
  return <ul className="mt-2 grid gap-1">{kinds.map((kind) => <li key={kind} className="wrap-anywhere">{t(kind)} <Code wrap>{choices[kind].join(', ')}</Code></li>)}</ul>
}
