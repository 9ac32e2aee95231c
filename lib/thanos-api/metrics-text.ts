// Reads a page of metrics in Prometheus' text format, version 0.0.4, and keeps only what is asked for: a page has thousands of samples of
// which some seventy are read. Why no parser of npm's does it: docs/decisions/021-metrics-text.md.
// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
import type { Sample } from '../thanos/live/observation.ts'

/** Throws a SyntaxError that names the line, for a wanted sample that is none and for a line of another format: half a page must not be taken for a whole one. */
export function readMetrics(page: string, isWanted: (name: string) => boolean): Sample[] {
  const samples: Sample[] = []
  let number = 0
  for (let from = 0; from < page.length;) {
    const next = page.indexOf('\n', from)
    const end = next === -1 ? page.length : next
    number += 1
    START.lastIndex = from
    const [blank = '', name] = START.exec(page) ?? []
    const at = from + blank.length - (name?.length ?? 0)
    if (name !== undefined) {
      if (isWanted(name)) samples.push(readSample(page.slice(at, end).trimEnd(), name, number))
    } else if (at < end && !OTHERS.test(page.charAt(at))) {
      throw new SyntaxError(`line ${number}: neither a sample nor a comment in ${JSON.stringify(page.slice(at, end).slice(0, 120))}`)
    }
    from = end + 1
  }
  return samples
}

/** The name that a line begins with, after blanks. */
const START = /[ \t]*([a-zA-Z_:][\w:]*)?/y
/** A comment, an empty line, or a sample with its name in quotes between its labels, as no metric of Thanos has it. */
const OTHERS = /[#\r{]/

function readSample(line: string, name: string, number: number): Sample {
  const labels: Record<string, string> = {}
  let at = name.length
  const fail = (what: string): never => { throw new SyntaxError(`line ${number}: ${what} in ${JSON.stringify(line.slice(0, 120))}`) }
  const open = /^[ \t]*\{/.exec(line.slice(at))?.[0]
  if (open !== undefined) {
    at += open.length
    for (;;) {
      LABEL.lastIndex = at
      // A comma may stand before the end, and there may be no label at all.
      const [whole = '', key, value = '', follow] = LABEL.exec(line) ?? fail('no label')
      at += whole.length
      if (key !== undefined) labels[key] = unescaped(value)
      if (follow !== ',') break
    }
  }
  const [value = '', timestamp, more] = line.slice(at).trim().split(/[ \t]+/)
  if (value === '' || more !== undefined || (timestamp !== undefined && !/^-?\d+$/.test(timestamp))) fail('no value')
  return { name, labels, value: numberOf(value) ?? fail('no number') }
}

/** A label and what follows it, or the end of the labels alone. */
const LABEL = /[ \t]*(?:([a-zA-Z_]\w*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*([,}])|\})/y

function unescaped(value: string): string {
  return value.includes('\\') ? value.replaceAll(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character)) : value
}

const DECIMAL = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/

/** As Go's ParseFloat reads it. A whole number in another base is none. */
function numberOf(value: string): number | undefined {
  switch (value.toLowerCase().replace('+', '')) {
    case 'nan': return Number.NaN
    case 'inf': return Number.POSITIVE_INFINITY
    case '-inf': return Number.NEGATIVE_INFINITY
    default: return DECIMAL.test(value) ? Number(value) : undefined
  }
}
