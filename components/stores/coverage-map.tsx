'use client'
// The coverage map: time on x, one lane for each endpoint and resolution, what nobody answers as a red column. ← → read it aloud, step by step.
import { clsx } from 'clsx'
import { useLocale, useTranslations } from 'next-intl'
import { type JSX, type KeyboardEvent, type SVGProps, useState } from 'react'
import { useSpan } from '#components/live/span-words.tsx'
import { Age } from '#components/ui/age.tsx'
import { Breakable } from '#components/ui/breakable.tsx'
import type { Answer, Coverage } from '#lib/thanos/live/coverage.ts'
import type { Gap } from '#lib/thanos/live/coverage-gaps.ts'
import type { Lane } from '#lib/thanos/live/lanes.ts'
import { roughlySeconds } from '#lib/thanos/live/span-words.ts'
import type { Span } from '#lib/thanos/live/spans.ts'
import { placeOfTime, type Scale, ticksOf } from './coverage-scale.ts'

type Known = Extract<Coverage, { state: 'known' }>

const ROW = 'grid md:grid-cols-[208px_minmax(0,1fr)]'

/** The picture. `marked` is the gap that is pointed at below it. */
export function CoverageMap({ coverage, scale, marked }: { coverage: Known; scale: Scale; marked: Gap | undefined }): JSX.Element {
  const t = useTranslations('stores.map')
  const [step, setStep] = useState<number>()
  const pieces = coverage.answers
  const current = step === undefined ? undefined : pieces[step]
  const words = usePieceWords(coverage)
  const walk = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    event.preventDefault()
    setStep((before) => Math.min(pieces.length - 1, Math.max(0, (before ?? pieces.length) + (event.key === 'ArrowLeft' ? -1 : 1))))
  }
  const last = pieces.length - 1
  return (
    <div
      role="slider" tabIndex={0} aria-label={t('label')} aria-valuemin={0} aria-valuemax={last} aria-valuenow={step ?? last} aria-valuetext={words(current ?? pieces[last])} aria-keyshortcuts="ArrowLeft ArrowRight"
      onKeyDown={walk} onBlur={() => setStep(undefined)} className="relative pt-1 pb-2"
    >
      <Axis scale={scale} gaps={coverage.gaps} />
      <div className="relative">
        <Columns scale={scale} gaps={coverage.gaps} marked={marked} current={current} />
        <LaneRow name={t('gets')} isFirst><AnswerBar answers={pieces} scale={scale} /></LaneRow>
        {coverage.lanes.map((lane, index) => {
          const isFirst = coverage.lanes[index - 1]?.name !== lane.name
          return <LaneRow key={`${lane.name} ${lane.resolution} ${lane.answers} ${index}`} name={lane.name} isFirst={isFirst} note={<LaneNote lane={lane} at={coverage.to} />} below={<LaneOld lane={lane} />}><LaneBar lane={lane} scale={scale} /></LaneRow>
        })}
      </div>
      <p aria-hidden="true" className="min-h-5 text-label text-ink-2 md:pl-[208px]">{current === undefined ? '' : words(current)}</p>
    </div>
  )
}

/** A stretch in words: "2 h to 6 h ago: nothing". */
function usePieceWords({ to, gaps }: Known): (piece: Answer | undefined) => string {
  const t = useTranslations('stores.map')
  const span = useSpan()
  const locale = useLocale()
  return (piece) => {
    if (piece === undefined) return ''
    const gap = gaps.find((each) => each.from < piece.to && each.to > piece.from)
    const what = piece.what === 'nothing' && gap !== undefined ? gap.message[locale] : t(`what.${piece.what}`)
    return t(piece.to >= to ? 'pieceNow' : 'piece', { from: span(to - piece.from), to: span(to - piece.to), what })
  }
}

function Axis({ scale, gaps }: { scale: Scale; gaps: readonly Gap[] }): JSX.Element {
  const t = useTranslations('stores.map')
  const span = useSpan()
  const ticks = ticksOf(scale, { apart: 0.075, first: gaps.flatMap(({ from, to }) => [to, from]) })
  const wide = new Set(ticksOf(scale, { apart: 0.17, first: gaps.flatMap(({ from, to }) => [to, from]) }).map(({ at }) => at))
  return (
    <div className={ROW} aria-hidden="true">
      <span className="max-md:hidden" />
      <div className="relative h-6 text-label whitespace-nowrap text-ink-3">
        <span className="absolute left-0">{t('ago', { span: span(scale.to - scale.from) })}</span>
        {ticks.map(({ at, place, isFirst }) => <span key={at} style={{ left: `${place * 100}%` }} className={clsx('absolute -translate-x-1/2', isFirst && 'font-medium text-ink', !wide.has(at) && 'max-md:hidden')}>{span(scale.to - at)}</span>)}
        <span className="absolute right-0">{t('now')}</span>
      </div>
    </div>
  )
}

