// The status glyphs, 12 px: shape carries the meaning, so that it survives grey scale. Always stands beside a word.
import { clsx } from 'clsx'
import type { JSX, ReactNode } from 'react'

const ring = <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
const line = (d: string, width = 1.5): JSX.Element => <path d={d} fill="none" stroke="currentColor" strokeWidth={width} />
const solid = (d: string): JSX.Element => <path d={d} fill="currentColor" />
const faint = (d: string): JSX.Element => <path d={d} fill="currentColor" opacity=".28" />

const SHAPES = {
  healthy: <circle cx="6" cy="6" r="4" fill="currentColor" />,
  progressing: <>{ring}{solid('M6 1.75a4.25 4.25 0 0 1 0 8.5z')}</>,
  degraded: solid('M6 .6 11.4 6 6 11.4.6 6z'),
  unknown: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.2 2.25" />,
  suspended: line('M4 2v8M8 2v8', 2),
  missing: <>{ring}{line('m3 9 6-6')}</>,
  synced: line('M2 4.25h8M2 7.75h8'),
  outofsync: line('M1.75 4.25h8.5M1.75 7.75h8.5M8.4 1.2 3.6 10.8'),
  error: solid('M6 .6 11.4 6 6 11.4.6 6z'),
  warning: solid('M6 1 11.5 10.8H.5z'),
  advice: <rect x="2" y="2" width="8" height="8" rx="1" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  risk1: <>{solid('M1 7h2.5v4H1z')}{faint('M4.75 4h2.5v7h-2.5zM8.5 1H11v10H8.5z')}</>,
  risk2: <>{solid('M1 7h2.5v4H1zM4.75 4h2.5v7h-2.5z')}{faint('M8.5 1H11v10H8.5z')}</>,
  risk3: solid('M1 7h2.5v4H1zM4.75 4h2.5v7h-2.5zM8.5 1H11v10H8.5z'),
  irreversible: line('M.75 6h7M5 3l3 3-3 3M10.75 1v10'),
  restart: line('M10.2 6.2A4.2 4.2 0 1 1 8.6 2.7M8.9.6v2.6H6.3'),
  /** Waits for a person. */
  waiting: line('M6 1.5v9M2.5 5 6 1.5 9.5 5'),
  check: line('m1.75 6.4 2.8 2.8 5.7-6.4', 1.6),
  /** Not done, or not chosen; `chosen` is its other state. */
  open: ring,
  chosen: <>{ring}<circle cx="6" cy="6" r="2" fill="currentColor" /></>,
  edited: line('M1.5 10.5V8L8 1.5 10.5 4 4 10.5z', 1.4),
  down: line('m2.5 4.25 3.5 3.5 3.5-3.5'),
  right: line('m4.25 2.5 3.5 3.5-3.5 3.5'),
  updown: line('M3 4.5 6 1.7l3 2.8M3 7.5l3 2.8 3-2.8', 1.4),
  close: line('m2.5 2.5 7 7M9.5 2.5l-7 7'),
} as const satisfies Record<string, ReactNode>

export type GlyphName = keyof typeof SHAPES

const COLOURS: Partial<Record<GlyphName, string>> = {
  healthy: 'text-healthy', progressing: 'text-progressing', degraded: 'text-degraded', unknown: 'text-unknown', suspended: 'text-unknown',
  missing: 'text-degraded', synced: 'text-ink-3', outofsync: 'text-notice', error: 'text-degraded', warning: 'text-notice',
  advice: 'text-ink-3', risk1: 'text-risk-low', risk2: 'text-notice', risk3: 'text-danger', irreversible: 'text-danger',
  restart: 'text-notice', waiting: 'text-notice', check: 'text-ink-3', open: 'text-ink-3', chosen: 'text-accent', edited: 'text-notice',
  down: 'text-ink-3', right: 'text-ink-3', updown: 'text-ink-3', close: 'text-ink-3',
}

/** One glyph in its own colour; `inherit` gives it the colour of the text around it. Hidden from screen readers: the word speaks. */
export function Glyph({ name, inherit = false, className }: { name: GlyphName; inherit?: boolean; className?: string }): JSX.Element {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" className={clsx('block shrink-0', !inherit && COLOURS[name], className)}>
      {SHAPES[name]}
    </svg>
  )
}
