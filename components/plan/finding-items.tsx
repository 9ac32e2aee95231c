// Findings at the side of a plan or revision: what is wrong, why, its code, and where it is mended.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { AcceptanceState } from '#lib/thanos/acceptance.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import { findingKey } from '#lib/thanos/finding.ts'
import { Day } from '../findings/finding-until.tsx'
import { withCode } from '../findings/with-code.ts'
import { Glyph } from '../ui/glyph.tsx'
import { Link } from '../ui/link.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { severityGlyph } from '../ui/severity.tsx'
import type { MendLink } from './mend-link.ts'

/** `linkTo` says where a finding is mended; without it the list is for reading. `stateOf` says which are accepted. */
export function FindingItems({ findings, linkTo, stateOf }: {
  findings: readonly Finding[]; linkTo?: ((finding: Finding) => MendLink | undefined) | undefined; stateOf?: ((finding: Finding) => AcceptanceState | undefined) | undefined
}): JSX.Element {
  const t = useTranslations('plan.findings')
  return (
    <ul>
      {findings.map((finding) => {
        const link = linkTo?.(finding)
        const state = stateOf?.(finding)
        return (
          <li key={findingKey(finding) + finding.message.en} className="grid grid-cols-[12px_minmax(0,1fr)] gap-2.5 border-b border-hair py-2">
            <Glyph name={severityGlyph(finding.severity)} className="mt-1" />
            <div className="min-w-0 wrap-anywhere">
              <p className="font-semibold"><Sentence text={withCode(finding.message)} /></p>
              <p className="text-ink-2"><Sentence text={withCode(finding.reason)} /></p>
              {state !== undefined && <Decision state={state} />}
              <p className="flex flex-wrap items-baseline justify-between gap-x-3">
                <code className="text-ink-3">{finding.code}</code>
                {link !== undefined && <Link href={link.href} className="link font-medium max-md:flex max-md:min-h-11 max-md:items-center">{t(link.what)}</Link>}
              </p>
            </div>
          </li>
        )
      })}
    </ul>
  )
}

function Decision({ state: { kind, acceptance } }: { state: AcceptanceState }): JSX.Element {
  const t = useTranslations('plan.findings')
  return (
    <p className="my-0.5 flex gap-1.5">
      <Glyph name={kind === 'accepted' ? 'check' : 'warning'} className="mt-1" />
      <span><span className="font-medium">{t.rich(kind, { who: acceptance.by, until: () => <Day at={acceptance.until} /> })}</span> <span className="text-ink-2">{acceptance.reason}</span></span>
    </p>
  )
}
