'use client'
// Findings where they belong: under a field, or as a list beside a form, each with its fix.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { withCode } from '#components/findings/with-code.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import { severityGlyph } from '#components/ui/severity.tsx'
import { Status } from '#components/ui/status.tsx'
import { type Finding, findingKey, type Fix } from '#lib/thanos/finding.ts'

/** One line for each finding of a field. `onFix` is absent where nothing may be changed. */
export function FieldFindings({ findings, onFix }: { findings: readonly Finding[]; onFix?: ((fix: Fix) => void) | undefined }): ReactNode {
  return findings.map((finding) => (
    <p key={findingKey(finding) + finding.message.en} className="grid grid-cols-[12px_minmax(0,1fr)] gap-x-2 text-label leading-[18px]">
      <Glyph name={severityGlyph(finding.severity)} className="mt-[3px] size-2.5" />
      <span className={clsx('wrap-anywhere', finding.severity === 'error' ? 'text-degraded-text' : 'text-ink-2')}>
        <Sentence text={withCode(finding.message)} /> <FixLink finding={finding} onFix={onFix} />
      </span>
    </p>
  ))
}

/** Findings in full, one below the other; `fixed` are those that the draft has mended. */
export function FindingNotes({ findings, fixed = [], onFix }: {
  findings: readonly Finding[]; fixed?: readonly Finding[]; onFix?: ((fix: Fix) => void) | undefined
}): ReactNode {
  const t = useTranslations('edit')
  return (
    <ul>
      {findings.map((finding) => (
        <Note key={findingKey(finding) + finding.message.en} finding={finding} action={<FixLink finding={finding} onFix={onFix} />}>
          <Sentence text={withCode(finding.reason)} />
        </Note>
      ))}
      {fixed.map((finding) => (
        <Note key={findingKey(finding) + finding.message.en} finding={finding} action={<Status glyph="check" className="font-normal text-ink-3">{t('fixedHere')}</Status>} />
      ))}
    </ul>
  )
}

function Note({ finding, action, children }: { finding: Finding; action: ReactNode; children?: ReactNode }): ReactNode {
  return (
    <li className="grid grid-cols-[12px_minmax(0,1fr)] gap-2.5 border-b border-hair py-2">
      <Glyph name={severityGlyph(finding.severity)} className="mt-1" />
      <div className="min-w-0">
        <p className="font-semibold wrap-anywhere"><Sentence text={withCode(finding.message)} /></p>
        {children !== undefined && <p className="text-ink-2 wrap-anywhere">{children}</p>}
        <p className="flex flex-wrap justify-between gap-x-3"><code className="text-ink-3">{finding.code}</code>{action}</p>
      </div>
    </li>
  )
}

function FixLink({ finding, onFix }: { finding: Finding; onFix: ((fix: Fix) => void) | undefined }): ReactNode {
  const { fix } = finding
  if (fix === undefined || onFix === undefined) return null
  return <button type="button" className="link min-w-0 text-left font-medium wrap-anywhere" onClick={() => onFix(fix)}><Sentence text={withCode(fix.title)} /></button>
}
