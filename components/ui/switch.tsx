// On or off, with its word: the colour alone would not say it.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import type { ComponentProps, JSX } from 'react'

/** A checkbox with the role of a switch. Give it a label through `aria-label`, `aria-labelledby` or a Field. */
export function Switch({ className, ...rest }: Omit<ComponentProps<'input'>, 'type' | 'role'>): JSX.Element {
  const t = useTranslations('ui.switch')
  return (
    <label className={clsx('relative inline-flex h-(--ctl) cursor-pointer items-center gap-2', className)}>
      <input {...rest} type="checkbox" role="switch" className="peer absolute z-1 size-full cursor-pointer opacity-0" />
      <span aria-hidden="true" className="relative h-4 w-7 rounded-full border border-control bg-raised peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus peer-disabled:opacity-50 after:absolute after:top-0.5 after:left-0.5 after:size-2.5 after:rounded-full after:bg-control peer-checked:border-accent peer-checked:bg-accent peer-checked:after:left-3.5 peer-checked:after:bg-page" />
      <span aria-hidden="true" className="hidden peer-checked:inline">{t('on')}</span>
      <span aria-hidden="true" className="text-ink-2 peer-checked:hidden">{t('off')}</span>
    </label>
  )
}
