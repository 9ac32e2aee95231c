// Reads a page of metrics in Prometheus' text format, version 0.0.4, and keeps only what is asked for: a page has thousands of samples of
// which some seventy are read. A library reads them; it takes anything for a page, so that what it is given is looked at here first: docs/decisions/021-metrics-text.md.
// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
import parse from 'parse-prometheus-text-format'
import type { Sample } from '../thanos/live/observation.ts'

/** Throws a SyntaxError that names the line, for a wanted sample that is none and for a line of another format: half a page must not be taken for a whole one. */
export function readMetrics(page: string, isWanted: (name: string) => boolean): Sample[] {
  const families = parse(wantedLines(page, isWanted).join(''))
  return families.flatMap(({ name, metrics }) => metrics.map(({ labels = {}, value }) => ({ name, labels, value: numberOf(value) })))
}

/** The wanted samples, a line each, in the notation that the library reads rightly. No types among them: with those it drops the labels of a histogram's sums and counts. */
function wantedLines(page: string, isWanted: (name: string) => boolean): string[] {
  const lines: string[] = []
  let number = 0
  for (let from = 0; from < page.length;) {
    const next = page.indexOf('\n', from)
    const end = next === -1 ? page.length : next
    number += 1
    START.lastIndex = from
    const [blank = '', name] = START.exec(page) ?? []
    const at = from + blank.length - (name?.length ?? 0)
    const fail = (what: string): never => { throw new SyntaxError(`line ${number}: ${what} in ${JSON.stringify(page.slice(at, end).slice(0, 120))}`) }
    if (name !== undefined) {
      if (isWanted(name)) lines.push(readable(page.slice(at, end)) ?? fail('no sample'))
    } else if (at < end && !OTHERS.test(page.charAt(at))) {
      fail('neither a sample nor a comment')
    }
    from = end + 1
  }
  return lines
}

/** The name that a line begins with, after blanks. */
const START = /[ \t]*([a-zA-Z_:][\w:]*)?/y
/** A comment, an empty line, or a sample with its name in quotes between its labels, as no metric of Thanos has it. */
const OTHERS = /[#\r{]/

const QUOTED = String.raw`"(?:[^"\\]|\\[\\n"])*"`
const LABEL = String.raw`[ \t]*[a-zA-Z_]\w*[ \t]*=[ \t]*${QUOTED}[ \t]*`
const VALUE = String.raw`[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[iI][nN][fF]|[nN][aA][nN])`
/** A whole sample: its labels, of which there may be none and after which a comma may stand, its value, and perhaps its time. */
const SAMPLE = new RegExp(String.raw`^[\w:]+[ \t]*(?:\{(?:${LABEL}(?:,${LABEL})*,?)?[ \t]*\}[ \t]*|[ \t])${VALUE}(?:[ \t]+-?\d+)?\s*$`)
const AFTER_QUOTED = new RegExp(String.raw`(${QUOTED})(?:[ \t]*,[ \t]+)?`, 'g')

/** Undefined for what is no sample. The library stumbles over blanks after a comma. */
function readable(line: string): string | undefined {
  if (!SAMPLE.test(line)) return undefined
  return `${line.replaceAll(AFTER_QUOTED, (whole, quoted: string) => (whole === quoted ? quoted : `${quoted},`))}\n`
}

/** As Go's ParseFloat reads it. */
function numberOf(value: string): number {
  const infinity = /^([-+]?)inf$/i.exec(value)
  if (infinity === null) return Number(value)
  return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}
