// Rendered objects that differ, one line each, which opens to the diff.
import type { JSX } from 'react'
import type { ObjectPreview } from '../findings/fix-preview.ts'
import { YamlDiff } from '../manifest/yaml-diff.tsx'
import { Section } from '../ui/section.tsx'
import { DiffItem } from './diff-item.tsx'

export function ManifestDiffs({ title, changes }: { title: string; changes: readonly ObjectPreview[] }): JSX.Element | null {
  if (changes.length === 0) return null
  return (
    <Section title={title} count={changes.length}>
      {changes.map((change) => (
        <DiffItem key={change.id} id={change.id} open={changes.length <= 2}>
          <YamlDiff label={change.id} before={change.before} after={change.after} />
        </DiffItem>
      ))}
    </Section>
  )
}
