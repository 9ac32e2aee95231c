// Findings at the side of a plan or revision: what is wrong, why, its code.
import type { JSX } from 'react'
import type { Finding } from '#lib/thanos/finding.ts'
import { findingKey } from '#lib/thanos/finding.ts'
import { Code } from '../ui/code.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { severityGlyph } from '../ui/severity.tsx'

export function FindingItems({ findings }: { findings: readonly Finding[] }): JSX.Element {
  return (
    <ul>
      {findings.map((finding) => (
        <li key={findingKey(finding) + finding.message.en} className="grid grid-cols-[12px_minmax(0,1fr)] gap-2.5 border-b border-hair py-2">
          <Glyph name={severityGlyph(finding.severity)} className="mt-1" />
          <div className="min-w-0 wrap-anywhere">
            <b className="font-semibold"><Sentence text={finding.message} /></b>
            <p className="text-ink-2"><Sentence text={finding.reason} /></p>
            <Code>{finding.code}</Code>
          </div>
        </li>
      ))}
    </ul>
  )
}
