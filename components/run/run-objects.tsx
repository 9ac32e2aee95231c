'use client'
// The objects of a run in their order. What was as asked already is folded away: it is neither news nor work.
import { useTranslations } from 'next-intl'
import { Fragment, type JSX } from 'react'
import { unstickRun } from '#lib/actions/runs.ts'
import type { RunObject, RunObjectStatus, RunView } from '#lib/services/views.ts'
import { ObjectName } from '../changes/object-name.tsx'
import { Code } from '../ui/code.tsx'
import type { GlyphName } from '../ui/glyph.tsx'
import { Status, type Tone } from '../ui/status.tsx'
import { Table, Td, Th, Tr } from '../ui/table.tsx'
import { RunAction } from './run-action.tsx'
import { RunLog } from './run-log.tsx'
import { RunPods } from './run-pods.tsx'
import { RunTime } from './run-time.tsx'

const LOOK: Record<RunObjectStatus, { glyph: GlyphName; tone: Tone }> = {
  pending: { glyph: 'open', tone: 'quiet' },
  applying: { glyph: 'progressing', tone: 'progressing' },
  waiting: { glyph: 'progressing', tone: 'progressing' },
  done: { glyph: 'check', tone: 'quiet' },
  unchanged: { glyph: 'synced', tone: 'quiet' },
  failed: { glyph: 'degraded', tone: 'degraded' },
  skipped: { glyph: 'unknown', tone: 'unknown' },
}

export function RunObjects({ run, mayApply }: { run: RunView; mayApply: boolean }): JSX.Element {
  const t = useTranslations('run')
  const { objects } = run
  // Its reason stands above the list already.
  const told = run.status === 'running' ? undefined : objects.find(({ status }) => status === 'failed')?.object
  const same = objects.filter(({ status }) => status === 'unchanged')
  return (
    <>
      <Table label={t('objects')}>
        <thead><tr><Th>{t('object')}</Th><Th>{t('state')}</Th><Th num>{t('ready')}</Th><Th num phone={false}>{t('took_head')}</Th><Th phone={false} className="w-1/3">{t('says')}</Th></tr></thead>
        <tbody>{objects.filter(({ status }) => status !== 'unchanged').map((object) => (
          <Fragment key={object.object}>
            <ObjectRow object={object} isTold={object.object === told} />
            <ObjectDetail object={object} run={run} mayApply={mayApply} />
          </Fragment>
        ))}</tbody>
      </Table>
      {same.length > 0 && (
        <details className="group">
          <summary className="flex min-h-9 cursor-pointer list-none items-center justify-between text-ink-3 max-md:min-h-11 [&::-webkit-details-marker]:hidden">
            <span>{t('unchanged', { count: same.length })}</span>
            <span className="link group-open:hidden">{t('show')}</span>
          </summary>
          <ul className="pb-3">{same.map(({ object }) => <li key={object} className="leading-6"><ObjectName id={object} wrap="phone" /></li>)}</ul>
        </details>
      )}
    </>
  )
}

function ObjectRow({ object, isTold }: { object: RunObject; isTold: boolean }): JSX.Element {
  const t = useTranslations('run')
  const { status, ready } = object
  const says = isTold ? undefined : object.message
  const isFailed = status === 'failed'
  return (
    <Tr className={isFailed ? 'bg-degraded-tint' : ''}>
      <Td wrap="phone" className="font-normal max-md:py-2">
        {object.action === 'delete' && <span className="text-danger-text">{t('deletes')} </span>}
        <ObjectName id={object.object} wrap="phone" />
        {object.reason !== undefined && <span className="block whitespace-normal text-ink-3">{object.reason}</span>}
        {says !== undefined && <span className="block text-ink-2 wrap-anywhere md:hidden">{says}</span>}
        {status === 'waiting' && <span className="block text-ink-3 md:hidden"><RunTime object={object} /></span>}
      </Td>
      <Td wrap="phone" className="max-md:py-2"><Status {...LOOK[status]} wrap="phone">{t(`objectStatus.${status}`)}</Status></Td>
      <Td num>{ready && t('readyOf', ready)}</Td>
      <Td num phone={false} className="text-ink-3"><RunTime object={object} /></Td>
      <Td phone={false} wrap className="py-1 text-ink-2 wrap-anywhere">{says !== undefined && (isFailed ? <Code wrap>{says}</Code> : says)}</Td>
    </Tr>
  )
}

/** What is seen of the pods, while that is news. */
function ObjectDetail({ object, run, mayApply }: { object: RunObject; run: RunView; mayApply: boolean }): JSX.Element | null {
  const t = useTranslations('run')
  const { status, pods = [], log } = object
  if (status !== 'waiting' && status !== 'failed') return null
  if (pods.length === 0 && log === undefined) return null
  const stuck = pods.find(({ isStuck }) => isStuck)
  const isAsked = run.choices.unstick.includes(object.object)
  return (
    <tr>
      <td colSpan={5} className="border-b border-hair pb-3 pl-6 max-md:pl-0">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 pt-1.5">
          {pods.length > 0 && <RunPods pods={pods} want={object.ready?.want} />}
          {log && <RunLog log={log} />}
          {stuck && run.status === 'running' && mayApply && (
            <div className="flex flex-wrap items-center gap-x-3.5 gap-y-2">
              <RunAction ask={() => unstickRun({ runId: run.id, object: object.object })} isAsked={isAsked}>{t('unstick', { pod: stuck.name })}</RunAction>
              <span className="text-ink-3">{t('unstickWhy')}</span>
            </div>
          )}
        </div>
      </td>
    </tr>
  )
}
