'use client'
// Documents that could not be read, each with its file, line and column; the good ones came in all the same.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Glyph } from '#components/ui/glyph.tsx'
import { SectionHead } from '#components/ui/section.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import type { ReadProblem } from '#lib/manifest/read-yaml.ts'

/** The list of problems; nothing when there are none. */
export function ReadProblems({ problems }: { problems: readonly ReadProblem[] }): ReactNode {
  const t = useTranslations('findings.problems')
  if (problems.length === 0) return null
  return (
    <section className="mb-5" aria-label={t('title')} role="status">
      <SectionHead title={t('title')} count={problems.length} aside={t('rest')} />
      <ul>
        {problems.map((problem, index) => (
          <li key={index} className="grid grid-cols-[12px_minmax(0,1fr)] gap-2.5 border-b border-hair py-2">
            <Glyph name="error" className="mt-1" />
            <div className="min-w-0">
              <code className="wrap-anywhere">{problem.file}:{problem.line}:{problem.column}</code>
              <p className="text-ink-2 wrap-anywhere"><Sentence text={problem.message} /></p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
