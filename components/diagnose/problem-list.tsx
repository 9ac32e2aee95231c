'use client'
// The five problems with what each came to; links, so that each has its address.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Glyph } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { routes } from '#lib/routes.ts'
import type { Diagnosis } from '#lib/thanos/live/diagnose/diagnosis.ts'

const GLYPHS = { fine: 'healthy', cause: 'degraded', part: 'warning', unknown: 'unknown' } as const

/** The list; `current` is the one that is looked at. */
export function ProblemList({ slug, diagnoses, current }: { slug: string; diagnoses: readonly Diagnosis[]; current: Diagnosis }): JSX.Element {
  const t = useTranslations('diagnose')
  const locale = useLocale()
  return (
    <ul>
      {diagnoses.map((diagnosis) => (
        <li key={diagnosis.problem}>
          <Link
            href={routes.diagnose(slug, diagnosis.problem)} scroll={false} prefetch={false} aria-current={diagnosis === current ? 'true' : undefined}
            className="grid grid-cols-[12px_minmax(0,1fr)] gap-x-2.5 border-b border-hair px-2 py-2 hover:bg-hover aria-[current=true]:bg-accent-tint aria-[current=true]:shadow-[inset_2px_0_var(--accent)]"
          >
            <Glyph name={GLYPHS[diagnosis.state]} className="mt-1" />
            <span className="min-w-0"><b className="block font-semibold">{t(`problems.${diagnosis.problem}`)}</b><span className="block text-ink-2">{diagnosis.verdict[locale]}</span></span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
