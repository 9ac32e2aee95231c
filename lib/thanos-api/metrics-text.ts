// Reads a page of metrics in Prometheus' text format, version 0.0.4, and keeps only what is asked for: a page has thousands of samples of
// which some forty are read. https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
import type { Sample } from '../thanos/live/observation.ts'

/** Throws a SyntaxError that names the line, for a wanted sample that is none: half a page must not be taken for a whole one. */
export function readMetrics(page: string, isWanted: (name: string) => boolean): Sample[] {
  const samples: Sample[] = []
  let number = 0
  for (let from = 0; from < page.length;) {
    const next = page.indexOf('\n', from)
    const end = next === -1 ? page.length : next
    number += 1
    const name = nameAt(page, from)
    if (name !== undefined && isWanted(name)) samples.push(readSample(page.slice(from, end).trimEnd(), name, number))
    from = end + 1
  }
  return samples
}

const NAME = /[a-zA-Z_:][\w:]*/y

/** The name that a line begins with; undefined for comments, empty lines and anything else. */
function nameAt(page: string, from: number): string | undefined {
  NAME.lastIndex = from
  return NAME.exec(page)?.[0]
}

function readSample(line: string, name: string, number: number): Sample {
  const labels: Record<string, string> = {}
  let at = name.length
  const fail = (what: string): never => { throw new SyntaxError(`line ${number}: ${what} in ${JSON.stringify(line.slice(0, 120))}`) }
  if (line[at] === '{') {
    at += 1
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

function numberOf(value: string): number | undefined {
  switch (value.toLowerCase().replace('+', '')) {
    case 'nan': return Number.NaN
    case 'inf': return Number.POSITIVE_INFINITY
    case '-inf': return Number.NEGATIVE_INFINITY
    default: {
      const number = Number(value)
      return value !== '' && Number.isFinite(number) ? number : undefined
    }
  }
}
