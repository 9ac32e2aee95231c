'use client'
// The field of a new password, with its rules below it before anything is typed; each is ticked as it is kept.
import { useTranslations } from 'next-intl'
import { type JSX, useId, useState } from 'react'
import { brokenRules, PASSWORD_LENGTH, PASSWORD_RULES } from '#lib/password-rules.ts'
import { Glyph } from '../ui/glyph.tsx'
import { Input } from '../ui/input.tsx'

/** `name` and `email` are those of the account: a password holds neither. `refused` shows what is not kept in red, after a try. */
export function NewPassword({ label, name, email, refused, autoFocus = false, onKept }: {
  label: string; name?: string | undefined; email?: string | undefined; refused: boolean; autoFocus?: boolean; onKept?: (kept: boolean) => void
}): JSX.Element {
  const t = useTranslations('auth.rules')
  const id = useId()
  const [password, setPassword] = useState('')
  const broken = brokenRules(password, { name, email })
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block w-fit">{label}</label>
      <Input
        id={id} name="password" type="password" autoComplete="new-password" required maxLength={PASSWORD_LENGTH.max} autoFocus={autoFocus} value={password}
        aria-describedby={`${id}-rules`} aria-invalid={refused && broken.length > 0 ? true : undefined}
        onChange={({ target }) => { setPassword(target.value); onKept?.(brokenRules(target.value, { name, email }).length === 0) }}
      />
      <ul id={`${id}-rules`} className="mt-1.5 grid gap-0.5 text-label">
        {PASSWORD_RULES.map((rule) => {
          const isKept = password !== '' && !broken.includes(rule)
          const isFault = refused && !isKept
          return (
            <li key={rule} className={isFault ? 'flex gap-[5px] text-degraded-text' : 'flex gap-[5px] text-ink-3'}>
              <Glyph name={isFault ? 'error' : RULE_GLYPHS[isKept ? 'kept' : 'open']} className="mt-[3px] size-2.5" />
              <span>{t(rule, { min: PASSWORD_LENGTH.min })}{isKept && <span className="sr-only"> ({t('kept')})</span>}</span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

const RULE_GLYPHS = { kept: 'check', open: 'open' } as const
