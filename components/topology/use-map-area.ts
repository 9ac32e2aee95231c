'use client'
// The area in which the map lies: how wide it is, and dragging it sideways with the mouse.
import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'

/** Before it was measured: the width of a page beside the rail on a common screen. */
const USUAL_PX = 1160

/** A ref for the area, and its width in px. */
export function useWidth(): [RefObject<HTMLDivElement | null>, number] {
  const area = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(USUAL_PX)
  // Syncs with the size of the window.
  useEffect(() => {
    const element = area.current
    if (element === null) return undefined
    const observer = new ResizeObserver(() => { if (element.clientWidth > 0) setWidth(element.clientWidth) })
    observer.observe(element)
    return () => { observer.disconnect() }
  }, [])
  return [area, width]
}

type Drag = Record<'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel', (event: PointerEvent<HTMLDivElement>) => void>

/** Handlers that scroll an area with a pressed mouse. Fingers scroll it by themselves; buttons keep their press. */
export function useDrag(): Drag {
  const from = useRef<{ x: number; left: number } | undefined>(undefined)
  const end = (): void => { from.current = undefined }
  return {
    onPointerDown: ({ pointerType, button, target, clientX, currentTarget }) => {
      if (pointerType !== 'mouse' || button !== 0 || (target instanceof Element && target.closest('button, a') !== null)) return
      from.current = { x: clientX, left: currentTarget.scrollLeft }
    },
    onPointerMove: ({ currentTarget, clientX }) => {
      if (from.current !== undefined) currentTarget.scrollLeft = from.current.left - (clientX - from.current.x)
    },
    onPointerUp: end,
    onPointerCancel: end,
  }
}
