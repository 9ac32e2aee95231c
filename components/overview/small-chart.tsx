'use client'
// A small chart of one figure over time, grey without a verdict, with its newest value in words. A missing sample is a gap.
import type { JSX, ReactNode } from 'react'
import { Area, AreaChart, CartesianGrid, XAxis, YAxis } from 'recharts'

export type ChartPoint = { at: number; value: number | null }

/** `says` is what a reader gets who sees no chart; `step` draws a line that stays until it changes. */
export function SmallChart({ title, says, points, from, to, time, format, step = false }: {
  title: ReactNode; says: ReactNode; points: readonly ChartPoint[]; from: number; to: number; time: (at: number) => string; format: (value: number) => string; step?: boolean
}): JSX.Element {
  return (
    <figure className="min-w-0">
      <figcaption className="flex items-baseline justify-between gap-3 pb-1"><span className="text-section">{title}</span><span className="font-medium">{says}</span></figcaption>
      {points.length > 0 && (
        <AreaChart responsive data={[...points]} margin={{ top: 4, right: 0, bottom: 0, left: 0 }} style={{ width: '100%', height: 104 }} accessibilityLayer={false} aria-hidden="true">
          <CartesianGrid vertical={false} stroke="var(--hair)" />
          <XAxis dataKey="at" type="number" domain={[from, to]} tickFormatter={time} tickLine={false} axisLine={false} minTickGap={64} tick={{ fill: 'var(--ink-3)', fontSize: 12 }} height={20} />
          <YAxis orientation="right" tickFormatter={format} tickLine={false} axisLine={false} tickCount={3} width={56} tick={{ fill: 'var(--ink-3)', fontSize: 12 }} />
          <Area type={step ? 'stepAfter' : 'linear'} dataKey="value" stroke="var(--data)" strokeWidth={1.5} fill="var(--data)" fillOpacity={0.07} isAnimationActive={false} dot={false} activeDot={false} connectNulls={false} />
        </AreaChart>
      )}
    </figure>
  )
}
