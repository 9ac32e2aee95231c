'use client'
// A small surface beside what opened it.
import { clsx } from 'clsx'
import { Popover as Radix } from 'radix-ui'
import type { JSX, ReactNode } from 'react'

/** A popover; `trigger` is a Button or another focusable element. */
export function Popover({ trigger, label, align = 'start', side = 'bottom', className, children }: {
  trigger: ReactNode; label: string; align?: 'start' | 'center' | 'end'; side?: 'top' | 'bottom'; className?: string; children: ReactNode
}): JSX.Element {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label} align={align} side={side} sideOffset={6} collisionPadding={8}
          className={clsx('z-30 max-w-[calc(100vw-16px)] rounded-pop bg-raised p-3 shadow-pop focus:outline-none', className)}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
