// The way to take away what is filtered. Plain links: the browser saves what comes, and nothing fetches them ahead.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { EXPORT_FORMATS } from '#lib/event-action.ts'
import { routes } from '#lib/routes.ts'

/** One link for each format. */
export function ExportLinks({ search }: { search: string }): JSX.Element {
  const t = useTranslations('audit')
  return (
    <p className="flex items-center gap-3 text-ink-3 print:hidden" title={t('export.why')}>
      {t('export.label')}
      {EXPORT_FORMATS.map((format) => (
        <a key={format} download href={routes.api.eventExport([`format=${format}`, search].filter((part) => part !== '').join('&'))} className="link max-md:inline-flex max-md:min-h-11 max-md:items-center">{t(`export.${format}`)}</a>
      ))}
    </p>
  )
}
