'use client'
// Undo and redo, and the steps of the draft by name, each of which can be gone back to.
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useEffect } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import type { Step } from '#lib/thanos/draft.ts'
import { useDraft } from './draft-provider.tsx'

/** Steps beyond these are reached by going back to one of them first. */
const MAX_LISTED = 15

/** The buttons and the keys; nothing while there is nothing to take back or bring back. */
export function DraftHistory(): ReactNode {
  const t = useTranslations('edit.foot')
  const locale = useLocale()
  const { draft, canUndo, canRedo, undo, redo, undoMany } = useDraft()
  useUndoKeys(undo, redo)
  const nameOf = (step: Step | undefined): string => step?.label[locale].replaceAll('`', '') ?? ''
  const steps = draft.steps.toReversed()
  const last = nameOf(steps[0])
  const next = nameOf(draft.undone.at(-1))
  return (
    <>
      {steps.length > 1 && (
        <Menu trigger={<Button variant="quiet" className="max-md:hidden" aria-label={t('stepsLabel')}>{t('steps', { count: steps.length })}<Glyph name="down" /></Button>}>
          <p className="px-3.5 pb-1 text-label text-ink-3">{t('takeBack')}</p>
          {steps.slice(0, MAX_LISTED).map((step, index) => (
            <MenuItem key={steps.length - index} onSelect={() => undoMany(index + 1)}>{nameOf(step)}</MenuItem>
          ))}
        </Menu>
      )}
      {canUndo && <Button variant="quiet" onClick={undo} title={last} aria-keyshortcuts="Control+Z Meta+Z">{t('undo')}</Button>}
      {canRedo && <Button variant="quiet" onClick={redo} title={next} aria-keyshortcuts="Control+Shift+Z Meta+Shift+Z">{t('redo')}</Button>}
    </>
  )
}

/** ⌘Z and ⌘⇧Z, except where they undo typing: in a text that was edited since the focus came, and in any text that is no part of the draft. */
function useUndoKeys(undo: () => void, redo: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey || event.key.toLowerCase() !== 'z' || event.defaultPrevented) return
      if (event.target instanceof HTMLElement && undoesTyping(event.target)) return
      event.preventDefault()
      if (event.shiftKey) redo()
      else undo()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [undo, redo])
}

function undoesTyping(target: HTMLElement): boolean {
  const text = target.closest('input:not([type=checkbox], [type=radio]), textarea, [contenteditable]')
  return text instanceof HTMLElement && text.dataset.draft !== 'settled'
}
