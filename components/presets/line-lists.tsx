// What a step of the draft does, line by line, and what it leaves to people: shared by adding, removing and changing release.
import type { JSX, ReactNode } from 'react'
import { withCode } from '#components/findings/with-code.ts'
import { Glyph, type GlyphName } from '#components/ui/glyph.tsx'
import { Section } from '#components/ui/section.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import type { Text } from '#lib/text.ts'
import type { Line } from '#lib/thanos/presets/addition.ts'

/** The lines of a step, each with the object that it changes. */
export function Lines({ title, lines }: { title: ReactNode; lines: readonly Line[] }): JSX.Element | null {
  if (lines.length === 0) return null
  return (
    <Section title={title} count={lines.length} className="mb-5">
      <ul>
        {lines.map(({ object, what }, index) => (
          <li key={index} className="grid gap-x-5 border-b border-hair py-1.5 md:grid-cols-[minmax(0,1fr)_minmax(0,240px)]">
            <span className="min-w-0 wrap-anywhere"><Sentence text={withCode(what)} /></span>
            <code className="min-w-0 text-ink-3 wrap-anywhere md:text-right">{object.split('/').filter((_, at, all) => at !== 1 || all.length < 3).join('/')}</code>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Sentences that a person must read, each behind the same mark. */
export function Notes({ title, notes, glyph }: { title: ReactNode; notes: readonly Text[]; glyph: GlyphName }): JSX.Element | null {
  if (notes.length === 0) return null
  return (
    <Section title={title} count={notes.length} className="mb-5">
      <ul>
        {notes.map((note) => (
          <li key={note.en} className="flex gap-2.5 border-b border-hair py-2">
            <Glyph name={glyph} className="mt-1 flex-none" />
            <span className="min-w-0 text-ink-2 wrap-anywhere"><Sentence text={withCode(note)} /></span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
