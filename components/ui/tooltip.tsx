'use client'
// More about what is already said. Never the only place of a fact: a phone has no hover.
import { Tooltip as Radix } from 'radix-ui'
import type { JSX, ReactNode } from 'react'

/** A tooltip on a focusable element. */
export function Tooltip({ tip, children }: { tip: ReactNode; children: ReactNode }): JSX.Element {
  return (
    <Radix.Provider delayDuration={300}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content sideOffset={6} collisionPadding={8} className="z-40 max-w-80 rounded-pop bg-raised px-3 py-2 text-label shadow-pop">{tip}</Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  )
}
