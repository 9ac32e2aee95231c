// Kubeconfig files that cannot be read: which, what is wrong, what it costs, and what to do.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { UnreadableFile } from '#lib/services/views.ts'
import { ErrorPanel } from '../ui/error-panel.tsx'

/** A panel for each file; nothing when all can be read. */
export function UnreadableFiles({ files }: { files: readonly UnreadableFile[] }): JSX.Element {
  const t = useTranslations('connect.list.badFile')
  const locale = useLocale()
  return <>{files.map(({ file, is, why }) => <ErrorPanel key={file} kind="notice" live={false} title={why[locale]}>{t(is)}</ErrorPanel>)}</>
}
