// The objects of a plan in the order in which they are applied, each with its diff, its conflicts or why it cannot be applied.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { ObjectChange } from '#lib/manifest/change.ts'
import { DiffItem } from '../changes/diff-item.tsx'
import { TextDiff } from '../manifest/text-diff.tsx'
import { Code } from '../ui/code.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import type { GlyphName } from '../ui/glyph.tsx'
import { Section } from '../ui/section.tsx'
import { Status, type Tone } from '../ui/status.tsx'

const LOOK: Record<ObjectChange['verdict'], { glyph: GlyphName; tone: Tone }> = {
  create: { glyph: 'waiting', tone: 'notice' },
  change: { glyph: 'outofsync', tone: 'notice' },
  unchanged: { glyph: 'synced', tone: 'quiet' },
  conflict: { glyph: 'degraded', tone: 'degraded' },
  invalid: { glyph: 'degraded', tone: 'degraded' },
  immutable: { glyph: 'degraded', tone: 'degraded' },
  missing: { glyph: 'missing', tone: 'degraded' },
}

export function PlanObjects({ objects }: { objects: readonly ObjectChange[] }): JSX.Element {
  const t = useTranslations('plan.objects')
  const changing = objects.filter((object) => object.verdict !== 'unchanged')
  const same = objects.filter((object) => object.verdict === 'unchanged')
  return (
    <Section title={t('title')} count={changing.length}>
      {changing.map((object, index) => <PlanObject key={object.object} change={object} order={index + 1} open={changing.length <= 3 || isStopped(object)} />)}
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

function PlanObject({ change, order, open }: { change: ObjectChange; order: number; open: boolean }): JSX.Element {
  const t = useTranslations('plan.objects')
  const words = [change.fields.length > 0 ? t('fields', { count: change.fields.length }) : '', change.restarts > 0 ? t('restarts', { count: change.restarts }) : ''].filter((word) => word !== '')
  return (
    <DiffItem id={change.object} order={order} summary={words.join(', ')} open={open} aside={<Status {...LOOK[change.verdict]}>{t(`verdict.${change.verdict}`)}</Status>}>
      {change.message !== undefined && <ErrorPanel live={false} title={t(`stopped.${change.verdict}`)}><Code wrap>{change.message}</Code></ErrorPanel>}
      {change.conflicts.map((conflict) => (
        <p key={`${conflict.field} ${conflict.owner}`} className="flex flex-wrap gap-x-2 bg-notice-tint px-3 py-2">
          <Code wrap>{conflict.field}</Code><span>—</span><b className="font-semibold">{conflict.owner}</b>
          <span className="text-ink-2">{t('conflict')}</span>
        </p>
      ))}
      {change.verdict !== 'missing' && <TextDiff label={change.object} before={change.liveYaml} after={change.predictedYaml} />}
    </DiffItem>
  )
}

/** Whether this object keeps the plan from being applied. */
export function isStopped(change: ObjectChange): boolean {
  return ['conflict', 'invalid', 'immutable', 'missing'].includes(change.verdict)
}
