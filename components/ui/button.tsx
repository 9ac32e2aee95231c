// Buttons and links that look like them. The main button is ink: colour is kept for states.
import { cva, type VariantProps } from 'class-variance-authority'
import { clsx } from 'clsx'
import { Link } from './link.tsx'
import { type ComponentProps, type JSX, useId } from 'react'
import { Glyph } from './glyph.tsx'

/** The classes of a button, for the few things that must look like one. */
export const buttonClass = cva(
  'inline-flex cursor-pointer items-center justify-center gap-[7px] rounded-ctl border font-medium whitespace-nowrap select-none disabled:cursor-default disabled:border-hair disabled:bg-inset disabled:text-ink-3',
  {
    variants: {
      variant: {
        primary: 'border-ink bg-ink text-ink-on hover:bg-ink/88',
        secondary: 'border-line text-ink hover:bg-hover',
        quiet: 'border-transparent text-ink hover:bg-hover disabled:border-transparent disabled:bg-transparent',
        danger: 'border-line text-danger-text hover:bg-danger-tint',
      },
      size: {
        small: 'h-[26px] px-2 text-label max-md:h-11 max-md:px-3',
        normal: 'h-(--ctl) px-3',
        large: 'h-[34px] px-4 max-md:h-11',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'normal' },
  },
)

type Look = VariantProps<typeof buttonClass>

/**
 * A button. `busy` keeps its words, shows that it works and takes no second press. `disabledReason` switches it off and says why:
 * `beside` it, or `below` it.
 */
export function Button({ variant, size, busy = false, disabledReason, reasonAt = 'beside', disabled, className, type = 'button', children, ...rest }: ComponentProps<'button'> & Look & {
  busy?: boolean; disabledReason?: string | undefined; reasonAt?: 'beside' | 'below'
}): JSX.Element {
  const reasonId = useId()
  const button = (
    <button
      {...rest}
      type={type}
      disabled={disabled === true || busy || disabledReason !== undefined}
      aria-busy={busy || undefined}
      aria-describedby={disabledReason === undefined ? rest['aria-describedby'] : reasonId}
      className={clsx(buttonClass({ variant, size }), className)}
    >
      {busy && <Glyph name="progressing" inherit className="animate-spin" />}
      {children}
    </button>
  )
  if (disabledReason === undefined) return button
  return (
    <span className={clsx('inline-flex', reasonAt === 'beside' ? 'items-center gap-3' : 'flex-col gap-2')}>
      {button}
      <span id={reasonId} className="text-ink-2">{disabledReason}</span>
    </span>
  )
}

/** A link with the look of a button: for going somewhere, not for doing something. */
export function ButtonLink({ variant, size, className, ...rest }: ComponentProps<typeof Link> & Look): JSX.Element {
  return <Link {...rest} className={clsx(buttonClass({ variant, size }), className)} />
}
