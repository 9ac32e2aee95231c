'use client'
// The flags of one pod: what the spec asks beside what it runs with. Those that differ come first; what Thanos has by itself is counted.
import { clsx } from 'clsx'
import { useLocale, useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import { flagName, flagValues } from '#lib/thanos/read-args.ts'
import { flagRows } from '#lib/thanos/live/flag-differences.ts'
import type { Observation, SeenPod } from '#lib/thanos/live/observation.ts'
import { componentOf, freshOf, workloadOf } from '#lib/thanos/live/readings.ts'
import { expandVariables } from '#lib/thanos/pod.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { Button } from '../ui/button.tsx'
import { Code } from '../ui/code.tsx'
import { Status } from '../ui/status.tsx'
import { Table, Td, Th } from '../ui/table.tsx'
import { Moment } from './moment.tsx'

/** Needs the pod's own account of its flags; without, or without a pod, it says why there is none, and shows what the spec asks. */
export function FlagTable({ pod, object, observation, spec }: { pod: SeenPod | undefined; object: string; observation: Observation; spec: StackSpec | undefined }): JSX.Element {
  const t = useTranslations('topology')
  const locale = useLocale()
  const [isWhole, showAll] = useState(false)
  const reading = pod === undefined ? undefined : componentOf(observation, pod.name)?.flags
  const workload = spec === undefined ? undefined : workloadOf(spec, object)
  const names = [...new Set(workload?.args.flatMap((arg) => flagName(arg) ?? []))]
  const desired = workload === undefined ? {} : Object.fromEntries(names.map((name) => [name, flagValues(workload.args, name).map((value) => expandVariables(workload, value))]))
  const rows = flagRows(desired, freshOf(reading))
  const shown = isWhole || workload === undefined ? rows : rows.filter(({ state }) => state !== 'not-set')
  return (
    <>
      <p className="py-2 text-ink-3">
        {reading?.state === 'fresh' && <>{t('from', { source: reading.from })}, <Moment at={reading.at} /></>}
        {pod === undefined && t('noPodFlags')}
        {pod !== undefined && reading?.state !== 'fresh' && (pod.kind === 'receive' ? t('receiveFlags') : <>{t('noFlags')}{reading !== undefined && <> {reading.why[locale]}</>}</>)}
      </p>
      <Table label={t('tab.flags')} dense sticky={false}>
        <thead><tr><Th>{t('column.flag')}</Th><Th>{t('column.desired')}</Th><Th>{t('column.real')}</Th></tr></thead>
        <tbody>
          {shown.map(({ flag, desired: asked, real, state }) => (
            <tr key={flag} className={clsx(state === 'differs' && 'bg-notice-tint')}>
              <Td className="align-top"><Code>--{flag}</Code></Td>
              <Td wrap>{asked === undefined ? <span className="text-ink-3">{t('leftToThanos')}</span> : <Code wrap>{asked}</Code>}</Td>
              <Td wrap>{real === undefined ? <span className="text-ink-3">{t('notRead')}</span> : <Code wrap>{real === '' ? '""' : real}</Code>}{state === 'differs' && <Status glyph="outofsync" tone="notice" className="ml-3">{t('differs')}</Status>}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {!isWhole && shown.length < rows.length && <Button variant="quiet" size="small" className="mt-2" onClick={() => { showAll(true) }}>{t('moreFlags', { count: rows.length - shown.length })}</Button>}
    </>
  )
}
