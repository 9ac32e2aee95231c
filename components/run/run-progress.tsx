'use client'
// A run as it happens: the sentence, then every object with its state, what it waits for and what went wrong.
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type JSX, useEffect, useState } from 'react'
import { cancelRun } from '#lib/actions/runs.ts'
import { useRun } from '#lib/queries/run.ts'
import type { RunView, StackView } from '#lib/services/views.ts'
import { Age } from '../ui/age.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Section } from '../ui/section.tsx'
import { Verdict } from '../ui/verdict.tsx'
import { RunAction } from './run-action.tsx'
import { RunBadge } from './run-badge.tsx'
import { RunObjects } from './run-objects.tsx'
import { RunWays } from './run-ways.tsx'

/** `backTo` is the revision that ran before this one, if any. */
export function RunProgress({ stack, initial, backTo, mayWrite, mayPlan, mayApply }: {
  stack: StackView; initial: RunView; backTo: number | undefined; mayWrite: boolean; mayPlan: boolean; mayApply: boolean
}): JSX.Element {
  const t = useTranslations('run')
  const { data: run = initial, isError, dataUpdatedAt } = useRun(initial)
  useFreshFrame(run)
  const done = run.objects.filter(({ status }) => status === 'done' || status === 'unchanged').length
  const failed = run.objects.find(({ status }) => status === 'failed')
  const current = failed ?? run.objects.find(({ status }) => status === 'waiting' || status === 'applying')
  return (
    <>
      <Verdict
        eyebrow={<RunBadge status={run.status} />}
        sub={<>
          {t.rich('sub', { by: run.startedBy, age: () => <Age at={run.startedAt} /> })}
          {run.finishedAt !== undefined && <> {t('took', { seconds: ((Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000).toFixed(0) })}</>}
        </>}
      >
        <span aria-live="polite">
          {t(`verdict.${run.status}`, { number: run.revision, by: run.cancelledBy ?? '?', done, total: run.objects.length, name: current?.object.split('/').at(-1) ?? 'none' })}
        </span>
      </Verdict>
      {isError && run.status === 'running' && <ErrorPanel kind="unknown" title={t.rich('lost', { age: () => <Age at={new Date(dataUpdatedAt).toISOString()} /> })} />}
      {run.message !== undefined && run.status !== 'succeeded' && run.status !== 'running' && (
        <div className="mb-4 border-t border-hair">
          <ErrorPanel kind={failed === undefined ? 'notice' : 'error'} title={failed?.message ?? run.message}>
            {failed?.message !== undefined && <p>{run.message}</p>}
            {/* What stopped otherwise says so itself. */}
            {run.status === 'failed' && <p>{t('again')}</p>}
          </ErrorPanel>
        </div>
      )}
      <Section title={t('objects')} count={`${done} / ${run.objects.length}`}>
        <RunObjects run={run} mayApply={mayApply} />
      </Section>
      {run.status === 'running' && mayApply && <StopHere run={run} />}
      {run.status !== 'running' && <RunWays stack={stack} run={run} backTo={backTo} mayWrite={mayWrite} mayPlan={mayPlan} />}
    </>
  )
}

function StopHere({ run }: { run: RunView }): JSX.Element {
  const t = useTranslations('run')
  const isAsked = run.cancelledBy !== undefined
  return (
    <div className="mt-5 flex flex-wrap items-center gap-x-3.5 gap-y-2">
      <RunAction ask={() => cancelRun({ runId: run.id })} isAsked={isAsked}>{t(isAsked ? 'stopping' : 'stop')}</RunAction>
      <span className="text-ink-3">{run.isTaken ? t('stopWhy') : t('notTaken')}</span>
    </div>
  )
}

/** The frame was drawn before the run ended; what it says of the pending revision is asked anew then. */
function useFreshFrame({ status }: RunView): void {
  const router = useRouter()
  const [atFirst] = useState(status)
  useEffect(() => {
    if (atFirst === 'running' && status !== 'running') router.refresh()
  }, [atFirst, status, router])
}
