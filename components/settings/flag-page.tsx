// One flag in full: its help, what it takes, a line for each release, its namesakes, and what releases said of it.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX, ReactNode } from 'react'
import { routes } from '#lib/routes.ts'
import type { Flag } from '#lib/thanos/flag.ts'
import { flagHistory, type FlagStanding, notesOfFlag, otherKindsOf } from '#lib/thanos/flag-history.ts'
import type { Kind } from '#lib/thanos/kind.ts'
import { flagOf } from '#lib/thanos/catalogue.ts'
import { sourceOf } from '#lib/thanos/releases/note.ts'
import { withCode } from '../findings/with-code.ts'
import { Code } from '../ui/code.tsx'
import { Link } from '../ui/link.tsx'
import { Section } from '../ui/section.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { Status } from '../ui/status.tsx'
import { Table, Td, Th } from '../ui/table.tsx'
import { Verdict } from '../ui/verdict.tsx'

const CHANGELOG = 'https://thanos.io/tip/thanos/changelog.md'

/** The page below the bar. */
export function FlagPage({ kind, name, flag }: { kind: Kind; name: string; flag: Flag }): JSX.Element {
  const t = useTranslations('settings.flags')
  const locale = useLocale()
  const history = flagHistory(kind, name).toReversed()
  const others = otherKindsOf(kind, name)
  const notes = notesOfFlag(kind, name).toReversed()
  const values = flag.values?.filter((value) => value !== '')
  return (
    <>
      <Verdict eyebrow={<Code>thanos {kind} --{name}</Code>}><Sentence text={flag[locale]} /></Verdict>
      <div className="grid gap-x-9 gap-y-5 lg:grid-cols-[minmax(0,1fr)_400px]">
        <Section title={t('history')} aside={<a href={CHANGELOG} target="_blank" rel="noreferrer">{t('changelog')}</a>}>
          <Table label={t('history')} sticky={false}>
            <thead><tr><Th>{t('release')}</Th><Th>{t('standing')}</Th><Th>{t('default')}</Th></tr></thead>
            <tbody>
              {history.map(({ release, standing, default: value, isChange }) => (
                <tr key={release} data-release={release}>
                  <Td name={isChange}>{release}</Td>
                  <Td><Standing standing={standing} isChange={isChange} /></Td>
                  <Td>{value === undefined ? <span className="text-ink-3">–</span> : <DefaultValue value={value} empty={t('empty')} />}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </Section>
        <div className="grid content-start gap-5">
          <Section title={t('facts')}>
            <dl className="grid grid-cols-[110px_minmax(0,1fr)]">
              <Fact name={t('takes')}>{t(`types.${flag.type}`)}{flag.repeatable && `, ${t('repeatable')}`}</Fact>
              {values !== undefined && <Fact name={t('words')}>{values.map((value) => <span key={value} className="mr-3 whitespace-nowrap"><code>{value}</code>{flag.valuesSince?.[value] !== undefined && <span className="text-label text-ink-3"> {t('since', { version: `v${flag.valuesSince[value]}` })}</span>}</span>)}</Fact>}
              {(flag.min !== undefined || flag.max !== undefined) && <Fact name={t('bounds')}><code>{flag.min ?? '…'} – {flag.max ?? '…'}</code></Fact>}
              {flag.since !== undefined && <Fact name={t('came')}>v{flag.since}</Fact>}
              {flag.deprecated !== undefined && <Fact name={t('deprecatedIn')}>v{flag.deprecated}</Fact>}
              {flag.removed !== undefined && <Fact name={t('removedIn')}>v{flag.removed}</Fact>}
              {flag.replacedBy !== undefined && <Fact name={t('use')}>{flagOf(kind, flag.replacedBy) === undefined ? <code>--{flag.replacedBy}</code> : <Link href={routes.flag(kind, flag.replacedBy)}><code>--{flag.replacedBy}</code></Link>}</Fact>}
              {flag.hidden && <Fact name={t('documented')}>{t('hidden')}</Fact>}
              {flag.goDuration && <Fact name={t('writing')}>{t('goDuration')}</Fact>}
              {flag.unsigned && <Fact name={t('writing')}>{t('unsigned')}</Fact>}
            </dl>
          </Section>
          {others.length > 0 && (
            <Section title={t('namesakes')} count={others.length}>
              <ul className="flex flex-wrap gap-x-4 py-1.5">{others.map((other) => <li key={other}><Link href={routes.flag(other, name)} className="inline-flex items-center max-md:min-h-11">{other}</Link></li>)}</ul>
            </Section>
          )}
          {notes.length > 0 && (
            <Section title={t('said')} count={notes.length}>
              <ul>
                {notes.map(({ release, note }) => (
                  <li key={note.pull} className="border-b border-hair py-1.5">
                    <span className="font-semibold">{release}</span> <Sentence text={withCode(note.what)} />{' '}
                    <a href={sourceOf(note)} target="_blank" rel="noreferrer" className="text-label">#{note.pull}</a>
                    {note.act !== undefined && <span className="block text-ink-2"><Sentence text={withCode(note.act)} /></span>}
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
      </div>
    </>
  )
}

function Standing({ standing, isChange }: { standing: FlagStanding; isChange: boolean }): JSX.Element {
  const t = useTranslations('settings.flags.stands')
  const word = t(standing)
  if (standing === 'gone') return <Status glyph="missing" tone={isChange ? 'degraded' : 'quiet'}>{word}</Status>
  if (standing === 'deprecated') return <Status glyph="warning" tone={isChange ? 'notice' : 'quiet'}>{word}</Status>
  return <span className={isChange ? 'font-medium' : 'text-ink-2'}>{word}</span>
}

function DefaultValue({ value, empty }: { value: string; empty: string }): ReactNode {
  return value === '' ? empty : <Code wrap>{value}</Code>
}

function Fact({ name, children }: { name: string; children: ReactNode }): JSX.Element {
  return (
    <>
      <dt className="border-b border-hair py-1.5 text-ink-3">{name}</dt>
      <dd className="min-w-0 border-b border-hair py-1.5 wrap-anywhere">{children}</dd>
    </>
  )
}
