// The objects of a plan in the order in which they are applied, each with its risk and its diff, or why it cannot be applied.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { ObjectChange } from '#lib/manifest/change.ts'
import { lineDiff } from '#lib/manifest/line-diff.ts'
import type { Impact } from '#lib/thanos/impact/impact.ts'
import { objectRisk } from '#lib/thanos/impact/risk.ts'
import { DiffItem } from '../changes/diff-item.tsx'
import { YamlDiff } from '../manifest/yaml-diff.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Code } from '../ui/code.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { RiskBadge } from '../ui/risk-badge.tsx'
import { Section } from '../ui/section.tsx'
import { Status } from '../ui/status.tsx'

/** `credentialsHref` is where a missing Secret is written. */
export function PlanObjects({ objects, impacts, credentialsHref, className = '' }: {
  objects: readonly ObjectChange[]; impacts: readonly Impact[]; credentialsHref: string | undefined; className?: string
}): JSX.Element {
  const t = useTranslations('plan.objects')
  const changing = objects.filter((object) => object.verdict !== 'unchanged')
  const same = objects.filter((object) => object.verdict === 'unchanged')
  return (
    <Section title={t('title')} count={changing.length} className={className}>
      {changing.map((change, index) => (
        <DiffItem
          key={change.object} id={change.object} order={index + 1} open={changing.length <= 3 || isStopped(change)}
          summary={<Summary change={change} />}
          aside={isStopped(change) ? <Status glyph="degraded" tone="degraded">{t(`verdict.${change.verdict}`)}</Status> : <RiskBadge risk={objectRisk(impacts, change)} />}
        >
          <Stopped change={change} credentialsHref={credentialsHref} />
          {change.verdict !== 'missing' && <YamlDiff label={change.object} before={change.liveYaml} after={change.predictedYaml} />}
        </DiffItem>
      ))}
      {changing.length === 0 && <p className="py-2 text-ink-3">{t('none')}</p>}
      {same.length > 0 && (
        <details className="group">
          <summary className="flex min-h-9 cursor-pointer list-none items-center justify-between text-ink-3 max-md:min-h-11 [&::-webkit-details-marker]:hidden">
            <span>{t('unchanged', { count: same.length })}</span>
            <span className="link group-open:hidden">{t('show')}</span>
          </summary>
          <ul className="pb-3 text-ink-2">{same.map((object) => <li key={object.object}><Code>{object.object}</Code></li>)}</ul>
        </details>
      )}
    </Section>
  )
}

/** "3 lines, 2 restarts". */
function Summary({ change }: { change: ObjectChange }): JSX.Element {
  const t = useTranslations('plan.objects')
  const words = [
    ...(change.verdict === 'create' ? [t('new')] : []),
    ...(change.verdict === 'change' ? [t('lines', { count: changedLines(change) })] : []),
    ...(change.restarts > 0 ? [t('restarts', { count: change.restarts })] : []),
  ]
  return <>{words.join(', ')}</>
}

/** Why an object stands in the way; nothing for one that does not. */
function Stopped({ change, credentialsHref }: { change: ObjectChange; credentialsHref: string | undefined }): JSX.Element | null {
  const t = useTranslations('plan.objects')
  const locale = useLocale()
  if (!isStopped(change)) return null
  const { verdict } = change
  const action = verdict === 'missing' && credentialsHref !== undefined && <ButtonLink href={credentialsHref}>{t('writeSecret')}</ButtonLink>
  return (
    <>
      <ErrorPanel live={false} title={t(`stopped.${verdict}`)} action={action}>
        {change.message !== undefined && <Code wrap>{typeof change.message === 'string' ? change.message : change.message[locale]}</Code>}
      </ErrorPanel>
      {change.conflicts.map((conflict) => (
        <p key={`${conflict.field} ${conflict.owner}`} className="bg-notice-tint px-3 py-2">
          {t.rich('conflict', { field: () => <Code wrap>{conflict.field}</Code>, owner: () => <b className="font-semibold">{conflict.owner}</b> })}
        </p>
      ))}
    </>
  )
}

type Stop = ObjectChange & { verdict: 'conflict' | 'invalid' | 'immutable' | 'missing' }

/** Whether this object keeps the plan from being applied. */
export function isStopped(change: ObjectChange): change is Stop {
  return change.verdict === 'conflict' || change.verdict === 'invalid' || change.verdict === 'immutable' || change.verdict === 'missing'
}

/** Lines that a reader sees change; the mark with the revision's number, which comes with every change, is not counted. */
function changedLines({ liveYaml, predictedYaml }: ObjectChange): number {
  const rows = lineDiff(liveYaml, predictedYaml, { context: 0 }).filter(({ text }) => !/^\s*(annotations:|gauntlet\.dev\/revision: .*)$/.test(text))
  const count = (kind: 'added' | 'removed'): number => rows.filter((row) => row.kind === kind).length
  return Math.max(count('added'), count('removed'))
}
