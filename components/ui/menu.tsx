'use client'
// A menu of actions. An item that is off says why.
import { clsx } from 'clsx'
import { DropdownMenu as Radix } from 'radix-ui'
import type { JSX, ReactNode } from 'react'

/** A menu; `trigger` is a Button. */
export function Menu({ trigger, align = 'end', children }: { trigger: ReactNode; align?: 'start' | 'end'; children: ReactNode }): JSX.Element {
  return (
    // Not modal: a modal menu hides the page from screen readers while its controls can still be reached.
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={6} collisionPadding={8} className="z-30 min-w-[198px] rounded-pop bg-raised py-1.5 shadow-pop focus:outline-none">
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** One action. `asChild` wraps a Link. `disabledReason` switches it off and is shown at its right. */
export function MenuItem({ hint, danger = false, disabledReason, asChild = false, onSelect, children }: {
  hint?: ReactNode; danger?: boolean; disabledReason?: string | undefined; asChild?: boolean; onSelect?: (event: Event) => void; children: ReactNode
}): JSX.Element {
  const off = disabledReason !== undefined
  return (
    <Radix.Item
      asChild={asChild && !off}
      disabled={off}
      {...(onSelect !== undefined && { onSelect })}
      className={clsx(
        'flex min-h-[30px] cursor-pointer items-center justify-between gap-6 px-3.5 outline-none data-highlighted:bg-accent-tint data-highlighted:shadow-[inset_2px_0_var(--accent)] max-md:min-h-11',
        off ? 'cursor-default text-ink-3' : danger && 'text-danger-text',
      )}
    >
      {asChild && !off ? children : <><span>{children}</span>{off ? <span className="text-label">{disabledReason}</span> : hint !== undefined && <kbd>{hint}</kbd>}</>}
    </Radix.Item>
  )
}
