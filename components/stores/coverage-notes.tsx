'use client'
// What is wrong with the endpoints and their times, in words, each with the flag that does it and the change that mends it.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX, ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Code } from '#components/ui/code.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import type { Text } from '#lib/text.ts'
import type { Fix } from '#lib/thanos/finding.ts'
import type { Coverage } from '#lib/thanos/live/coverage.ts'
import type { Gap, GapFlag } from '#lib/thanos/live/coverage-gaps.ts'
import type { Cause } from '#lib/thanos/live/endpoint-causes.ts'

/** `onFix` is absent for who may not edit; `onPoint` shows the gap on the map. */
export function CoverageNotes({ coverage, duplicates, onFix, onPoint }: { coverage: Coverage; duplicates: readonly Cause[]; onFix: ((fix: Fix) => void) | undefined; onPoint: (gap: Gap | undefined) => void }): JSX.Element | null {
  const locale = useLocale()
  const t = useTranslations('stores')
  const gaps = coverage.state === 'known' ? coverage.gaps : []
  const overlaps = coverage.state === 'known' ? coverage.overlaps : []
  if (gaps.length + overlaps.length + duplicates.length === 0) return null
  return (
    <ul aria-label={t('notes')} className="border-t border-hair">
      {gaps.map((gap) => (
        <Note
          key={`${gap.kind} ${gap.from}`} severity={gap.severity} message={gap.message} reason={gap.reason} onPoint={(isOn) => onPoint(isOn ? gap : undefined)}
          flags={flagsOf(gap.flags)}
          action={gap.fix !== undefined && onFix !== undefined && <FixButton fix={gap.fix} onFix={onFix} />}
        />
      ))}
      {overlaps.map((overlap) => <Note key={`${overlap.kind} ${overlap.ulids.join()}`} severity={overlap.severity} message={overlap.message} reason={overlap.reason} flags={flagsOf(overlap.flags)} />)}
      {duplicates.map(({ text, about }) => <Note key={text.en} severity="warning" message={text} flags={about === undefined ? [] : [<Code key="about">{about}</Code>]} />)}
    </ul>
  )

  function flagsOf(flags: readonly GapFlag[]): JSX.Element[] {
    return flags.map(({ name, flag, value, isConfigured }) => <span key={`${name} ${flag}`}><Code>{flag}={value}</Code> <span className="text-ink-3">{name}{isConfigured === true && <>, {t('asConfigured')}</>}</span></span>)
  }

  function FixButton({ fix, onFix: mend }: { fix: Fix; onFix: (fix: Fix) => void }): JSX.Element {
    return <Button size="small" onClick={() => mend(fix)}>{fix.title[locale]}</Button>
  }
}

function Note({ severity, message, reason, flags = [], action, onPoint }: { severity: 'error' | 'warning' | 'advice'; message: Text; reason?: Text; flags?: readonly JSX.Element[]; action?: ReactNode; onPoint?: (isOn: boolean) => void }): JSX.Element {
  const locale = useLocale()
  return (
    <li onMouseEnter={() => onPoint?.(true)} onMouseLeave={() => onPoint?.(false)} onFocus={() => onPoint?.(true)} onBlur={() => onPoint?.(false)} className="grid grid-cols-[12px_minmax(0,1fr)] gap-x-2.5 gap-y-1.5 border-b border-hair py-[7px] md:grid-cols-[12px_minmax(0,1fr)_auto]">
      <Glyph name={severity} className="mt-1" />
      <div className="min-w-0">
        <p><b className="font-semibold">{message[locale]}</b> {reason !== undefined && <span className="text-ink-2">{reason[locale]}</span>}</p>
        {flags.length > 0 && <p className="mt-0.5 flex flex-wrap gap-x-4">{flags}</p>}
      </div>
      {action !== undefined && action !== false && <div className="max-md:col-start-2">{action}</div>}
    </li>
  )
}
