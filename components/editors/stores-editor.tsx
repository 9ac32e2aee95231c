'use client'
// The endpoints of every querier as a list to edit, each with what answers it in this stack.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { type ReactNode, useState } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { TextInput } from '#components/spec-form/flag-input.tsx'
import { releaseOfWorkload } from '#components/spec-form/form-model.ts'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Input } from '#components/ui/input.tsx'
import { SectionHead } from '#components/ui/section.tsx'
import { Status } from '#components/ui/status.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { routes } from '#lib/routes.ts'
import { text } from '#lib/text.ts'
import type { Destination } from '#lib/thanos/address.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import { specObjectId, type Workload } from '#lib/thanos/spec.ts'
import { EditorEffect } from './editor-effect.tsx'
import { EditorLayout } from './editor-layout.tsx'
import { addEndpoint, type EndpointRow, endpointRows, queriersOf, setEndpoint } from './endpoint-rows.ts'
import { fitsEndpoint, isBroken, LIST_ADDRESS, type ListFilter } from './list-filter.ts'
import { ListFilters } from './list-filters.tsx'

const ROW = 'grid gap-x-3.5 gap-y-1 border-b border-hair md:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_56px]'

/** The side of the stores page that edits. `tabs` lead to the one that looks. */
export function StoresEditor({ canWrite, tabs }: { canWrite: boolean; tabs: ReactNode }): ReactNode {
  const t = useTranslations('editors.stores')
  const { slug, spec } = useDraft()
  const [filter, narrow] = useQueryStates(LIST_ADDRESS, { history: 'replace' })
  const queriers = queriersOf(spec)
  const [first] = queriers
  if (first === undefined) {
    return (
      <div className="px-(--gutter) pt-3">
        {tabs}
        <Empty title={t('none')} action={<ButtonLink variant="primary" href={routes.import(slug)}>{t('import')}</ButtonLink>}>{t('noneWhat')}</Empty>
      </div>
    )
  }
  const all = queriers.flatMap((query) => endpointRows(spec, query).rows)
  const answered = all.filter(({ destination }) => destination.status === 'workload').length
  const outside = all.filter(({ destination }) => destination.status === 'outside').length
  const ids = new Set(queriers.map(specObjectId))
  return (
    <EditorLayout
      canWrite={canWrite} wide
      form={(
        <>
          {tabs}
          <Verdict sub={t('sub')}>{t('title', { answered, all: all.length, outside })}</Verdict>
          <ListFilters
            label={t('filter')} filter={filter} all={all.length} faulty={t('broken')} count={all.filter(isBroken).length}
            found={all.filter((row) => fitsEndpoint(row, filter)).length} onFilter={(next) => { void narrow(next) }}
          />
          {queriers.map((query) => <QuerierEndpoints key={specObjectId(query)} query={query} filter={filter} readOnly={!canWrite} />)}
        </>
      )}
      effect={<EditorEffect isAbout={({ object, path, code }) => ids.has(object) && (/^flags\.(endpoint|store|rule|target)/.test(path) || code.startsWith('query/'))} open={specObjectId(first)} readOnly={!canWrite} />}
    />
  )
}

function QuerierEndpoints({ query, filter, readOnly }: { query: Workload; filter: ListFilter; readOnly: boolean }): ReactNode {
  const t = useTranslations('editors.stores')
  const { spec, baseSpec, apply } = useDraft()
  const [address, setAddress] = useState('')
  const { rows, isComplete } = endpointRows(spec, query)
  const base = queriersOf(baseSpec).find((candidate) => specObjectId(candidate) === specObjectId(query))
  const was = new Set(base === undefined ? [] : endpointRows(baseSpec, base).rows.map((row) => row.address))
  const change = (edits: readonly Edit[]): void => {
    if (edits.length > 0) apply(edits, text(`Endpoints of ${query.name}`, `${query.name} 엔드포인트`))
  }
  return (
    <section className="mb-5">
      <SectionHead title={query.name} count={t('count', { count: rows.length })} />
      <div aria-hidden="true" className={clsx(ROW, 'h-7 items-center text-label text-ink-3 max-md:hidden')}><span>{t('address')}</span><span>{t('leadsTo')}</span></div>
      <ul aria-label={t('endpointsOf', { name: query.name })}>
        {rows.map((row, index) => fitsEndpoint(row, filter) && (
          <li key={index} className={clsx(ROW, 'items-start py-1.5')}>
            <TextInput
              control={{ 'aria-label': t('addressOf', { index: index + 1 }) }} value={row.address} wrapsAt={52} staysWhenEmpty isEdited={base !== undefined && !was.has(row.address)}
              readOnly={readOnly || row.written.kind === 'elsewhere'} onChange={(next) => change(setEndpoint(spec, query, row, next.trim()))}
            />
            <div className="min-w-0 md:py-1"><LeadsTo row={row} /> <code className="block text-ink-3">--{row.flag}</code></div>
            {!readOnly && row.written.kind !== 'elsewhere' && (
              <button
                type="button" aria-label={t('removeAddress', { address: row.address })} onClick={() => change(setEndpoint(spec, query, row, ''))}
                className="h-(--ctl) text-right text-label text-ink-3 hover:text-ink max-md:text-left"
              >
                {t('remove')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {rows.length > 0 && !rows.some((row) => fitsEndpoint(row, filter)) && <p className="py-2 text-ink-2">{t('noMatch')}</p>}
      {rows.length === 0 && <p className="py-2 text-ink-2">{t('noEndpoints')}</p>}
      {!isComplete && <p className="py-2 text-ink-2">{t('incomplete')}</p>}
      {!readOnly && (
        <form
          className="mt-2 flex gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            if (address.trim() === '') return
            change(addEndpoint(spec, query, address.trim(), releaseOfWorkload(query)))
            setAddress('')
          }}
        >
          <Input mono className="max-w-110" aria-label={t('newAddress')} placeholder="dnssrv+_grpc._tcp.thanos-store.monitoring.svc.cluster.local" value={address} onChange={(event) => setAddress(event.target.value)} />
          <Button type="submit" disabled={address.trim() === ''}>{t('add')}</Button>
        </form>
      )}
    </section>
  )
}

function LeadsTo({ row }: { row: EndpointRow }): ReactNode {
  const t = useTranslations('editors.stores.to')
  const { destination } = row
  if (destination.status === 'outside') return <Status glyph="unknown" tone="unknown">{t('outside')}</Status>
  if (destination.status !== 'workload') return <Status glyph="missing" tone="degraded">{missing(destination)}</Status>
  const { workload, service, port, pod } = destination
  const reached = pod ?? podsReached(workload.replicas ?? 1, service.isHeadless)
  return (
    <span>
      <span className="font-semibold">{workload.name}</span>{' '}
      <span className="text-ink-3">{t('via', { service: service.name, port: String(port ?? '–') })}{reached === undefined ? '' : `, ${reached}`}</span>
    </span>
  )

  function podsReached(count: number, isHeadless: boolean): string | undefined {
    // Only a name that is looked up in DNS again and again, of a headless Service, leads to every pod.
    if (isHeadless && row.address.includes('+')) return t('everyPod', { count })
    return count > 1 && !row.isGroup ? t('onePod', { count }) : undefined
  }

  function missing(found: Exclude<Destination, { status: 'workload' | 'outside' }>): string {
    switch (found.status) {
      case 'no-service': return t('noService', { service: found.service })
      case 'no-port': return t('noPort', { service: found.service.name })
      case 'no-pods': return t('noPods', { service: found.service.name })
      case 'no-pod': return t('noPod', { pod: found.pod })
    }
  }
}
