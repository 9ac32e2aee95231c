'use client'
// Every stack with its connection, each tested by itself: a cluster that does not answer greys its own row and no other.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { type Asked, useConnectionTest } from '#lib/queries/connect.ts'
import { routes } from '#lib/routes.ts'
import type { ConnectionTest, StackView } from '#lib/services/views.ts'
import { useConnectionName } from '../overview/connection-name.ts'
import { Age } from '../ui/age.tsx'
import { Button } from '../ui/button.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Link } from '../ui/link.tsx'
import { Section } from '../ui/section.tsx'
import { SkeletonBar } from '../ui/skeleton.tsx'
import { Status } from '../ui/status.tsx'
import { ConnectionReport } from './connection-report.tsx'

/** The list, in the order of the stacks. */
export function ConnectionList({ stacks }: { stacks: readonly StackView[] }): JSX.Element {
  const t = useTranslations('connect.list')
  return (
    <Section title={t('title')} count={stacks.length}>
      <ul>{stacks.map((stack) => <ConnectionRow key={stack.id} stack={stack} />)}</ul>
    </Section>
  )
}

function ConnectionRow({ stack }: { stack: StackView }): JSX.Element {
  const t = useTranslations('connect.list')
  const connectionName = useConnectionName()
  const { data, isFetching, refetch } = useConnectionTest(stack.slug)
  return (
    <li className="border-b border-hair py-2">
      <div className="grid items-center gap-x-4 gap-y-1 md:grid-cols-[minmax(0,200px)_minmax(0,220px)_minmax(0,1fr)_auto]">
        <Link href={routes.overview(stack.slug)} className="font-semibold wrap-anywhere">{stack.name}</Link>
        <span className="wrap-anywhere text-ink-2">{connectionName(stack.connection)} <span className="text-ink-3">{t('in', { namespace: stack.namespace })}</span></span>
        <span aria-live="polite" className="flex flex-wrap gap-x-3">{data === undefined ? <SkeletonBar width={140} /> : <Verdict asked={data} />}{data?.ok === true && <Age at={data.value.at} className="text-ink-3" />}</span>
        <span className="flex flex-wrap gap-2">
          {stack.head !== undefined && <Link href={routes.ownership(stack.slug)} className="link flex min-h-[26px] items-center max-md:min-h-11">{t('ownership')}</Link>}
          <Button size="small" busy={isFetching} onClick={() => void refetch()} aria-label={t('againOf', { stack: stack.name })}>{t('again')}</Button>
        </span>
      </div>
      {data !== undefined && (
        <details className="mt-1">
          <summary className="w-fit cursor-pointer text-ink-2 max-md:min-h-11 max-md:content-center">{t('details')}</summary>
          {data.ok ? <ConnectionReport result={data.value} /> : <ErrorPanel title={data.error === 'unreachable' ? t('unreachable') : data.error.message} />}
        </details>
      )}
    </li>
  )
}

function Verdict({ asked }: { asked: Asked<ConnectionTest> }): JSX.Element {
  const t = useTranslations('connect.list')
  if (!asked.ok) return <Status glyph="unknown" tone="unknown">{t('unreachable')}</Status>
  if (!asked.value.ok) return <Status glyph="unknown" tone="unknown">{t('dead')}</Status>
  const { permissions, version, isTested } = asked.value
  const missing = permissions?.missing.length ?? 0
  if (missing > 0) return <Status glyph="error" tone="degraded">{t('missing', { count: missing })}</Status>
  if (permissions?.state === 'missing') return <Status glyph="warning" tone="notice">{t('noNamespace')}</Status>
  return <Status glyph={isTested ? 'check' : 'warning'} tone={isTested ? 'quiet' : 'notice'}>{t('works', { version })}</Status>
}
