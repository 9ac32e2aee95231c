'use client'
// All safe fixes as one change of the draft: a line for each, to be unticked, and what is left for a person afterwards.
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo, useState } from 'react'
import { Checking } from '#components/draft/checking.tsx'
import type { Fixes } from '#components/judge/judge.ts'
import { useFixes } from '#components/judge/use-fixes.ts'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import { SeverityCounts, severityGlyph } from '#components/ui/severity.tsx'
import type { Edit } from '#lib/thanos/edit.ts'
import { type Finding, findingKey, fixId, leftOut } from '#lib/thanos/finding.ts'
import type { FixLine } from '#lib/thanos/safe-fixes.ts'
import type { SpecChange } from '#lib/thanos/spec-diff.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { useAcceptances } from './acceptances.tsx'
import { countFindings, needsYou } from './findings-view.ts'
import { nameOf } from './object-title.tsx'
import { withCode } from './with-code.ts'

const NOTHING: ReadonlySet<string> = new Set()

/**
 * The button and its dialog. `offered` is how many findings have a safe fix; the button counts those that can be taken together, as the dialog does.
 * Nothing changes before `onTake` is called with the edits of the ticked lines.
 */
export function FixAllButton({ spec, offered, isMain = true, onTake }: {
  spec: StackSpec; offered: number; isMain?: boolean; onTake: (edits: readonly Edit[], count: number) => void
}): ReactNode {
  const t = useTranslations('findings.fixAll')
  const [isOpen, setOpen] = useState(false)
  const { fixes } = useFixes(offered === 0 ? undefined : spec, NOTHING)
  const count = offered === 0 ? 0 : fixes?.lines.length
  if (count === 0 && !isOpen) return null
  return (
    <>
      <Button variant={isMain ? 'primary' : 'secondary'} onClick={() => setOpen(true)}>{count === undefined ? t('buttonUncounted') : t('button', { count })}</Button>
      {isOpen && <FixAllDialog spec={spec} onClose={() => setOpen(false)} onTake={(edits, count) => { setOpen(false); onTake(edits, count) }} />}
    </>
  )
}

function FixAllDialog({ spec, onClose, onTake }: { spec: StackSpec; onClose: () => void; onTake: (edits: readonly Edit[], count: number) => void }): ReactNode {
  const t = useTranslations('findings.fixAll')
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(NOTHING)
  const { fixes: whole } = useFixes(spec, NOTHING)
  const { fixes: plan, isBehind } = useFixes(spec, unticked)
  const lines = useMemo(() => (whole === undefined || plan === undefined ? [] : allLines(whole, plan)), [whole, plan])
  const toggle = (key: string, isTicked: boolean): void => setUnticked((before) => {
    const next = new Set(before)
    if (isTicked) next.delete(key)
    else next.add(key)
    return next
  })
  const count = plan?.lines.length ?? 0
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose() }} wide
      title={plan === undefined ? t('working') : t('title', { count })} description={t('what')}
      footer={(
        <>
          <Button variant="quiet" onClick={onClose}>{t('cancel')}</Button>
          <Button variant="primary" disabled={plan === undefined || count === 0 || isBehind} onClick={() => onTake(plan?.edits ?? [], count)}>{t('take')}</Button>
        </>
      )}
    >
      {plan === undefined && <Checking className="py-3" />}
      <div className="mt-3 flex items-center justify-between gap-3 border-b border-line pb-1.5">
        <h3>{t('lines')} <span className="font-normal text-ink-3">{t('ticked', { count: lines.filter(({ finding }) => !unticked.has(fixId(finding))).length, all: lines.length })}</span></h3>
        <Button size="small" variant="quiet" onClick={() => setUnticked(unticked.size === 0 ? new Set(lines.map(({ finding }) => fixId(finding))) : new Set())}>
          {t(unticked.size === 0 ? 'none' : 'all')}
        </Button>
      </div>
      <ul tabIndex={0} aria-label={t('lines')} className="max-h-[44vh] overflow-y-auto focus-visible:-outline-offset-2">
        {lines.map((line) => {
          const key = fixId(line.finding)
          return <Line key={key} line={line} isTicked={!unticked.has(key)} onToggle={(isTicked) => toggle(key, isTicked)} />
        })}
      </ul>
      {plan !== undefined && <Remains remaining={plan.remaining} skipped={unticked} />}
    </Dialog>
  )
}

/** Every fix in its order, as it is with those that are ticked. What unticking one brings up is listed too: a fix that it made needless. */
function allLines(whole: Fixes, plan: Fixes): FixLine[] {
  const now = new Map(plan.lines.map((line) => [fixId(line.finding), line]))
  const listed = new Set(whole.lines.map(({ finding }) => fixId(finding)))
  return [...whole.lines.map((line) => now.get(fixId(line.finding)) ?? line), ...plan.lines.filter(({ finding }) => !listed.has(fixId(finding)))]
}

