'use client'
// What a Prometheus needs so that an installation is watched by itself: the pods to scrape, and the metrics that the overview asks for.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { HISTORY_KEYS, historyQuestions, watchedQuestion } from '#lib/thanos/live/history-questions.ts'
import { CopyButton } from '../connect/copy-button.tsx'

/** A job for Prometheus that gives every sample the namespace by which it is found again, and the names that exist. */
export function ScrapeOffer({ namespace }: { namespace: string }): JSX.Element {
  const t = useTranslations('overview.history')
  const job = scrapeJob(namespace)
  return (
    <details className="min-w-0">
      <summary className="link w-fit max-md:min-h-11">{t('offer')}</summary>
      <p className="pt-2 text-ink-2">{t('offerJob')}</p>
      <pre tabIndex={0} aria-label={t('offer')} className="my-2 overflow-x-auto bg-inset px-3 py-2 font-mono text-xs leading-5">{job}</pre>
      <CopyButton text={job} />
      <p className="pt-3 text-ink-2">{t('offerNames')}</p>
      <ul className="pt-1">{metricNames(namespace).map((name) => <li key={name}><code>{name}</code></li>)}</ul>
    </details>
  )
}

function scrapeJob(namespace: string): string {
  return `- job_name: thanos
  kubernetes_sd_configs:
    - role: pod
      namespaces: { names: [${namespace}] }
  relabel_configs:
    - source_labels: [__meta_kubernetes_pod_container_port_name]
      regex: http|http-metrics
      action: keep
    - source_labels: [__meta_kubernetes_namespace]
      target_label: namespace
    - source_labels: [__meta_kubernetes_pod_name]
      target_label: pod
`
}

function metricNames(namespace: string): string[] {
  const questions = historyQuestions(namespace, 1)
  const all = [watchedQuestion(namespace), ...HISTORY_KEYS.map((key) => questions[key])].join(' ')
  return [...new Set(all.match(/\b(?:thanos|prometheus|http)_[a-z0-9_]+/g) ?? [])].toSorted()
}
