'use client'
// Underline tabs within a page. ←→ moves between them.
import { clsx } from 'clsx'
import { Tabs as Radix } from 'radix-ui'
import type { ComponentProps, JSX, ReactNode } from 'react'
import { tabClass } from './tabs.tsx'

/** Holds a TabList and one TabPanel for each tab. Controlled (`value`, `onValueChange`) or not (`defaultValue`). */
export function Tabs(props: ComponentProps<typeof Radix.Root>): JSX.Element {
  return <Radix.Root {...props} />
}

/** The row of tabs. */
export function TabList({ label, className, children }: { label: string; className?: string; children: ReactNode }): JSX.Element {
  return <Radix.List aria-label={label} className={clsx('bare-scroll flex gap-4', className)}>{children}</Radix.List>
}

/** One tab, with an optional count. */
export function Tab({ value, count, children }: { value: string; count?: ReactNode; children: ReactNode }): JSX.Element {
  return (
    <Radix.Trigger value={value} className={clsx(tabClass, 'h-[30px] max-md:h-11')}>
      {children}
      {count !== undefined && <span className="font-normal text-ink-3">{count}</span>}
    </Radix.Trigger>
  )
}

/** What one tab shows. */
export function TabPanel(props: ComponentProps<typeof Radix.Content>): JSX.Element {
  return <Radix.Content {...props} />
}
