'use client'
// The bodies of the pages that edit a draft. Each is its own part of the program: the frame can be used before it has arrived, and what
// the server drew stays in sight meanwhile.
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { part } from '#components/ui/part.ts'
import { SkeletonBar } from '#components/ui/skeleton.tsx'

const loading = (): ReactNode => <Waiting />

export const EditObject = dynamic(async () => (await part(() => import('#components/spec-form/edit-object.tsx'))).EditObject, { loading })
// The tabs know the spec, and with it its schema.
export const ObjectTabs = dynamic(async () => (await part(() => import('#components/spec-form/object-tabs.tsx'))).ObjectTabs)
export const ManyEditor = dynamic(async () => (await part(() => import('#components/spec-form/many-editor.tsx'))).ManyEditor, { loading })
export const HashringEditor = dynamic(async () => (await part(() => import('#components/editors/hashring-editor.tsx'))).HashringEditor, { loading })
export const StoresEditor = dynamic(async () => (await part(() => import('#components/editors/stores-editor.tsx'))).StoresEditor, { loading })
export const EdgesPage = dynamic(async () => (await part(() => import('#components/edges/edges-page.tsx'))).EdgesPage, { loading })
export const RulesEditor = dynamic(async () => (await part(() => import('#components/editors/rules-editor.tsx'))).RulesEditor, { loading })
export const StoragePage = dynamic(async () => (await part(() => import('#components/editors/storage-page.tsx'))).StoragePage, { loading })
export const AddPage = dynamic(async () => (await part(() => import('#components/presets/add-page.tsx'))).AddPage, { loading })
export const RemovePage = dynamic(async () => (await part(() => import('#components/presets/remove-page.tsx'))).RemovePage, { loading })
export const VersionPage = dynamic(async () => (await part(() => import('#components/upgrade/version-page.tsx'))).VersionPage, { loading })
export const FindingsPage = dynamic(async () => (await part(() => import('#components/findings/findings-page.tsx'))).FindingsPage, { loading })
export const AlertsPage = dynamic(async () => (await part(() => import('#components/alerts/alerts-page.tsx'))).AlertsPage, { loading })
export const DiagnosePage = dynamic(async () => (await part(() => import('#components/diagnose/diagnose-page.tsx'))).DiagnosePage, { loading })

const LINES = [280, 420, 190, 360, 240, 400]

/** Seen only on the way from another page. */
function Waiting(): ReactNode {
  const t = useTranslations('ui')
  return (
    <div role="status" className="grid grid-cols-[minmax(0,1fr)] gap-4 px-(--gutter) pt-4">
      <span className="sr-only">{t('loading')}</span>
      {LINES.map((width) => <SkeletonBar key={width} width={width} />)}
    </div>
  )
}
