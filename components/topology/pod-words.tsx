'use client'
// What a pod writes, and what Kubernetes notes about it: read while somebody looks.
import { clsx } from 'clsx'
import { useLocale, useTranslations } from 'next-intl'
import { type JSX, type ReactNode, useId } from 'react'
import { type Asked, type PodAsked, usePodTold, useWorkloadEvents } from '#lib/queries/pod.ts'
import type { Noted, Told } from '#lib/services/views.ts'
import type { SeenPod } from '#lib/thanos/live/observation.ts'
import { Age } from '../ui/age.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Select } from '../ui/select.tsx'
import { Table, Td, Th } from '../ui/table.tsx'

/** Which of the replicas is meant; nothing when there is one only. */
export function PodPicker({ pods, pod, onChoose }: { pods: readonly SeenPod[]; pod: SeenPod; onChoose: (name: string) => void }): JSX.Element | null {
  const t = useTranslations('topology')
  const id = useId()
  if (pods.length < 2) return null
  return (
    <p className="flex items-center gap-3 pt-3">
      <label htmlFor={id} className="text-ink-3">{t('pod')}</label>
      <Select id={id} value={pod.name} onChange={(event) => { onChoose(event.target.value) }}>{pods.map(({ name }) => <option key={name}>{name}</option>)}</Select>
    </p>
  )
}

const FATAL = /level=(error|fatal)|\berr(or)?=|\bpanic:|\bfatal\b/i

/** The last lines, newest last; of a container that ended, what it wrote before comes first. */
export function PodLog({ slug, pod }: { slug: string; pod: SeenPod }): JSX.Element {
  const t = useTranslations('topology')
  return (
    <PodTold slug={slug} pod={pod}>
      {({ at, lines, before }) => (
        <>
          {(!before.ok || before.value.length > 0) && <Lines title={t('logBefore')} told={before} />}
          <Lines title={<>{t('logNow')} <Age at={at} className="text-ink-3" /></>} told={lines} />
        </>
      )}
    </PodTold>
  )
}

function Lines({ title, told }: { title: ReactNode; told: Told<string[]> }): JSX.Element {
  const t = useTranslations('topology')
  return (
    <Part told={told}>
      {(lines) => (
        <figure className="pt-3">
          <figcaption className="pb-1 text-ink-2">{title}</figcaption>
          {lines.length === 0 ? <p className="text-ink-3">{t('noLines')}</p> : (
            <ol tabIndex={0} aria-label={t('tab.log')} className="max-h-80 overflow-y-auto bg-inset py-2 font-mono text-xs leading-5">
              {lines.map((line, index) => (
                // Lines may be alike, and their order never changes.
                // oxlint-disable-next-line react/no-array-index-key -- see above
                <li key={index} className={clsx('flex gap-2 px-3 whitespace-pre-wrap wrap-anywhere', FATAL.test(line) && 'bg-degraded-tint text-degraded-text')}>
                  <span className="w-3 shrink-0 pt-1">{FATAL.test(line) && <Glyph name="error" />}</span><span className="min-w-0">{line}</span>
                </li>
              ))}
            </ol>
          )}
        </figure>
      )}
    </Part>
  )
}

/** Of a pod, newest first. Kubernetes keeps them for an hour. */
export function PodEvents({ slug, pod }: { slug: string; pod: SeenPod }): JSX.Element {
  return <PodTold slug={slug} pod={pod}>{({ events }) => <Part told={events}>{(rows) => <Events rows={rows} label={pod.name} />}</Part>}</PodTold>
}

/** Of the workload itself, its ReplicaSets and claims: also where it has no pod. */
export function WorkloadNotes({ slug, object }: { slug: string; object: string }): JSX.Element {
  return <Answered data={useWorkloadEvents({ slug, object }).data}>{({ events }) => <Part told={events}>{(rows) => <Events rows={rows} label={object} />}</Part>}</Answered>
}

function Events({ rows, label }: { rows: readonly (Noted & { about?: string })[]; label: string }): JSX.Element {
  const t = useTranslations('topology')
  if (rows.length === 0) return <p className="py-3 text-ink-2">{t('noEventsOf', { name: label })}</p>
  return (
    <Table label={t('eventsOf', { name: label })} dense sticky={false}>
      <thead><tr><Th>{t('column.event')}</Th><Th>{t('column.says')}</Th><Th num phone={false}>{t('column.times')}</Th><Th num>{t('column.lastSeen')}</Th></tr></thead>
      <tbody>
        {rows.map(({ type, reason, message, count, at, about }) => (
          <tr key={`${about ?? ''} ${reason} ${message} ${at}`}>
            <Td className={clsx('align-top', type === 'Warning' && 'font-medium text-notice-text')}>{reason}</Td>
            <Td wrap className="w-full wrap-anywhere">{about !== undefined && <span className="block text-ink-3">{about}</span>}{message}</Td>
            <Td num phone={false}>{count}</Td>
            <Td num className="text-ink-3">{at === '' ? '–' : <Age at={at} />}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

/** One of the parts, or why it could not be read. */
function Part<Value>({ told, children }: { told: Told<Value>; children: (value: Value) => ReactNode }): JSX.Element {
  const t = useTranslations('topology')
  const locale = useLocale()
  return told.ok ? <>{children(told.value)}</> : <ErrorPanel kind="unknown" live={false} title={t('notReadPart')}>{told.why[locale]}</ErrorPanel>
}

function PodTold({ slug, pod, children }: { slug: string; pod: SeenPod; children: (told: Extract<PodAsked, { ok: true }>['value']) => ReactNode }): JSX.Element {
  return <Answered data={usePodTold({ slug, object: pod.object, pod: pod.name }).data}>{children}</Answered>
}

function Answered<Value>({ data, children }: { data: Asked<Value> | undefined; children: (told: Value) => ReactNode }): JSX.Element {
  const t = useTranslations('topology')
  const ui = useTranslations('ui')
  if (data === undefined) return <p role="status" className="late py-3 text-ink-3">{ui('loading')}</p>
  if (!data.ok) return <ErrorPanel kind="unknown" live={false} title={t('notReadPart')}>{data.why ?? t('gauntletSilent')}</ErrorPanel>
  return <>{children(data.value)}</>
}
