// What a plan could not look at, or does not do: said, so that nobody takes silence for an answer.
import { useLocale } from 'next-intl'
import type { JSX } from 'react'
import type { Text } from '#lib/text.ts'
import { Glyph } from '../ui/glyph.tsx'

export function PlanNotes({ notes }: { notes: readonly Text[] }): JSX.Element | null {
  const locale = useLocale()
  if (notes.length === 0) return null
  return (
    <ul className="grid gap-1.5">
      {notes.map((note) => (
        <li key={note.en} className="grid grid-cols-[12px_minmax(0,1fr)] gap-2.5 text-ink-2 wrap-anywhere"><Glyph name="warning" className="mt-1" />{note[locale]}</li>
      ))}
    </ul>
  )
}
