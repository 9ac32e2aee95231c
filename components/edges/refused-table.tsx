'use client'
// What receivers refused since they started: samples by tenant, requests by the answer that the sender got.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Table, Td, Th } from '#components/ui/table.tsx'
import type { Refused } from '#lib/thanos/live/edges.ts'

export function RefusedTable({ refused }: { refused: readonly Refused[] }): JSX.Element {
  const t = useTranslations('edges')
  return (
    <Table label={t('refused')} sticky={false}>
      <thead><tr><Th>{t('refusedColumns.reason')}</Th><Th num>{t('refusedColumns.count')}</Th><Th phone={false}>{t('refusedColumns.tenant')}</Th><Th phone={false} className="w-full">{t('refusedColumns.what')}</Th></tr></thead>
      <tbody>
        {refused.map(({ reason, tenant, count }) => (
          <tr key={`${reason} ${tenant ?? ''}`}>
            <Td name wrap="phone">
              {t(`reasons.${reason}`)}
              {tenant !== undefined && <span className="font-normal text-ink-3 md:hidden"> {tenant}</span>}
              <span className="block pb-1 font-normal text-ink-2 md:hidden">{t(`reasonWhat.${reason}`)}</span>
            </Td>
            <Td num>{t(/^\d/.test(reason) ? 'requests' : 'samples', { count })}</Td>
            <Td phone={false}>{tenant ?? <span className="text-ink-3">{t('allTenants')}</span>}</Td>
            <Td phone={false} wrap className="py-1 text-ink-2">{t(`reasonWhat.${reason}`)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
