'use client'
// A row of words that narrow a list: one is chosen. No pills: the chosen one is ink and bold.
import { clsx } from 'clsx'
import type { JSX, ReactNode } from 'react'

export type Chip<Value extends string> = { value: Value; label: ReactNode; count?: number; tone?: 'error' }

/** Chips; the caller holds the value, as a rule in the URL. */
export function Chips<Value extends string>({ label, chips, value, onChange, className }: {
  label: string; chips: readonly Chip<Value>[]; value: Value; onChange: (value: Value) => void; className?: string
}): JSX.Element {
  return (
    <div role="group" aria-label={label} className={clsx('bare-scroll flex gap-4 whitespace-nowrap', className)}>
      {chips.map((chip) => (
        <button
          key={chip.value}
          type="button"
          aria-pressed={chip.value === value}
          onClick={() => onChange(chip.value)}
          className={clsx('h-[30px] flex-none hover:text-ink aria-pressed:font-semibold aria-pressed:text-ink max-md:h-11', chip.tone === 'error' ? 'text-degraded-text' : 'text-ink-3')}
        >
          {chip.label}{chip.count !== undefined && <span className="font-normal"> {chip.count}</span>}
        </button>
      ))}
    </div>
  )
}
