// Findings as a table for people and as JSON for programs.
import { styleText } from 'node:util'
import { text, type Locale } from '../text.ts'
import type { Place } from '../thanos/adopt.ts'
import type { Finding, Severity } from '../thanos/finding.ts'

export type Report = {
  readonly findings: readonly Finding[]
  readonly places: Readonly<Record<string, Place>>
  /** How many objects and pieces were looked at. */
  readonly objects: number
  readonly locale: Locale
}

const GLYPHS: Readonly<Record<Severity, string>> = { error: '✗', warning: '▲', advice: '•' }
const COLOURS = { error: 'red', warning: 'yellow', advice: 'cyan' } as const
const WHOLE_STACK = text('the installation as a whole', '설치 전체')
const FIX = text('fix', '수정')

/** One JSON array; `fix` is what the fix does, null when there is none; `about` tells findings of one code and place apart, null where there is one alone. `file` and `line` say where the object was read. */
export function findingsAsJson({ findings, places, locale }: Report): string {
  const rows = findings.map(({ code, severity, object, path, about, message, reason, source, fix }) => ({
    code, severity, object, path, about: about ?? null, message: message[locale], reason: reason[locale], source, fix: fix ? fix.title[locale] : null,
    file: places[object]?.file ?? null, line: places[object]?.line ?? null,
  }))
  return `${JSON.stringify(rows, null, 2)}\n`
}

/** Grouped by object, worst object first, with a count at the end. `paint` colours a word for a terminal. */
export function findingsAsTable({ findings, places, objects, locale }: Report, paint: Paint): string {
  const groups = Map.groupBy(findings, ({ object }) => object)
  const widest = Math.max(0, ...findings.map(({ code }) => code.length))
  const blocks = [...groups].map(([object, own]) => {
    const place = places[object]
    const head = `${paint('bold', object || WHOLE_STACK[locale])}${place ? `  ${paint('dim', `${place.file}:${place.line}`)}` : ''}`
    return [head, ...own.map((finding) => row(finding, widest, locale, paint))].join('\n')
  })
  return `${[...blocks, summary(findings, objects, locale)].join('\n\n')}\n`
}

export type Paint = (style: 'bold' | 'dim' | 'red' | 'yellow' | 'cyan', words: string) => string

/** Colours when standard output is a terminal that wants them (NO_COLOR is heeded). */
export const coloured: Paint = (style, words) => styleText(style, words, { stream: process.stdout })

function row({ code, severity, path, message, fix }: Finding, widest: number, locale: Locale, paint: Paint): string {
  const head = `  ${paint(COLOURS[severity], `${GLYPHS[severity]} ${severity.padEnd(7)}`)}  ${code.padEnd(widest)}  ${path}`
  const lines = [head.trimEnd(), `      ${message[locale]}`]
  if (fix) lines.push(`      ${paint('dim', `${FIX[locale]}: ${fix.title[locale]}`)}`)
  return lines.join('\n')
}

function summary(findings: readonly Finding[], objects: number, locale: Locale): string {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length
  const [errors, warnings, advice] = [count('error'), count('warning'), count('advice')]
  return text(
    `${plural(errors, 'error')}, ${plural(warnings, 'warning')}, ${advice} advice in ${plural(objects, 'object')}`,
    `오브젝트 ${objects}개: error ${errors}, warning ${warnings}, advice ${advice}`,
  )[locale]
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
