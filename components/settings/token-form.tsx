'use client'
// Makes a token of the API. Its secret is shown once, with a request that uses it.
import { useTranslations } from 'next-intl'
import { type JSX, useRef, useState } from 'react'
import { createToken } from '#lib/actions/tokens.ts'
import type { Failure } from '#lib/result.ts'
import type { TokenScope } from '#lib/token-scope.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Section } from '../ui/section.tsx'
import { Select } from '../ui/select.tsx'
import { type TokenSecret, TokenSecretView } from './token-secret.tsx'

const DAYS = [7, 30, 90, 180] as const
const YEAR = 365

/** `scopes` are those that the reader's role may give, `beyond` how many more there are, `url` an address to try the token at. */
export function TokenForm({ scopes, beyond, stacks, url }: { scopes: readonly TokenScope[]; beyond: number; stacks: readonly { slug: string; name: string }[]; url: string }): JSX.Element {
  const t = useTranslations('settings.tokens')
  const form = useRef<HTMLFormElement>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [isChosen, setIsChosen] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const [made, setMade] = useState<TokenSecret>()
  const submit = async (data: FormData): Promise<void> => {
    setIsBusy(true)
    const name = String(data.get('name')).trim()
    const result = await createToken({
      name, scopes: scopes.filter((scope) => data.getAll('scope').includes(scope)), days: Number(data.get('days')),
      ...(isChosen ? { stacks: data.getAll('stack').map(String) } : {}),
    })
    setIsBusy(false)
    setFailure(result.ok ? undefined : result.error)
    if (!result.ok) return
    setMade({ name, secret: result.value.secret, url })
    setIsChosen(false)
    form.current?.reset()
  }
  return (
    <Section title={t('make')} aside={t('makeAside')}>
      <form ref={form} className="grid gap-4 pt-3" onSubmit={(event) => { event.preventDefault(); void submit(new FormData(event.currentTarget)) }}>
        <div className="grid max-w-[720px] gap-3 md:grid-cols-[minmax(0,1fr)_160px]">
          <Field label={t('name')} help={t('nameHelp')}>{(control) => <Input {...control} name="name" required maxLength={60} autoComplete="off" />}</Field>
          <Field label={t('lasts')}>{(control) => (
            <Select {...control} name="days" defaultValue="90">{DAYS.map((days) => <option key={days} value={days}>{t('days', { days })}</option>)}<option value={YEAR}>{t('year')}</option></Select>
          )}</Field>
        </div>
        <fieldset className="grid gap-1.5 max-md:gap-0">
          <legend className="mb-1">{t('scopes')}</legend>
          {scopes.map((scope) => <Checkbox key={scope} name="scope" value={scope} defaultChecked={scope === 'read'}><b>{t(`scope.${scope}`)}</b> <span className="text-ink-2">{t(`scopeHelp.${scope}`)}</span></Checkbox>)}
          {beyond > 0 && <p className="text-label text-ink-3">{t('beyond', { count: beyond })}</p>}
        </fieldset>
        <fieldset className="grid gap-1.5 max-md:gap-0">
          <legend className="mb-1">{t('which')}</legend>
          <div className="flex flex-wrap gap-x-5">
            <Choice isOn={!isChosen} onChoose={() => setIsChosen(false)}>{t('everyStack')}</Choice>
            <Choice isOn={isChosen} onChoose={() => setIsChosen(true)}>{t('chosen')}</Choice>
          </div>
          {isChosen && stacks.map(({ slug, name }) => <Checkbox key={slug} name="stack" value={slug} className="ml-6">{name}</Checkbox>)}
        </fieldset>
        <div><Button type="submit" variant="primary" busy={isBusy}>{t('button')}</Button></div>
      </form>
      {failure !== undefined && <ErrorPanel title={failure.message} />}
      {made !== undefined && <TokenSecretView key={made.secret} {...made} />}
    </Section>
  )
}

function Choice({ isOn, onChoose, children }: { isOn: boolean; onChoose: () => void; children: string }): JSX.Element {
  return (
    <label className="inline-flex min-h-5 cursor-pointer items-center gap-2 max-md:min-h-11">
      <input type="radio" name="which" checked={isOn} onChange={onChoose} className="size-4 cursor-pointer accent-accent" />{children}
    </label>
  )
}
