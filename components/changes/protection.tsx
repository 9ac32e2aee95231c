'use client'
// Whether a stack is protected, and for an admin the way to change it.
import { useTranslations } from 'next-intl'
import { type JSX, useState, useTransition } from 'react'
import { protectStack, unprotectStack } from '#lib/actions/stacks.ts'
import type { Failure } from '#lib/result.ts'
import type { StackView } from '#lib/services/views.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Section } from '../ui/section.tsx'
import { FailureLine } from './failure-line.tsx'

export function Protection({ stack, mayChange, className = '' }: { stack: StackView; mayChange: boolean; className?: string }): JSX.Element {
  const t = useTranslations('approval.protect')
  return (
    <Section title={t('title')} className={className}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-2">
        <p className="min-w-0 text-ink-2">{t(stack.isProtected ? 'on' : 'off')}{!mayChange && <> {t('onlyAdmin')}</>}</p>
        {mayChange && <ProtectDialog stack={stack} />}
      </div>
    </Section>
  )
}

function ProtectDialog({ stack }: { stack: StackView }): JSX.Element {
  const t = useTranslations('approval.protect')
  const [isOpen, setOpen] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const [isPending, startTransition] = useTransition()
  const verb = stack.isProtected ? 'disable' : 'enable'
  const change = (): void => startTransition(async () => {
    setFailure(undefined)
    try {
      const result = await (stack.isProtected ? unprotectStack : protectStack)({ stackId: stack.id })
      if (result.ok) setOpen(false)
      else setFailure(result.error)
    } catch {
      setFailure({ code: 'UPSTREAM', message: t('unreachable') })
    }
  })
  return (
    <Dialog
      open={isOpen} onOpenChange={setOpen} trigger={<Button>{t(verb)}</Button>} title={t(`${verb}Title`, { stack: stack.name })} description={t(`${verb}What`)}
      footer={<>
        <Button variant="quiet" onClick={() => setOpen(false)}>{t('cancel')}</Button>
        <Button variant="primary" busy={isPending} onClick={change}>{t(`${verb}Confirm`, { stack: stack.name })}</Button>
      </>}
    >
      {failure && <div className="mt-3"><FailureLine failure={failure} /></div>}
    </Dialog>
  )
}
