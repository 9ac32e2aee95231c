'use client'
// What a connection test found: who answers, in which version, and which permissions are missing, with the Role that would give them.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { ConnectionTest, MissingPermission, PermissionTest } from '#lib/services/views.ts'
import { YamlView } from '../manifest/yaml-view.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Status } from '../ui/status.tsx'
import { CopyButton } from './copy-button.tsx'

/** The report, below the row or the form that asked for it. */
export function ConnectionReport({ result }: { result: ConnectionTest }): JSX.Element {
  const t = useTranslations('connect.report')
  if (!result.ok) return <ErrorPanel kind="unknown" title={result.reason}>{t('deadWhy')}</ErrorPanel>
  const { permissions } = result
  return (
    <div className="grid gap-2 py-2">
      <p className="flex flex-wrap gap-x-5 gap-y-1">
        <Status glyph="check">{t('answers', { version: result.version, ms: result.latencyMs })}</Status>
        <span className="font-mono text-mono wrap-anywhere text-ink-3">{result.host}</span>
      </p>
      {!result.isTested && <Status glyph="warning" tone="notice" wrap>{t('notTested', { tested: result.tested })}</Status>}
      {permissions !== undefined && <Permissions permissions={permissions} />}
    </div>
  )
}

function Permissions({ permissions }: { permissions: PermissionTest }): JSX.Element {
  const t = useTranslations('connect.report')
  const { namespace, state, missing, needed, role, account } = permissions
  return (
    <>
      {(state === 'missing' || state === 'terminating') && <Status glyph="warning" tone="notice" wrap>{t(`namespace.${state}`, { namespace })}</Status>}
      {missing.length === 0
        ? <Status glyph="check" wrap>{t('whole', { needed, namespace })}</Status>
        : (
          <div className="min-w-0">
            <Status glyph="error" tone="degraded" wrap>{t('missing', { count: missing.length, needed, namespace })}</Status>
            {account !== undefined && <p className="text-ink-3">{t('account')} <code className="wrap-anywhere">{account}</code></p>}
            <ul className="mt-2 border-t border-hair">
              {byResource(missing).map(({ resource, verbs, breaks }) => (
                <li key={resource} className="grid gap-x-4 border-b border-hair py-1.5 md:grid-cols-[minmax(0,260px)_minmax(0,160px)_minmax(0,1fr)]">
                  <code className="wrap-anywhere">{resource}</code>
                  <code className="wrap-anywhere text-ink-2">{verbs.join(', ')}</code>
                  <span className="text-ink-2">{breaks.join(' ')}</span>
                </li>
              ))}
            </ul>
            {role !== undefined && (
              <details className="mt-3">
                <summary className="w-fit cursor-pointer font-medium max-md:min-h-11">{t('role')}</summary>
                <div className="my-2 flex flex-wrap items-center justify-between gap-2"><span className="text-ink-2">{t('roleWhat', { namespace })}</span><CopyButton text={role} /></div>
                <YamlView label={t('role')} yaml={role} />
              </details>
            )}
          </div>
        )}
    </>
  )
}

function byResource(missing: readonly MissingPermission[]): { resource: string; verbs: string[]; breaks: string[] }[] {
  const groups = Map.groupBy(missing, ({ group, resource }) => (group === '' ? resource : `${resource}.${group}`))
  return [...groups].map(([resource, those]) => ({ resource, verbs: those.map(({ verb }) => verb), breaks: [...new Set(those.map(({ breaks }) => breaks))] }))
}
