'use client'
// Leads from the form back to YAML that was typed and that nobody could read yet.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { Status } from '#components/ui/status.tsx'
import { useHeld } from './held-text.ts'
import { readEditedYaml } from './read-edited-yaml.ts'
import { yamlKey } from './yaml-key.ts'

/** The line; nothing while all that was typed is in the draft. `onGoOn` opens the YAML side. */
export function HeldYaml({ id, onGoOn }: { id: string; onGoOn: () => void }): ReactNode {
  const t = useTranslations('edit.yaml')
  const text = useHeld(yamlKey(useDraft(), id))?.text
  if (text === undefined || readEditedYaml(id, text).ok) return null
  return (
    <p className="mb-2 flex flex-wrap items-baseline gap-x-3 text-ink-2">
      <Status glyph="warning" tone="notice" wrap>{t('held', { name: id.slice(id.lastIndexOf('/') + 1) })}</Status>
      <button type="button" className="link font-medium" onClick={onGoOn}>{t('goOn')}</button>
    </p>
  )
}
