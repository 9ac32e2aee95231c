'use client'
// A run as it happens: the sentence, then every object with its state, what it waits for and what went wrong.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { routes } from '#lib/routes.ts'
import type { RunObject, RunObjectStatus, RunView, StackView } from '#lib/services/views.ts'
import { ObjectName } from '../changes/object-name.tsx'
import { PlanButton } from '../changes/plan-button.tsx'
import { RestoreButton } from '../changes/restore-button.tsx'
import { Age } from '../ui/age.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Code } from '../ui/code.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import type { GlyphName } from '../ui/glyph.tsx'
import { Section } from '../ui/section.tsx'
import { Status, type Tone } from '../ui/status.tsx'
import { Table, Td, Th, Tr } from '../ui/table.tsx'
import { Verdict } from '../ui/verdict.tsx'
import { RunBadge } from './run-badge.tsx'
import { useRun } from '#lib/queries/run.ts'

const LOOK: Record<RunObjectStatus, { glyph: GlyphName; tone: Tone }> = {
  pending: { glyph: 'open', tone: 'unknown' },
  applying: { glyph: 'progressing', tone: 'progressing' },
  waiting: { glyph: 'progressing', tone: 'progressing' },
  done: { glyph: 'check', tone: 'quiet' },
  unchanged: { glyph: 'synced', tone: 'quiet' },
  failed: { glyph: 'degraded', tone: 'degraded' },
  skipped: { glyph: 'unknown', tone: 'unknown' },
}

export function RunProgress({ stack, initial }: { stack: StackView; initial: RunView }): JSX.Element {
  const t = useTranslations('run')
  const { data: run = initial, isError, dataUpdatedAt } = useRun(initial)
  const done = run.objects.filter(({ status }) => status === 'done' || status === 'unchanged').length
  return (
    <>
      <Verdict
        eyebrow={<RunBadge status={run.status} />}
        sub={<>{t('sub', { by: run.startedBy })} <Age at={run.startedAt} />{run.finishedAt !== undefined && <>. {t('took', { seconds: secondsBetween(run.startedAt, run.finishedAt) })}</>}</>}
      >
        <span aria-live="polite">{t(`verdict.${run.status}`, { number: run.revision, done, total: run.objects.length })}</span>
      </Verdict>
      {isError && run.status === 'running' && <ErrorPanel kind="unknown" title={t('lost', { age: new Date(dataUpdatedAt).toLocaleTimeString() })} />}
      {run.message !== undefined && run.status !== 'succeeded' && <ErrorPanel kind={run.status === 'failed' ? 'error' : 'notice'} title={run.message}>{t('again')}</ErrorPanel>}
      <Section title={t('objects')} count={`${done} / ${run.objects.length}`} className="mt-2">
        <ObjectTable objects={run.objects} />
      </Section>
      {run.status !== 'running' && <Ways stack={stack} run={run} />}
    </>
  )
}

function ObjectTable({ objects }: { objects: readonly RunObject[] }): JSX.Element {
  const t = useTranslations('run')
  return (
    <Table label={t('objects')}>
      <thead><tr><Th>{t('object')}</Th><Th>{t('state')}</Th><Th num phone={false}>{t('ready')}</Th><Th num phone={false}>{t('took_head')}</Th><Th phone={false}>{t('message')}</Th></tr></thead>
      <tbody>
        {objects.map((object) => (
          <Tr key={object.object} className={object.status === 'failed' ? 'bg-degraded-tint' : ''}>
            <Td className="font-normal"><ObjectName id={object.object} /></Td>
            <Td>
              <Status {...LOOK[object.status]}>{t(`objectStatus.${object.status}`)}</Status>
              {object.ready && <span className="pl-2 text-ink-3 md:hidden">{t('readyOf', object.ready)}</span>}
            </Td>
            <Td num phone={false}>{object.ready && t('readyOf', object.ready)}</Td>
            <Td num phone={false} className="text-ink-3">{object.startedAt !== undefined && object.finishedAt !== undefined && t('seconds', { value: secondsBetween(object.startedAt, object.finishedAt) })}</Td>
            <Td phone={false} className="whitespace-normal">{object.message !== undefined && <Code wrap>{object.message}</Code>}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

/** What one does next: go back to what was, see the difference, or try again. */
function Ways({ stack, run }: { stack: StackView; run: RunView }): JSX.Element {
  const t = useTranslations('run')
  const before = run.revision - 1
  return (
    <div className="mt-5 flex flex-wrap items-start gap-2">
      {run.status !== 'succeeded' && <PlanButton stack={stack} number={run.revision} primary again />}
      {before > 0 && <ButtonLink href={routes.compare(stack.slug, before, run.revision)}>{t('compare', { number: before })}</ButtonLink>}
      {before > 0 && <RestoreButton stack={stack} number={before} />}
      <ButtonLink href={routes.stackAudit(stack.slug)}>{t('audit')}</ButtonLink>
      <ButtonLink variant="quiet" href={routes.changes(stack.slug)}>{t('toChanges')}</ButtonLink>
    </div>
  )
}

function secondsBetween(from: string, to: string): string {
  return ((Date.parse(to) - Date.parse(from)) / 1000).toFixed(1)
}
