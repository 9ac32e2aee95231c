// A glyph and its word: how every state is written.
import { clsx } from 'clsx'
import type { JSX, ReactNode } from 'react'
import { Glyph, type GlyphName } from './glyph.tsx'
import { type Wrap, wrapClass } from './wrap.ts'

const TONES = {
  quiet: 'text-ink-2',
  plain: 'text-ink font-medium',
  advice: 'text-ink-2 font-medium',
  healthy: 'text-healthy-text font-medium',
  progressing: 'text-progressing-text font-medium',
  degraded: 'text-degraded-text font-medium',
  unknown: 'text-unknown-text',
  notice: 'text-notice-text font-medium',
  danger: 'text-danger-text font-medium',
} as const

export type Tone = keyof typeof TONES

/** A state in words behind its glyph, on one line unless it may `wrap`. `title` may carry the original word. */
export function Status({ glyph, tone = 'quiet', title, wrap = false, className, children }: {
  glyph: GlyphName; tone?: Tone; title?: string | undefined; wrap?: Wrap; className?: string; children: ReactNode
}): JSX.Element {
  return (
    <span title={title} className={clsx('inline-flex items-baseline gap-1.5', wrapClass(wrap), TONES[tone], className)}>
      <Glyph name={glyph} className="self-center" />
      <span>{children}</span>
    </span>
  )
}
