'use client'
// One object and its other managers: what each would lose, what it keeps, and what will put it back.
import { useTranslations } from 'next-intl'
import { type JSX, useId } from 'react'
import type { OwnedObject } from '#lib/services/views.ts'
import { Age } from '../ui/age.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { useManagerName } from './managers.tsx'

export function OwnedObjectItem({ object, mayTake, isTicked, onTick }: { object: OwnedObject; mayTake: boolean; isTicked: (key: string) => boolean; onTick: (key: string, isTicked: boolean) => void }): JSX.Element {
  const t = useTranslations('connect.ownership')
  return (
    <li className="border-b border-hair py-2">
      <p className="font-semibold wrap-anywhere">{object.object}</p>
      {object.autoscaled === true && <p className="py-1.5 text-ink-2">{t('autoscaled')}</p>}
      <ul>{object.holders.map((holder) => <HolderRow key={holder.key} holder={holder} mayTake={mayTake} isTicked={isTicked(holder.key)} onTick={(ticked) => onTick(holder.key, ticked)} />)}</ul>
    </li>
  )
}

function HolderRow({ holder, mayTake, isTicked, onTick }: { holder: OwnedObject['holders'][number]; mayTake: boolean; isTicked: boolean; onTick: (ticked: boolean) => void }): JSX.Element {
  const t = useTranslations('connect.ownership')
  const managerName = useManagerName()
  const id = useId()
  const { manager, operation, by, loses, keeps, putsBack, at } = holder
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2.5 py-1.5">
      <input id={id} type="checkbox" className="mt-0.5 size-4 accent-accent" checked={isTicked} disabled={!mayTake || !holder.mayTake} onChange={(event) => onTick(event.target.checked)} aria-describedby={`${id}-what`} />
      <label htmlFor={id} className="flex flex-wrap gap-x-3"><code className="font-semibold wrap-anywhere">{manager}</code><span className="text-ink-3">{t(`operation.${operation}`)}</span>{at !== undefined && <Age at={at} className="text-ink-3" />}</label>
      <div id={`${id}-what`} className="col-start-2 text-ink-2">
        {!holder.mayTake && <p className="flex gap-1.5"><Glyph name="warning" className="mt-1" />{t('autoscaler')}</p>}
        {holder.mayTake && putsBack !== 'never' && <p className="flex gap-1.5 text-notice-text"><Glyph name="warning" className="mt-1" />{t(`putsBack.${putsBack}`, { by: managerName(by) })}</p>}
        <details>
          <summary className="w-fit cursor-pointer max-md:min-h-11 max-md:content-center">{t(holder.mayTake ? 'loses' : 'shares', { count: loses.length })}{keeps > 0 && ` ${t('keeps', { count: keeps })}`}</summary>
          <ul className="mt-1 max-h-72 overflow-y-auto font-mono text-mono" tabIndex={0} aria-label={t('fieldsOf', { manager })}>{loses.map((field) => <li key={field} className="wrap-anywhere">{field}</li>)}</ul>
        </details>
      </div>
    </li>
  )
}
