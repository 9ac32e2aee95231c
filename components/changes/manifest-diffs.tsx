// Rendered objects that differ, one line each, which opens to the diff.
import type { JSX } from 'react'
import { TextDiff } from '../manifest/text-diff.tsx'
import { Section } from '../ui/section.tsx'
import { DiffItem } from './diff-item.tsx'
import type { ManifestChange } from './manifest-changes.ts'

export function ManifestDiffs({ title, changes }: { title: string; changes: readonly ManifestChange[] }): JSX.Element | null {
  if (changes.length === 0) return null
  return (
    <Section title={title} count={changes.length}>
      {changes.map((change) => (
        <DiffItem key={change.object} id={change.object} open={changes.length <= 2}>
          <TextDiff label={change.object} before={change.before} after={change.after} />
        </DiffItem>
      ))}
    </Section>
  )
}
