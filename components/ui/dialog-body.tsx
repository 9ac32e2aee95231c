'use client'
// What an open dialog is drawn with. It comes when the first one opens: see dialog.tsx.
import { clsx } from 'clsx'
import { Dialog as Radix } from 'radix-ui'
import type { JSX, ReactNode } from 'react'
import { useFocusReturn } from './focus-return.ts'

const WIDTH = { false: 'max-w-[460px]', true: 'max-w-[720px]', page: 'max-w-[1080px]' } as const

export type DialogContent = { eyebrow?: ReactNode; title: ReactNode; description?: ReactNode; footer?: ReactNode; wide?: boolean | 'page'; children?: ReactNode }

/** An open dialog. Esc and a press beside it call `onClose`. */
export function DialogBody({ onClose, eyebrow, title, description, footer, wide = false, children }: DialogContent & { onClose: () => void }): JSX.Element {
  const focusReturn = useFocusReturn()
  return (
    <Radix.Root open onOpenChange={(open) => { if (!open) onClose() }}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 bg-scrim" />
        <Radix.Content
          {...focusReturn}
          {...(description === undefined && { 'aria-describedby': undefined })}
          className={clsx('fixed top-[12vh] left-1/2 z-31 max-h-[80vh] w-[calc(100vw-32px)] -translate-x-1/2 overflow-y-auto rounded-pop bg-raised px-5 pt-[18px] pb-4 shadow-pop focus:outline-none', WIDTH[`${wide}`])}
        >
          {eyebrow !== undefined && <div className="mb-2 flex flex-wrap gap-x-5 gap-y-1">{eyebrow}</div>}
          <Radix.Title className="text-title">{title}</Radix.Title>
          {description !== undefined && <Radix.Description asChild><div className="text-ink-2">{description}</div></Radix.Description>}
          {children}
          {footer !== undefined && <div className="mt-4 flex flex-wrap justify-end gap-2">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
