'use client'
// One ring: its name, whose writes it takes, how it spreads them, and its endpoints in their order.
import { useTranslations } from 'next-intl'
import { type ReactNode, useId } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Select } from '#components/ui/select.tsx'
import { TextInput } from '#components/spec-form/flag-input.tsx'
import type { RingEndpointForm, RingForm as Ring } from './ring-text.ts'

/** The form of a ring. `generate` offers the addresses of a StatefulSet's pods. */
export function RingForm({ ring, index, was, readOnly, generate, onChange, onUp, onRemove }: {
  ring: Ring
  index: number
  /** The ring of the same place as it is saved. */
  was: Ring | undefined
  readOnly: boolean
  generate: readonly { name: string; addresses: readonly string[] }[]
  onChange: (patch: Partial<Ring>) => void
  onUp: () => void
  onRemove: () => void
}): ReactNode {
  const t = useTranslations('editors.hashring')
  const id = useId()
  const known = new Set(was?.endpoints.map(({ address, az }) => `${address} ${az}`))
  const setEndpoint = (at: number, patch: Partial<RingEndpointForm>): void => onChange({
    endpoints: ring.endpoints.map((endpoint, place) => (place === at ? { ...endpoint, ...patch } : endpoint)),
  })
  return (
    <section aria-label={t('ring', { index: index + 1 })} className="border-b border-hair pb-3">
      <div className="flex min-h-10 items-center gap-2.5">
        <span className="w-3 text-ink-3">{index + 1}</span>
        <h3 className="mr-auto truncate">{ring.name === '' ? t('unnamed') : ring.name}</h3>
        <span className="text-ink-2">{t('endpointCount', { count: ring.endpoints.length })}</span>
        {!readOnly && index > 0 && <Button size="small" variant="quiet" onClick={onUp}>{t('up')}</Button>}
        {!readOnly && <Button size="small" variant="quiet" onClick={onRemove}>{t('removeRing')}</Button>}
      </div>
      <div className="grid grid-cols-[84px_minmax(0,1fr)] items-center gap-x-2.5 gap-y-1.5 pl-[22px] max-md:pl-0">
        <label htmlFor={`${id}-name`} className="text-ink-3">{t('name')}</label>
        <TextInput control={{ id: `${id}-name` }} value={ring.name} isEdited={was !== undefined && was.name !== ring.name} readOnly={readOnly} onChange={(name) => onChange({ name })} />
        <label htmlFor={`${id}-tenants`} className="text-ink-3">{t('tenants')}</label>
        <div className="grid grid-cols-[minmax(0,1fr)_112px] gap-2">
          <TextInput
            control={{ id: `${id}-tenants` }} value={ring.tenants.join(', ')} placeholder={t('allOthers')} readOnly={readOnly}
            isEdited={was !== undefined && was.tenants.join() !== ring.tenants.join()}
            onChange={(words) => onChange({ tenants: words.split(/[,\s]+/).filter((tenant) => tenant !== '') })}
          />
          <Select aria-label={t('matcher')} value={ring.matcher} disabled={readOnly || ring.tenants.length === 0} onChange={(event) => onChange({ matcher: event.target.value === 'glob' ? 'glob' : 'exact' })}>
            <option value="exact">{t('exact')}</option>
            <option value="glob">{t('glob')}</option>
          </Select>
        </div>
        <label htmlFor={`${id}-algorithm`} className="text-ink-3">{t('algorithm')}</label>
        <Select id={`${id}-algorithm`} mono value={ring.algorithm} disabled={readOnly} onChange={(event) => onChange({ algorithm: event.target.value })}>
          <option value="">{t('byFlag')}</option>
          {!['', 'ketama', 'hashmod'].includes(ring.algorithm) && <option value={ring.algorithm}>{ring.algorithm}</option>}
          <option value="ketama">ketama</option>
          <option value="hashmod">hashmod</option>
        </Select>
      </div>
      <div className="mt-2 pl-[22px] max-md:pl-0">
        <div className="grid grid-cols-[minmax(0,1fr)_64px_60px] gap-2 border-b border-hair pb-1 text-label text-ink-3 max-md:grid-cols-1"><span>{t('endpoints')}</span><span className="max-md:hidden">{t('zone')}</span></div>
        <ol>
          {ring.endpoints.map((endpoint, at) => (
            <li key={at} className="grid grid-cols-[minmax(0,1fr)_64px_60px] items-start gap-2 pt-1 max-md:grid-cols-[minmax(0,1fr)_60px] max-md:pb-2 max-md:[&>:first-child]:col-span-2">
              <TextInput
                control={{ 'aria-label': t('endpoint', { index: at + 1 }) }} value={endpoint.address} wrapsAt={38} readOnly={readOnly}
                isEdited={was !== undefined && !known.has(`${endpoint.address} ${endpoint.az}`)} onChange={(address) => setEndpoint(at, { address: address.trim() })}
              />
              <TextInput control={{ 'aria-label': t('zoneOf', { index: at + 1 }) }} value={endpoint.az} placeholder={t('zone')} isEdited={false} readOnly={readOnly} onChange={(az) => setEndpoint(at, { az: az.trim() })} />
              {!readOnly && (
                <button type="button" className="h-(--ctl) text-right text-label text-ink-3 hover:text-ink" aria-label={t('removeEndpoint', { address: endpoint.address })} onClick={() => onChange({ endpoints: ring.endpoints.toSpliced(at, 1) })}>
                  {t('remove')}
                </button>
              )}
            </li>
          ))}
        </ol>
        {!readOnly && (
          <div className="mt-1 flex flex-wrap gap-x-4">
            <button type="button" className="link leading-[30px] font-medium max-md:h-11" onClick={() => onChange({ endpoints: [...ring.endpoints, { address: '', az: '', rest: {} }] })}>{t('addEndpoint')}</button>
            {generate.map(({ name, addresses }) => (
              <button key={name} type="button" className="link leading-[30px] font-medium max-md:h-11" onClick={() => onChange({ endpoints: keepingZones(ring.endpoints, addresses) })}>
                {t('generate', { name, count: addresses.length })}
              </button>
            ))}
          </div>
        )}
      </div>
    </section>
  )
}

/** The generated addresses; an endpoint that was in the ring keeps its zone and its other keys. */
function keepingZones(endpoints: readonly RingEndpointForm[], addresses: readonly string[]): RingEndpointForm[] {
  return addresses.map((address) => endpoints.find((endpoint) => endpoint.address === address) ?? { address, az: '', rest: {} })
}
