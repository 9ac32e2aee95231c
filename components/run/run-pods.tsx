// The pods of a workload that is waited for: what each is doing, and what keeps it from being ready.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { RunPod } from '#lib/services/views.ts'
import { Status } from '../ui/status.tsx'

/** `want` is how many there are to be: one that was not made yet is in no list. */
export function RunPods({ pods, want }: { pods: readonly RunPod[]; want: number | undefined }): JSX.Element {
  const t = useTranslations('run')
  return (
    <ul aria-label={t('pods')} className="grid gap-x-[22px] md:grid-cols-[auto_auto_minmax(0,1fr)]">
      {pods.map((pod) => (
        <li key={pod.uid} className="items-baseline py-0.5 max-md:flex max-md:flex-wrap max-md:gap-x-3.5 md:contents">
          <span className="wrap-anywhere">{pod.name}</span>
          <PodState pod={pod} />
          <span className="text-ink-3">
            {t(pod.isNew ? 'podNew' : 'podOld')}{pod.restarts > 0 && <>, {t('restarts', { count: pod.restarts })}</>}
          </span>
        </li>
      ))}
      {want !== undefined && want > pods.length && <li className="py-0.5 text-ink-3 md:col-span-full">{t('podsMissing', { count: want - pods.length })}</li>}
    </ul>
  )
}

function PodState({ pod: { isReady, isStuck, trouble } }: { pod: RunPod }): JSX.Element {
  const t = useTranslations('run')
  if (isReady) return <Status glyph="healthy" tone="healthy">{t('podReady')}</Status>
  if (isStuck === true) return <Status glyph="degraded" tone="degraded" title={trouble}>{t('podStuck')}</Status>
  if (trouble !== undefined) return <Status glyph="degraded" tone="degraded" title={trouble}>{t('podBroken')}</Status>
  return <Status glyph="progressing" tone="progressing">{t('podStarting')}</Status>
}
