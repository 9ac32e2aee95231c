'use client'
// A section of flags. Closed, it costs nothing; opened only for what needs a look, it shows that and counts the rest.
import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useState } from 'react'
import type { DraftHandle } from '#components/draft/draft-provider.tsx'
import { Status } from '#components/ui/status.tsx'
import { FlagField } from './flag-field.tsx'
import { faultOf, type FieldModel, type SectionModel } from './form-model.ts'
import { GroupHead } from './group-head.tsx'

type Openness = 'by-need' | 'open' | 'closed'

/** The section. `isNarrowed` means that a filter or chip chose its fields: then all of them are shown. */
export function FlagSection({ slug, object, section, isNarrowed, readOnly, apply }: {
  slug: string; object: string; section: SectionModel; isNarrowed: boolean; readOnly: boolean; apply: DraftHandle['apply']
}): ReactNode {
  const t = useTranslations('edit.section')
  const [openness, setOpenness] = useState<Openness>('by-need')
  const id = useId()
  const { fields, counts } = section
  const needed = fields.filter(needsALook)
  const shown = shownFields()
  const isOpen = shown.length > 0
  const hidden = fields.length - shown.length
  // By need, a click shows the rest first; a section that is fully open closes.
  const toggle = (): void => setOpenness(isOpen && hidden === 0 ? 'closed' : 'open')
  return (
    <section aria-label={t(`name.${section.id}`)}>
      <GroupHead title={t(`name.${section.id}`)} isOpen={isOpen} onToggle={toggle} controls={id} mark={mark()} note={note()} count={fields.length} />
      <div id={id}>
        {shown.map((field) => <FlagField key={field.name} slug={slug} object={object} field={field} readOnly={readOnly} apply={apply} />)}
      </div>
    </section>
  )

  function shownFields(): readonly FieldModel[] {
    if (openness === 'closed') return []
    if (isNarrowed || openness === 'open') return fields
    return needed
  }

  function mark(): ReactNode {
    if (counts.errors > 0) return <Status glyph="error" tone="degraded">{t('faulty', { count: counts.errors })}</Status>
    if (counts.warnings > 0) return <Status glyph="warning" tone="notice">{t('warned', { count: counts.warnings })}</Status>
    if (counts.deprecated > 0) return <Status glyph="warning" tone="notice">{t('deprecated', { count: counts.deprecated })}</Status>
    return null
  }

  function note(): string {
    const parts = [counts.set === 0 ? t('allDefault') : t('set', { count: counts.set })]
    if (counts.edited > 0) parts.push(t('edited', { count: counts.edited }))
    if (isOpen && hidden > 0) parts.push(t('notShown', { count: hidden }))
    return parts.join(', ')
  }
}

function needsALook(field: FieldModel): boolean {
  return field.isEdited || field.isDeprecated || faultOf(field) !== undefined
}
