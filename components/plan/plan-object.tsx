'use client'
// One object of a plan: a line that opens to its diff, to why it stands in the way, and to what is to be decided about it.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { usePlanDiff } from '#lib/queries/plan.ts'
import { routes } from '#lib/routes.ts'
import { DiffItem } from '../changes/diff-item.tsx'
import { withCode } from '../findings/with-code.ts'
import { YamlDiff } from '../manifest/yaml-diff.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Code } from '../ui/code.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Link } from '../ui/link.tsx'
import { RiskBadge } from '../ui/risk-badge.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { Status } from '../ui/status.tsx'
import { ConflictTick, RemoveTick, UnstickTick } from './plan-ticks.tsx'
import { isRefused, refusalHref, type PlanRow } from './plan-row.ts'

export function PlanObject({ planId, slug, row, isOpen, onToggle, mayForce, mayApply }: {
  planId: string; slug: string; row: PlanRow; isOpen: boolean; onToggle: (isOpen: boolean) => void; mayForce: boolean; mayApply: boolean
}): JSX.Element {
  const t = useTranslations('plan.objects')
  const { object, order, verdict, reason, conflicts } = row
  return (
    <DiffItem id={object} order={order} open={isOpen} onToggle={onToggle} summary={<Summary row={row} />} aside={<State row={row} />}>
      {isOpen && (
        <>
          {reason !== undefined && <p className="pb-2 pl-9 text-ink-2 max-md:pl-0"><Sentence text={withCode(reason)} /></p>}
          {isRefused(row) && <Refused slug={slug} row={row} />}
          {verdict === 'waited' && <p className="pb-2 pl-9 text-ink-2 max-md:pl-0">{t('waitedWhy')}</p>}
          {verdict !== 'missing' && verdict !== 'waited' && <ObjectDiff planId={planId} row={row} />}
          {conflicts.map((conflict) => <ConflictTick key={`${conflict.field} ${conflict.owner}`} object={object} conflict={conflict} mayForce={mayForce} />)}
          {verdict === 'orphan' && <RemoveTick row={row} mayApply={mayApply} />}
          {object.startsWith('StatefulSet/') && row.restarts > 0 && !isRefused(row) && <UnstickTick object={object} mayApply={mayApply} />}
          {verdict === 'conflict' && <p className="px-3 py-1"><Link className="link" href={routes.ownership(slug)}>{t('owners')}</Link></p>}
          {verdict === 'conflict' && !mayForce && <p className="px-3 py-1 text-ink-3">{t('onlyAdmin')}</p>}
        </>
      )}
    </DiffItem>
  )
}

function State({ row }: { row: PlanRow }): JSX.Element {
  const t = useTranslations('plan.objects.verdict')
  if (isRefused(row)) return <Status glyph="degraded" tone="degraded">{t(row.verdict)}</Status>
  if (row.verdict === 'conflict' || row.verdict === 'orphan') return <Status glyph="warning" tone="notice">{t(row.verdict)}</Status>
  if (row.verdict === 'waited') return <Status glyph="waiting">{t('waited')}</Status>
  return <RiskBadge risk={row.risk} />
}

/** "replicas 3 to 1, 2 restarts". */
function Summary({ row: { verdict, change, fields, restarts, conflicts } }: { row: PlanRow }): JSX.Element {
  const t = useTranslations('plan.objects')
  const words = [
    ...(verdict === 'create' ? [t('new')] : []),
    ...(verdict === 'waited' ? [t('asItIs')] : []),
    ...(verdict !== 'create' && fields > 0 ? [change === undefined ? t('fields', { count: fields }) : t('change', change)] : []),
    ...(conflicts.length > 0 ? [t('conflicts', { count: conflicts.length })] : []),
    ...(restarts > 0 ? [t('restarts', { count: restarts })] : []),
  ]
  return <>{words.join(', ')}</>
}

/** Why an object cannot be applied: whose words they are, where it is mended, and what must be done instead. */
function Refused({ slug, row: { object, verdict, message, refusals, advice, mend } }: { slug: string; row: PlanRow & { verdict: 'invalid' | 'immutable' | 'missing' } }): JSX.Element {
  const t = useTranslations('plan.objects')
  const locale = useLocale()
  const isMissing = verdict === 'missing'
  return (
    <ErrorPanel
      live={false} title={t(`stopped.${verdict}`)}
      action={mend !== undefined && <ButtonLink href={mend.href}>{t(isMissing ? 'writeSecret' : 'edit')}</ButtonLink>}
    >
      {refusals.length > 0
        ? (
          <ul className="grid gap-1">
            {refusals.map(({ field, message: words, place }) => (
              <li key={`${field} ${words}`}>
                {field !== '' && <>{mend === undefined ? <PlaceName field={field} place={place} /> : <a className="link" href={refusalHref(slug, object, place)}><PlaceName field={field} place={place} /></a>}{' '}</>}
                <Code wrap>{words}</Code>
              </li>
            ))}
          </ul>
        )
        : message !== undefined && <Code wrap>{typeof message === 'string' ? message : message[locale]}</Code>}
      {advice !== undefined && <p className="mt-1.5"><Sentence text={withCode(advice)} /></p>}
    </ErrorPanel>
  )
}

function PlaceName({ field, place }: Pick<PlanRow['refusals'][number], 'field' | 'place'>): JSX.Element {
  const t = useTranslations('plan.objects.part')
  if (place.kind === 'part') return <>{t(place.part)}</>
  return <Code wrap>{place.kind === 'flag' ? `--${place.flag}` : field}</Code>
}

function ObjectDiff({ planId, row: { object, texts } }: { planId: string; row: PlanRow }): JSX.Element {
  const t = useTranslations('plan.objects')
  const { data, isError, refetch } = usePlanDiff(planId, object, texts)
  if (data !== undefined) return <YamlDiff label={object} before={data.before} after={data.after} />
  if (isError) return <p className="py-2 text-ink-2">{t('unread')} <button type="button" className="link" onClick={() => { void refetch() }}>{t('again')}</button></p>
  return <p role="status" className="h-24 py-2 text-ink-3">{t('reading')}</p>
}