function Line({ line: { finding, changes }, isTicked, onToggle }: { line: FixLine; isTicked: boolean; onToggle: (isTicked: boolean) => void }): ReactNode {
  return (
    <li className="border-b border-hair py-2 [content-visibility:auto] [contain-intrinsic-size:auto_64px]">
      <Checkbox checked={isTicked} onChange={(event) => onToggle(event.currentTarget.checked)} className="w-full">
        <span className="flex gap-2"><Glyph name={severityGlyph(finding.severity)} className="mt-1" /><span className="font-medium wrap-anywhere"><Sentence text={withCode(finding.message)} /></span></span>
      </Checkbox>
      <ul className={isTicked ? 'pl-[46px]' : 'pl-[46px] opacity-50'}>
        {changes.map((change) => <Change key={`${change.object} ${change.path}`} change={change} />)}
      </ul>
    </li>
  )
}

/** "thanos-store flags.min-time  -6h → unset". */
function Change({ change: { object, path, before, after } }: { change: SpecChange }): ReactNode {
  const t = useTranslations('findings.fixAll')
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 wrap-anywhere">
      <span className="text-ink-2">{nameOf(object)}</span>
      {path !== '' && <code className="text-ink-3">{path}</code>}
      {path === ''
        ? <span className="text-ink-2">{t(before === undefined ? 'added' : 'removed', { kind: after ?? before ?? '' })}</span>
        : <Values before={before} after={after} />}
    </li>
  )
}

const LONGEST_VALUE = 90

/** "-6h → not set"; of several lines only those that come and go. */
function Values({ before, after }: { before: string | undefined; after: string | undefined }): ReactNode {
  const t = useTranslations('findings.fixAll')
  const [old, fresh] = [before?.split('\n') ?? [], after?.split('\n') ?? []]
  if (Math.max(old.length, fresh.length) < 2) return <span><Value value={before} /> <span aria-hidden="true" className="text-ink-3">→</span><span className="sr-only">{t('becomes')}</span> <Value value={after} /></span>
  const gone = old.filter((line) => !fresh.includes(line))
  const come = fresh.filter((line) => !old.includes(line))
  return (
    <ul className="w-full">
      {gone.map((line) => <li key={`-${line}`} className="bg-removed px-1"><span aria-hidden="true">− </span><span className="sr-only">{t('gone')} </span><Value value={line} /></li>)}
      {come.map((line) => <li key={`+${line}`} className="bg-added px-1"><span aria-hidden="true">+ </span><span className="sr-only">{t('come')} </span><Value value={line} /></li>)}
      {gone.length + come.length === 0 && <li className="text-ink-3">{t('reordered')}</li>}
    </ul>
  )
}

function Value({ value }: { value: string | undefined }): ReactNode {
  const t = useTranslations('findings.fixAll')
  if (value === undefined) return <span className="text-ink-3">{t('unset')}</span>
  return value.length > LONGEST_VALUE ? <code title={value}>{value.slice(0, LONGEST_VALUE)}…</code> : <code>{value}</code>
}

const SHOWN = 30

/** What the checks find once the ticked lines are in: those that need a person, each with why. */
function Remains({ remaining, skipped }: { remaining: readonly Finding[]; skipped: ReadonlySet<string> }): ReactNode {
  const t = useTranslations('findings.fixAll')
  const { stateOf } = useAcceptances()
  const open = remaining.filter((finding) => stateOf(finding)?.kind !== 'accepted')
  const needed = open.filter(needsYou)
  const dropped = leftOut(open, skipped)
  return (
    <section className="mt-3">
      <div className="flex flex-wrap items-center gap-x-4 border-b border-line pb-1.5"><h3>{t('remains')}</h3><SeverityCounts counts={countFindings(open)} /></div>
      {dropped.length > 0 && (
        <div className="border-b border-hair py-1.5">
          <p>{t('leftOut', { count: dropped.length })}</p>
          <ul className="text-ink-2">{dropped.slice(0, SHOWN).map((finding) => <li key={fixId(finding)} className="wrap-anywhere"><Sentence text={withCode(finding.message)} /></li>)}</ul>
          {dropped.length > SHOWN && <p className="text-ink-3">{t('more', { count: dropped.length - SHOWN })}</p>}
        </div>
      )}
      {needed.length > 0 && (
        <details>
          <summary className="flex min-h-8 cursor-pointer items-center text-ink-2 max-md:min-h-11">{t('needYou', { count: needed.length })}</summary>
          <ul tabIndex={0} aria-label={t('needYou', { count: needed.length })} className="max-h-[30vh] overflow-y-auto focus-visible:-outline-offset-2">
            {needed.slice(0, SHOWN).map((finding) => (
              <li key={findingKey(finding) + finding.message.en} className="grid grid-cols-[12px_minmax(0,1fr)] gap-2 border-b border-hair py-1.5">
                <Glyph name={severityGlyph(finding.severity)} className="mt-1" />
                <span className="wrap-anywhere">
                  <Sentence text={withCode(finding.message)} />
                  <span className="block text-ink-3">{finding.fix === undefined ? t('onlyYouKnow') : <>{t('mayLose')} <Sentence text={withCode(finding.fix.title)} /></>}</span>
                </span>
              </li>
            ))}
          </ul>
          {needed.length > SHOWN && <p className="py-1.5 text-ink-3">{t('more', { count: needed.length - SHOWN })}</p>}
        </details>
      )}
    </section>
  )
}
