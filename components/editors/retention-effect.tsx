'use client'
// What the retention of a compactor keeps, what a change deletes, and the way of a block from apply to gone.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { readableDuration as spaced } from '#components/spec-form/field-hint.tsx'
import { SectionHead } from '#components/ui/section.tsx'
import { Status } from '#components/ui/status.tsx'
import { Table, Td, Th } from '#components/ui/table.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { deleteDelayMs, hiddenAfterMs, keptMs, RESOLUTIONS, shortened } from '#lib/thanos/compact/retention.ts'
import type { Workload } from '#lib/thanos/spec.ts'

/** Blocks are deleted whole, and the largest span 14 days. */
const LARGEST_BLOCK_MS = 14 * 86_400_000

/** The effect of one compactor's retention. `base` is it as saved. */
export function RetentionEffect({ compactor, base }: { compactor: Workload; base: Workload | undefined }): ReactNode {
  const t = useTranslations('editors.retention')
  const { spec } = useDraft()
  const lost = shortened(base, compactor)
  const deleteDelay = deleteDelayMs(compactor)
  const hidden = Math.min(hiddenAfterMs(spec), deleteDelay)
  const kept = RESOLUTIONS.map((resolution) => ({ resolution, ms: keptMs(compactor, resolution) }))
  const words = (ms: number | undefined): string => {
    if (ms === undefined) return t('unreadable')
    return ms === Infinity ? t('forever') : spaced(ms)
  }
  return (
    <>
      <Verdict
        eyebrow={lost.length === 0 ? undefined : <Status glyph="irreversible" tone="danger">{t('undoUntil', { delay: spaced(deleteDelay) })}</Status>}
        sub={t('sub')}
      >
        {kept.every(({ ms }) => ms === Infinity) ? t('everything') : t('keeps', { raw: words(kept[0]?.ms), five: words(kept[1]?.ms), hour: words(kept[2]?.ms) })}
      </Verdict>
      {lost.map(({ resolution, wasMs, nowMs }) => (
        <p key={resolution} className="mb-3 flex gap-2 text-danger-text">
          <Glyph name="irreversible" className="mt-1" />
          <span>{t('loses', { resolution: t(`resolution.${resolution}`), now: spaced(nowMs), was: wasMs === Infinity ? t('forever') : spaced(wasMs) })}</span>
        </p>
      ))}
      <Table label={t('table')} sticky={false} className="mb-5">
        <thead><tr><Th>{t('data')}</Th><Th num>{t('kept')}</Th><Th num>{t('latest')}</Th></tr></thead>
        <tbody>
          {kept.map(({ resolution, ms }) => (
            <tr key={resolution}>
              <Td name>{t(`resolution.${resolution}`)}</Td>
              <Td num>{words(ms)}</Td>
              <Td num className="text-ink-2">{ms === undefined || ms === Infinity ? '–' : spaced(ms + LARGEST_BLOCK_MS + deleteDelay)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <SectionHead title={t('way')} aside={t('wayOf')} />
      <ol className="mb-5 grid gap-x-4 pt-2.5 md:grid-cols-4">
        <Stop at={t('atApply')} title={t('apply')}>{t('applyWhat')}</Stop>
        <Stop at={t('nextPass')} title={t('marked')}>{t('markedWhat')}</Stop>
        <Stop at={t('after', { time: spaced(hidden) })} title={t('hidden')}>{t('hiddenWhat')}</Stop>
        <Stop at={t('after', { time: spaced(deleteDelay) })} title={t('deleted')} isLast>{t('deletedWhat')}</Stop>
      </ol>
    </>
  )
}

function Stop({ at, title, isLast = false, children }: { at: string; title: string; isLast?: boolean; children: ReactNode }): ReactNode {
  const tone = isLast ? 'text-danger-text' : ''
  return (
    <li className="border-l border-line pb-2.5 pl-3 md:border-t md:border-l-0 md:pt-2 md:pl-0">
      <p className={isLast ? tone : 'text-ink-2'}>{at}</p>
      <p className={`flex items-center gap-1.5 font-semibold ${tone}`}>{isLast && <Glyph name="irreversible" />}{title}</p>
      <p className="text-ink-2">{children}</p>
    </li>
  )
}

