// The way from one release to another: for each release the flags that change, then what else is different, what needs care first.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { withCode } from '#components/findings/with-code.ts'
import { Section } from '#components/ui/section.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import { Status } from '#components/ui/status.tsx'
import { sourceOf, type NoteWeight } from '#lib/thanos/releases/note.ts'
import type { Upgrade, UpgradeChange, UpgradeStep } from '#lib/thanos/upgrade/plan-upgrade.ts'

const ORDER: readonly NoteWeight[] = ['breaking', 'behaviour', 'fix', 'new']
const LOUD: readonly NoteWeight[] = ['breaking', 'behaviour']

/** All steps of a way. `chosen` is the number of workloads that were chosen. */
export function ReleaseSteps({ upgrade, chosen }: { upgrade: Upgrade; chosen: number }): JSX.Element {
  return <>{upgrade.steps.map((step) => <ReleaseStep key={step.release} step={step} isBack={upgrade.direction === 'down'} chosen={chosen} />)}</>
}

function ReleaseStep({ step, isBack, chosen }: { step: UpgradeStep; isBack: boolean; chosen: number }): JSX.Element {
  const t = useTranslations('presets.version')
  const notes = step.notes.toSorted((a, b) => ORDER.indexOf(a.note.weight) - ORDER.indexOf(b.note.weight))
  const loud = isBack ? notes : notes.filter(({ note }) => LOUD.includes(note.weight))
  const quiet = isBack ? [] : notes.filter(({ note }) => !LOUD.includes(note.weight))
  return (
    <Section title={step.release} className="mb-5">
      {step.changes.length > 0 && <ul>{step.changes.map((change) => <ChangeLine key={`${change.object} ${change.flag}`} change={change} />)}</ul>}
      <ul>{loud.map((entry) => <NoteLine key={entry.note.pull} {...entry} isBack={isBack} chosen={chosen} />)}</ul>
      {quiet.length > 0 && (
        <details className="border-b border-hair">
          <summary className="cursor-pointer py-1.5 text-ink-3 hover:text-ink max-md:py-3">{t('quiet', { count: quiet.length })}</summary>
          <ul>{quiet.map((entry) => <NoteLine key={entry.note.pull} {...entry} isBack={isBack} chosen={chosen} />)}</ul>
        </details>
      )}
    </Section>
  )
}

function ChangeLine({ change }: { change: UpgradeChange }): JSX.Element {
  const t = useTranslations('presets.version')
  const { name, what, reason, isDone, blocks } = change
  return (
    <li className="grid gap-x-5 border-b border-hair py-1.5 md:grid-cols-[150px_minmax(0,1fr)_auto]">
      <span className="font-semibold wrap-anywhere">{name}<span className="block text-label font-normal text-ink-3">{t(`reason.${reason}`)}</span></span>
      <span className="min-w-0 text-ink-2 wrap-anywhere"><Sentence text={withCode(what)} /></span>
      <State isDone={isDone} isDefault={reason === 'default'} blocks={blocks} />
    </li>
  )
}

function State({ isDone, isDefault, blocks }: { isDone: boolean; isDefault: boolean; blocks: boolean }): JSX.Element {
  const t = useTranslations('presets.version')
  if (isDone) return <Status glyph="check">{t('done')}</Status>
  if (isDefault) return <span className="text-ink-3">{t('follows')}</span>
  return blocks ? <Status glyph="error" tone="degraded">{t('open')}</Status> : <Status glyph="waiting" tone="notice">{t('open')}</Status>
}

function NoteLine({ note, names, isBack, chosen }: UpgradeStep['notes'][number] & { isBack: boolean; chosen: number }): JSX.Element {
  const t = useTranslations('presets.version')
  const locale = useLocale()
  const { weight, what, act, back, pull } = note
  const said = isBack ? back ?? what : what
  return (
    <li className="grid gap-x-5 border-b border-hair py-1.5 md:grid-cols-[150px_minmax(0,1fr)_auto]">
      <span className={weight === 'breaking' ? 'font-medium text-notice-text' : 'text-ink-3'}>{isBack ? t('back') : t(`weight.${weight}`)}</span>
      <span className="min-w-0 wrap-anywhere">
        <Sentence text={withCode(said)} />
        {!isBack && act !== undefined && <span className="block text-ink-2"><Sentence text={withCode(act)} /></span>}
        {isBack && <span className="block text-label text-ink-3">{what[locale]}</span>}
        <span className="block text-label text-ink-3">{t('of', { names: names.length === chosen && chosen > 1 ? t('everyone') : names.join(', ') })}</span>
      </span>
      <a href={sourceOf({ pull })} target="_blank" rel="noreferrer" className="text-label">{t('pull', { pull })}</a>
    </li>
  )
}
