'use client'
// What the rings and the replication factor mean for writes, in one sentence and a small table.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Section } from '#components/ui/section.tsx'
import { Status } from '#components/ui/status.tsx'
import { Table, Td, Th } from '#components/ui/table.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { algorithmOf, parseHashrings } from '#lib/thanos/hashring.ts'
import { availabilityOf, type RingFile } from './hashring-model.ts'

/** The verdict on a hashring file, by the replication factor of its first reader. */
export function HashringVerdict({ file }: { file: RingFile }): ReactNode {
  const t = useTranslations('editors.hashring')
  const [reader] = file.readers
  const parsed = parseHashrings(file.text)
  if (reader === undefined) return null
  if ('fault' in parsed) return <Verdict sub={t('refusedSub')}>{t('refused', { key: file.key })}</Verdict>
  const smallest = Math.min(...parsed.rings.map(({ endpoints }) => endpoints.length))
  const { factor, quorum, tolerates, down } = availabilityOf(reader, smallest)
  const copies = factor === 1 ? t('oneCopy') : t('copies', { quorum, factor, tolerates })
  const sentence = smallest < factor ? t('tooSmall', { size: smallest, factor }) : copies
  return (
    <>
      <Verdict sub={t('verdictSub', { name: reader.name, factor, quorum })}>
        {sentence}
      </Verdict>
      <div className="mb-5 grid gap-x-9 gap-y-5 md:grid-cols-2">
        <Section title={t('ifDown')} aside={t('inOneRing')}>
          <Table label={t('ifDown')} sticky={false} dense>
            <thead><tr><Th>{t('down')}</Th><Th>{t('writes')}</Th></tr></thead>
            <tbody>
              {down.map(({ count, isAccepted }) => (
                <tr key={count}>
                  <Td name>{t('any', { count })}</Td>
                  <Td>{isAccepted ? <Status glyph="healthy">{t('accepted')}</Status> : <Status glyph="error" tone="degraded">{t('refusedWrites')}</Status>}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </Section>
        <Section title={t('rings')} count={parsed.rings.length}>
          <Table label={t('rings')} sticky={false} dense>
            <thead><tr><Th>{t('name')}</Th><Th>{t('algorithm')}</Th><Th num>{t('endpoints')}</Th></tr></thead>
            <tbody>
              {parsed.rings.map((ring, index) => (
                <tr key={index}>
                  <Td name>{ring.hashring ?? t('unnamed')} <span className="font-normal text-ink-3">{(ring.tenants ?? []).join(', ') || t('allOthers')}</span></Td>
                  <Td><code>{algorithmOf(ring, reader)}</code></Td>
                  <Td num>{ring.endpoints.length}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </Section>
      </div>
    </>
  )
}
