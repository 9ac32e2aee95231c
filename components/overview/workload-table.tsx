'use client'
// What runs: one row for each workload, worst first.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { routes } from '#lib/routes.ts'
import type { Observation } from '#lib/thanos/live/observation.ts'
import { toldVersions } from '#lib/thanos/live/told-version.ts'
import type { WorkloadStatus } from '#lib/services/views.ts'
import { Age } from '../ui/age.tsx'
import { Code } from '../ui/code.tsx'
import { HealthBadge } from '../ui/health-badge.tsx'
import { Link } from '../ui/link.tsx'
import { type SkeletonColumn, SkeletonTable } from '../ui/skeleton.tsx'
import { Status } from '../ui/status.tsx'
import { Table, Td, Th } from '../ui/table.tsx'
import { nameOf, worstFirst } from './verdict-of.ts'

/** The heads with grey rows, while the cluster is asked for the first time. */
export function WorkloadSkeleton(): JSX.Element {
  return <SkeletonTable columns={useColumns()} rows={6} />
}

function useColumns(): SkeletonColumn[] {
  const t = useTranslations('overview.columns')
  return [
    { label: t('name') }, { label: t('health') }, { label: t('ready'), num: true }, { label: t('restarts'), num: true, phone: false },
    { label: t('image'), phone: false }, { label: t('changed'), phone: false }, { label: t('message'), phone: false },
  ]
}

/**
 * `isOld` keeps the last values in grey and calls their health Unknown; `isManaged` makes names lead to the form. `seen` tells who changed a
 * workload last and what its pods say of themselves, `images` what the applied revision asks for, by objectId.
 */
export function WorkloadTable({ slug, workloads, seen, images, isOld, isManaged }: {
  slug: string; workloads: readonly WorkloadStatus[]; seen: Observation | undefined; images: Readonly<Record<string, string>>; isOld: boolean; isManaged: boolean
}): JSX.Element {
  const t = useTranslations('overview')
  return (
    <Table label={t('workloads')} className={clsx(isOld && 'text-ink-3')}>
      <thead><tr>{useColumns().map((column) => <Th key={column.label} num={column.num} phone={column.phone}>{column.label}</Th>)}</tr></thead>
      <tbody>
        {worstFirst(workloads).map((workload) => (
          <tr key={workload.object}>
            <Td name>{isManaged ? <Link prefetch={false} data-row-link href={routes.edit(slug, workload.object)}>{nameOf(workload)}</Link> : nameOf(workload)}</Td>
            <Td><HealthBadge health={isOld ? 'Unknown' : workload.health} /></Td>
            <Td num>{workload.ready}<span className="text-ink-3">/{workload.want}</span></Td>
            <Td num phone={false}>{workload.restarts}</Td>
            <Td phone={false}><Image image={workload.image} wanted={images[workload.object]} /><Version of={workload} seen={seen} /></Td>
            <Td phone={false}><Changed of={workload.seen} seen={seen?.workloads} /></Td>
            <Td phone={false} className="w-full max-w-0 truncate text-ink-2" title={messageOf(workload)}>{messageOf(workload)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

/** What works has nothing to say. */
function messageOf({ health, message }: WorkloadStatus): string | undefined {
  return health === 'Healthy' ? undefined : message
}

/** The tag tells; the whole reference is in the title. */
function Image({ image, wanted }: { image: string | undefined; wanted: string | undefined }): JSX.Element {
  const t = useTranslations('overview')
  if (image === undefined) return <span className="text-ink-3">–</span>
  const name = image.slice(image.lastIndexOf('/') + 1)
  const differs = wanted !== undefined && wanted !== image
  return <span title={image}><Code>{name}</Code>{differs && <Status glyph="outofsync" tone="notice" title={wanted} className="ml-2">{t('imageDiffers', { tag: wanted.slice(wanted.lastIndexOf(':') + 1) })}</Status>}</span>
}

/** What runs, in its own words, where the image does not say it. */
function Version({ of: { seen: object, image }, seen }: { of: WorkloadStatus; seen: Observation | undefined }): JSX.Element | null {
  const t = useTranslations('overview')
  const versions = seen === undefined ? [] : toldVersions(seen, object, image)
  return versions.length === 0 ? null : <span className="ml-2 whitespace-nowrap text-ink-2" title={t('versionTold')}>{t('version', { version: versions.join(', ') })}</span>
}

/** When its spec was written last, and by whom, as the cluster keeps it. */
function Changed({ of, seen }: { of: string; seen: Observation['workloads'] | undefined }): JSX.Element {
  const found = seen === undefined || seen.state === 'dead' ? undefined : seen.value.find(({ object }) => object === of)
  if (found?.changedAt === undefined) return <span className="text-ink-3">–</span>
  return <><Age at={new Date(found.changedAt).toISOString()} />{found.changedBy !== undefined && <span className="text-ink-3"> {found.changedBy}</span>}</>
}
