'use client'
// What receivers refused since they started, and how much of it lately: samples and requests, by tenant.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Table, Td, Th } from '#components/ui/table.tsx'
import type { Refused } from '#lib/thanos/live/refused.ts'
import { roughlySeconds } from '#lib/thanos/live/span-words.ts'

export function RefusedTable({ refused }: { refused: readonly Refused[] }): JSX.Element {
  const t = useTranslations('edges')
  return (
    <Table label={t('refused')} sticky={false}>
      <thead><tr><Th>{t('refusedColumns.reason')}</Th><Th num>{t('refusedColumns.count')}</Th><Th phone={false}>{t('refusedColumns.tenant')}</Th><Th phone={false} className="w-full">{t('refusedColumns.what')}</Th></tr></thead>
      <tbody>
        {refused.map(({ reason, tenant, count, lately }) => (
          <tr key={`${reason} ${tenant ?? ''}`}>
            <Td name wrap="phone">
              {t(`reasons.${reason}`)}
              {tenant !== undefined && <span className="font-normal text-ink-3 md:hidden"> {tenant}</span>}
              <span className="block pb-1 font-normal text-ink-2 md:hidden">{t(`reasonWhat.${reason}`)}</span>
            </Td>
            <Td num>{t(/^\d/.test(reason) ? 'requests' : 'samples', { count })} <Lately lately={lately} /></Td>
            <Td phone={false}>{tenant ?? <span className="text-ink-3">{t('allTenants')}</span>}</Td>
            <Td phone={false} wrap className="py-1 text-ink-2">{t(`reasonWhat.${reason}`)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

/** How many came since an earlier look; nothing while there is none to compare with. */
export function Lately({ lately }: { lately: Refused['lately'] }): JSX.Element | undefined {
  const t = useTranslations('edges')
  const locale = useLocale()
  if (lately === undefined) return undefined
  return <span className="block font-normal text-ink-3">{t('refusedLately', { count: lately.count, span: roughlySeconds(lately.ms)[locale] })}</span>
}
