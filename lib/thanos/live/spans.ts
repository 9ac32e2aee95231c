// Stretches of time: joining them, cutting them, and what they leave open. Times are milliseconds, half-open.

export type Span = { readonly from: number; readonly to: number }

/** The stretches in order, those that touch or lie at most `slackMs` apart as one. */
export function joined(spans: readonly Span[], slackMs = 0): Span[] {
  const result: Span[] = []
  for (const span of spans.filter(({ from, to }) => from < to).toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last !== undefined && span.from <= last.to + slackMs) result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else result.push(span)
  }
  return result
}

/** The stretches inside of one. */
export function clipped(spans: readonly Span[], within: Span): Span[] {
  return spans.map(({ from, to }) => ({ from: Math.max(from, within.from), to: Math.min(to, within.to) })).filter(({ from, to }) => from < to)
}

/** What the stretches leave open of one. */
export function missing(spans: readonly Span[], within: Span, slackMs = 0): Span[] {
  const covered = joined(clipped(spans, within), slackMs)
  const edges = [within.from, ...covered.flatMap(({ from, to }) => [from, to]), within.to]
  return Array.from({ length: edges.length / 2 }, (_, at) => ({ from: edges[2 * at] ?? 0, to: edges[2 * at + 1] ?? 0 })).filter(({ from, to }) => to - from > slackMs)
}

/** How much of one stretch the others cover, from 0 to 1. */
export function share(spans: readonly Span[], of: Span): number {
  const covered = joined(clipped(spans, of)).reduce((sum, { from, to }) => sum + to - from, 0)
  return of.to > of.from ? covered / (of.to - of.from) : 0
}
