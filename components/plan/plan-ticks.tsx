'use client'
// What the reviewer decides about one object: to take a field over, to delete what is left, to delete pods that block their controller.
import { useTranslations } from 'next-intl'
import type { JSX, ReactNode } from 'react'
import { withCode } from '../findings/with-code.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Code } from '../ui/code.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { usePlanChoices } from './plan-choices.tsx'
import type { PlanConflict, PlanRow } from './plan-row.ts'

export function ConflictTick({ object, conflict: { field, owner, ours, theirs }, mayForce }: { object: string; conflict: PlanConflict; mayForce: boolean }): JSX.Element {
  const t = useTranslations('plan.objects')
  const { isChosen, choose } = usePlanChoices()
  return (
    <div className="bg-notice-tint px-3 py-2">
      <Checkbox checked={isChosen('force', object, field)} disabled={!mayForce} onChange={(event) => choose('force', event.currentTarget.checked, object, field)}>
        {t.rich('take', { field: () => <Code wrap>{field}</Code>, owner: () => <b className="font-semibold">{owner}</b> })}
      </Checkbox>
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 pl-[26px] text-ink-2">
        <dt>{t('theirs')}</dt><dd><Value text={theirs} /></dd>
        <dt>{t('ours')}</dt><dd><Value text={ours} /></dd>
      </dl>
    </div>
  )
}

/** A value of several lines scrolls inside itself. */
function Value({ text }: { text: string | undefined }): ReactNode {
  const t = useTranslations('plan.objects')
  if (text === undefined) return <span className="text-ink-3">{t('notThere')}</span>
  return text.includes('\n') ? <pre className="max-h-40 overflow-auto" tabIndex={0}><code>{text}</code></pre> : <Code wrap>{text}</Code>
}

export function RemoveTick({ row: { object, mustGo, message }, mayApply }: { row: PlanRow; mayApply: boolean }): JSX.Element {
  const t = useTranslations('plan.objects')
  const { isChosen, choose } = usePlanChoices()
  return (
    <div className="bg-notice-tint px-3 py-2">
      <Checkbox checked={isChosen('remove', object)} disabled={!mayApply} onChange={(event) => choose('remove', event.currentTarget.checked, object)}>
        {t.rich('remove', { object: () => <Code wrap>{object}</Code> })}
      </Checkbox>
      <p className="pl-[26px] text-ink-2">{mustGo === undefined ? t(object.startsWith('StatefulSet/') ? 'removeSet' : 'removeWhat') : <Sentence text={withCode(mustGo)} />}</p>
      {typeof message === 'object' && <p className="pl-[26px] text-ink-2"><Sentence text={withCode(message)} /></p>}
    </div>
  )
}

export function UnstickTick({ object, mayApply }: { object: string; mayApply: boolean }): JSX.Element {
  const t = useTranslations('plan.objects')
  const { isChosen, choose } = usePlanChoices()
  return (
    <div className="px-3 py-2">
      <Checkbox checked={isChosen('unstick', object)} disabled={!mayApply} onChange={(event) => choose('unstick', event.currentTarget.checked, object)}>{t('unstick')}</Checkbox>
      <p className="pl-[26px] text-ink-3">{t('unstickWhy')}</p>
    </div>
  )
}