/** Hairlines, gaps and the stretch that is read, behind all lanes. */
function Columns({ scale, gaps, marked, current }: { scale: Scale; gaps: readonly Gap[]; marked: Gap | undefined; current: Answer | undefined }): JSX.Element {
  const box = boxOf(scale)
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-y-0 right-0 left-0 md:left-[208px]">
      <svg width="100%" height="100%" className="block overflow-visible">
        {ticksOf(scale, { apart: 0.075 }).map(({ at, place }) => <line key={at} x1={`${place * 100}%`} x2={`${place * 100}%`} y1="0" y2="100%" stroke="var(--hair)" />)}
        {current !== undefined && <rect {...box(current)} y="0" height="100%" fill="var(--accent-tint)" />}
        {gaps.map((gap) => <rect key={`${gap.kind} ${gap.from}`} {...box(gap)} y="0" height="100%" fill={gap.severity === 'error' ? 'var(--danger-tint)' : 'var(--notice-tint)'} stroke={gap.severity === 'error' ? 'var(--danger)' : 'var(--notice)'} strokeWidth={marked === gap ? 2.5 : 1.5} strokeDasharray={gap.severity === 'error' ? undefined : '3 3'} />)}
      </svg>
    </div>
  )
}

function LaneRow({ name, note, below, isFirst, children }: { name: string; note?: JSX.Element; below?: JSX.Element; isFirst: boolean; children: JSX.Element }): JSX.Element {
  return (
    <div className={clsx(ROW, 'relative items-center py-[3px]')}>
      <div className="flex items-center justify-between gap-2 pr-3 whitespace-nowrap">
        <span className={clsx('min-w-0 font-semibold wrap-break-word whitespace-normal', !isFirst && 'md:hidden')}><Breakable text={name} /></span>
        <span className="ml-auto text-ink-3">{note}</span>
      </div>
      <svg width="100%" height="18" aria-hidden="true" className="block overflow-visible">{children}</svg>
      {below}
    </div>
  )
}

function LaneNote({ lane, at }: { lane: Lane; at: number }): JSX.Element {
  const locale = useLocale()
  const t = useTranslations('stores.map')
  const { read } = lane
  return <span title={read && t('read', { source: read.from, age: roughlySeconds(Math.max(0, at - read.at))[locale] })}><LaneKind lane={lane} /></span>
}

/** Why a lane is old, and as of when it is drawn. */
function LaneOld({ lane: { read } }: { lane: Lane }): JSX.Element | null {
  const t = useTranslations('stores.map')
  const locale = useLocale()
  if (read?.why === undefined) return null
  return <p className="text-label text-ink-3 wrap-anywhere md:col-start-2">{t.rich('stale', { age: () => <Age at={new Date(read.at).toISOString()} />, why: read.why[locale] })}</p>
}

function LaneKind({ lane }: { lane: Lane }): JSX.Element {
  const t = useTranslations('stores.map')
  if (!lane.answers) return <>{t(`resolution.${lane.resolution}`)}, {t('silent')}</>
  if (lane.recorded) return <>{t('recorded')}</>
  if (lane.type !== 'store') return <>{t('heads', { count: lane.count })}</>
  return <>{t(`resolution.${lane.resolution}`)}</>
}

function LaneBar({ lane, scale }: { lane: Lane; scale: Scale }): JSX.Element {
  const box = boxOf(scale)
  const look = laneLook(lane)
  return <>{lane.spans.map((span) => <rect key={span.from} {...box(span)} y="4" height="10" rx="1.5" {...look} />)}</>
}

/** Hollow for who does not answer, grey for what is old. */
function laneLook({ answers, read, recorded, resolution }: Lane): SVGProps<SVGRectElement> {
  if (!answers) return { fill: 'none', stroke: 'var(--unknown)', strokeDasharray: '3 3' }
  if (read?.why !== undefined) return { fill: 'var(--inset)', stroke: 'var(--unknown)' }
  return { fill: recorded || resolution !== 'raw' ? 'var(--data-3)' : 'var(--data-2)' }
}

function AnswerBar({ answers, scale }: { answers: readonly Answer[]; scale: Scale }): JSX.Element {
  const t = useTranslations('stores.map')
  const box = boxOf(scale)
  return (
    <>
      {answers.map((piece) => {
        const { from, to, what } = piece
        const [left, right] = [placeOfTime(scale, from), placeOfTime(scale, to)]
        return (
          <g key={from}>
            <rect {...box(piece)} y="0" height="18" {...ANSWER_LOOK[what]} />
            {right - left > 0.08 && <text x={`${(left + right) * 50}%`} y="13" textAnchor="middle" className={clsx('text-label', what === 'nothing' ? 'fill-danger-text font-medium' : 'fill-ink')}>{t(`short.${what}`)}</text>}
          </g>
        )
      })}
    </>
  )
}

const ANSWER_LOOK = {
  'raw': { fill: 'var(--data-3)' }, '5m': { fill: 'var(--inset)', stroke: 'var(--line)' }, '1h': { fill: 'var(--hover)', stroke: 'var(--line)' },
  'nothing': { fill: 'var(--page)', stroke: 'var(--danger)', strokeWidth: 1.5 }, 'silent': { fill: 'none', stroke: 'var(--unknown)', strokeDasharray: '3 3' },
} as const

/** Never thinner than what can be seen. */
function boxOf(scale: Scale): (span: Span) => { x: string; width: string } {
  return ({ from, to }) => {
    const [left, right] = [placeOfTime(scale, from), placeOfTime(scale, to)]
    return { x: `${left * 100}%`, width: `${Math.max(0.3, (right - left) * 100)}%` }
  }
}
