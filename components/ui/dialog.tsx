'use client'
// Dialogs ask before something that matters: the title is the consequence, the button the verb.
import { clsx } from 'clsx'
import { Dialog as Radix } from 'radix-ui'
import type { JSX, ReactNode } from 'react'
import { useFocusReturn } from './focus-return.ts'

const WIDTH = { false: 'max-w-[460px]', true: 'max-w-[720px]', page: 'max-w-[1080px]' } as const

/**
 * A dialog over the page. `eyebrow` holds risk and the point of no return, `description` one or two sentences, `footer` the
 * buttons (Cancel first, the verb last). `wide` is for code, `wide="page"` for a table of several versions. Esc closes it and gives the focus back.
 */
export function Dialog({ open, onOpenChange, trigger, eyebrow, title, description, footer, wide = false, children }: {
  open?: boolean; onOpenChange?: (open: boolean) => void; trigger?: ReactNode; eyebrow?: ReactNode; title: ReactNode
  description?: ReactNode; footer?: ReactNode; wide?: boolean | 'page'; children?: ReactNode
}): JSX.Element {
  const focusReturn = useFocusReturn()
  return (
    <Radix.Root {...(open !== undefined && { open })} {...(onOpenChange !== undefined && { onOpenChange })}>
      {trigger !== undefined && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
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

/** Closes the dialog that it stands in; wraps a Button. */
export function DialogClose({ children }: { children: ReactNode }): JSX.Element {
  return <Radix.Close asChild>{children}</Radix.Close>
}
