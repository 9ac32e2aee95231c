'use client'
// Dialogs ask before something that matters: the title is the consequence, the button the verb. Many pages have one and few are opened, so what they
// are drawn with comes with the first that opens.
import dynamic from 'next/dynamic'
import { Slot } from 'radix-ui'
import { createContext, type JSX, type ReactNode, useContext, useState } from 'react'
import type * as BodyPart from './dialog-body.tsx'
import { part } from './part.ts'

const loadBody = (): Promise<typeof BodyPart> => part(() => import('./dialog-body.tsx'))
const DialogBody = dynamic(async () => (await loadBody()).DialogBody, { ssr: false })
const Close = createContext<() => void>(() => undefined)

/**
 * A dialog over the page. `eyebrow` holds risk and the point of no return, `description` one or two sentences, `footer` the
 * buttons (Cancel first, the verb last). `wide` is for code, `wide="page"` for a table of several versions. Esc closes it and gives the focus back.
 */
export function Dialog({ open, onOpenChange, trigger, ...content }: BodyPart.DialogContent & { open?: boolean; onOpenChange?: (open: boolean) => void; trigger?: ReactNode }): JSX.Element {
  const [isOwnOpen, setOwnOpen] = useState(false)
  const isOpen = open ?? isOwnOpen
  const change = (next: boolean): void => {
    setOwnOpen(next)
    onOpenChange?.(next)
  }
  const close = (): void => change(false)
  return (
    <>
      {trigger !== undefined && <Slot.Root aria-haspopup="dialog" aria-expanded={isOpen} onPointerEnter={() => void loadBody()} onFocus={() => void loadBody()} onClick={() => change(true)}>{trigger}</Slot.Root>}
      {isOpen && <Close value={close}><DialogBody {...content} onClose={close} /></Close>}
    </>
  )
}

/** Closes the dialog that it stands in; wraps a Button. */
export function DialogClose({ children }: { children: ReactNode }): JSX.Element {
  return <Slot.Root onClick={useContext(Close)}>{children}</Slot.Root>
}
