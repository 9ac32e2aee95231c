'use client'
// Narrows a list by what is typed. `/` puts the cursor here from anywhere on the page; Esc empties it, then leaves it.
import { clsx } from 'clsx'
import { Search } from 'lucide-react'
import type { JSX } from 'react'

/** A search box; the caller holds the value, as a rule in the URL. */
export function FilterInput({ label, value, onChange, className }: { label: string; value: string; onChange: (value: string) => void; className?: string }): JSX.Element {
  return (
    <label className={clsx('relative block', className)}>
      <Search aria-hidden="true" className="pointer-events-none absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-ink-3" />
      <input
        data-filter
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          if (value === '') event.currentTarget.blur()
          else onChange('')
        }}
        className="peer h-(--ctl) w-full min-w-0 rounded-ctl border border-line bg-transparent pr-7 pl-8 text-input focus-visible:rounded-ctl focus-visible:outline-offset-[-1px]"
      />
      <kbd aria-hidden="true" className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 peer-focus:hidden max-md:hidden">/</kbd>
    </label>
  )
}
