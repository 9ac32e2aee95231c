'use client'
// What was found, namespace by namespace: a stack is one namespace, so each is chosen from and adopted by itself.
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { type JSX, useState } from 'react'
import type { Connection } from '#lib/connection.ts'
import { routes } from '#lib/routes.ts'
import type { FoundWorkload, StackView } from '#lib/services/views.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { FilterInput } from '../ui/filter-input.tsx'
import { HealthBadge } from '../ui/health-badge.tsx'
import { Link } from '../ui/link.tsx'
import { Section } from '../ui/section.tsx'
import { Table, Td, Th } from '../ui/table.tsx'
import { Verdict } from '../ui/verdict.tsx'
import { AdoptDialog } from './adopt-dialog.tsx'
import { useManagerName } from './managers.tsx'

/** Rows that are drawn at first, and with each further asking. */
const STEP = 100

type Into = { connection: Connection; stacks: readonly StackView[]; mayCreate: boolean }

export function FoundList({ found, looked, ...into }: { found: readonly FoundWorkload[]; looked: number } & Into): JSX.Element {
  const t = useTranslations('connect.discover')
  const [filter, setFilter] = useQueryState('q', parseAsString.withDefault(''))
  const [shown, setShown] = useState(STEP)
  const words = filter.trim().toLowerCase()
  const matching = found.filter(({ namespace, name, kind, image = '' }) => `${namespace} ${name} ${kind} ${image}`.toLowerCase().includes(words))
  const groups = [...Map.groupBy(matching.slice(0, shown), ({ namespace }) => namespace)]
  const namespaces = new Set(found.map(({ namespace }) => namespace)).size
  return (
    <>
      <Verdict sub={t('foundSub', { looked })}>{t('found', { count: found.length, namespaces })}</Verdict>
      {(found.length > 10 || filter !== '') && <FilterInput label={t('filter')} value={filter} onChange={(typed) => { void setFilter(typed) }} className="mb-3 max-w-80" />}
      {matching.length === 0 && <p role="status" className="py-2 text-ink-2">{t('noMatch')}</p>}
      <div className="grid gap-6">{groups.map(([namespace, those]) => <Namespace key={namespace} namespace={namespace} found={those} {...into} />)}</div>
      {matching.length > shown && <Button className="mt-4" onClick={() => setShown(shown + STEP)}>{t('more', { count: Math.min(STEP, matching.length - shown), all: matching.length })}</Button>}
    </>
  )
}

function Namespace({ namespace, found, connection, stacks, mayCreate }: { namespace: string; found: readonly FoundWorkload[] } & Into): JSX.Element {
  const t = useTranslations('connect.discover')
  const open = found.filter(({ left }) => left === undefined)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(open.filter(({ stack }) => stack === undefined).map(({ id }) => id)))
  const toggle = (id: string): void => setChosen((before) => {
    const next = new Set(before)
    if (!next.delete(id)) next.add(id)
    return next
  })
  const [isAdopting, setIsAdopting] = useState(false)
  const isWhole = open.length > 0 && open.every(({ id }) => chosen.has(id))
  const ids = open.filter(({ id }) => chosen.has(id)).map(({ id }) => id)
  return (
    <Section title={<code>{namespace}</code>} count={found.length} aside={<Button size="small" disabled={ids.length === 0} onClick={() => setIsAdopting(true)}>{t('adopt', { count: ids.length })}</Button>}>
      <Table label={namespace}>
        <thead>
          <tr>
            <Th className="w-8"><Checkbox aria-label={t('chooseAll', { namespace })} checked={isWhole} disabled={open.length === 0} onChange={() => setChosen(isWhole ? new Set() : new Set(open.map(({ id }) => id)))} /></Th>
            <Th>{t('columns.name')}</Th><Th phone={false}>{t('columns.kind')}</Th><Th phone={false}>{t('columns.version')}</Th><Th>{t('columns.health')}</Th><Th phone={false} num>{t('columns.ready')}</Th><Th phone={false} className="w-full">{t('columns.managers')}</Th>
          </tr>
        </thead>
        <tbody>{found.map((one) => <FoundRow key={one.id} found={one} isChosen={chosen.has(one.id)} onToggle={() => toggle(one.id)} />)}</tbody>
      </Table>
      {isAdopting && <AdoptDialog connection={connection} namespace={namespace} workloads={ids} stacks={stacks} mayCreate={mayCreate} onClose={() => setIsAdopting(false)} />}
    </Section>
  )
}

function FoundRow({ found, isChosen, onToggle }: { found: FoundWorkload; isChosen: boolean; onToggle: () => void }): JSX.Element {
  const t = useTranslations('connect.discover')
  const managerName = useManagerName()
  const { name, object, kind, image, version, health, ready, want, managers, left, stack } = found
  return (
    <tr>
      <Td><Checkbox aria-label={t('choose', { name })} checked={isChosen} disabled={left !== undefined} onChange={onToggle} /></Td>
      <Td name wrap="phone">
        <span className="wrap-anywhere">{name}</span> <span className="font-normal text-ink-3">{object}</span>
        {stack !== undefined && <span className="block font-normal text-ink-2">{t('inStack')} <Link className="link" href={routes.overview(stack.slug)}>{stack.name}</Link></span>}
        {left !== undefined && <span className="block font-normal whitespace-normal text-ink-2">{left}</span>}
        <span className="block font-normal text-ink-3 md:hidden">{kind}{version === undefined ? '' : ` ${version}`} · {managers.map(managerName).join(', ')}</span>
      </Td>
      <Td phone={false}>{kind}</Td>
      <Td phone={false} title={image} className="font-mono text-mono">{version ?? image ?? '–'}</Td>
      <Td><HealthBadge health={health} /></Td>
      <Td phone={false} num>{ready}/{want}</Td>
      <Td phone={false} wrap className="text-ink-2">{managers.length === 0 ? '–' : managers.map(managerName).join(', ')}</Td>
    </tr>
  )
}
