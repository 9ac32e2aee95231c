'use client'
// Narrows the audit to one kind of action; the choice is in the URL.
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type JSX, useId } from 'react'
import { Select } from '../ui/select.tsx'
import { ACTION_KEYS, type ActionKey } from './action-key.ts'

export function ActionFilter({ path, action, outcome }: { path: string; action: ActionKey | undefined; outcome: string | undefined }): JSX.Element {
  const t = useTranslations('audit')
  const router = useRouter()
  const id = useId()
  const choose = (value: string): void => {
    const search = new URLSearchParams({ ...(outcome === undefined ? {} : { outcome }), ...(value === '' ? {} : { action: value }) })
    router.push(search.size === 0 ? path : `${path}?${search.toString()}`)
  }
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="text-ink-3">{t('filter.action')}</label>
      <Select id={id} value={action ?? ''} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{t('filter.anyAction')}</option>
        {ACTION_KEYS.map((key) => <option key={key} value={key}>{t(`action.${key}`)}</option>)}
      </Select>
    </div>
  )
}
