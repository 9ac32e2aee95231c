// The audit of one stack or of everything, as its address asks for it: the first page, how many there are, and whom and what one can ask for.
import type { JSX } from 'react'
import { type AuditAddress, filterSearch, loadAuditAddress } from '#components/audit/audit-address.ts'
import { AuditView } from '#components/audit/audit-view.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import type { Actor } from '#lib/auth/actor.ts'
import { isAllowed } from '#lib/auth/permissions.ts'
import type { EventFilter } from '#lib/services/events/filter.ts'
import { list } from '#lib/services/events/list.ts'
import { tally } from '#lib/services/events/tally.ts'
import { who } from '#lib/services/events/who.ts'
import { list as listStacks } from '#lib/services/stacks/list.ts'
import type { EventPage, StackView } from '#lib/services/views.ts'
import { filterOf } from '../api/events/asked.ts'
import { orNotFound, signedIn } from './signed-in.ts'

export type AuditSearch = Promise<Record<string, string | string[] | undefined>>

/** `stack` is the one that the page belongs to; without it the audit is of all, and says of each event where it belongs. */
export async function auditOf(searchParams: AuditSearch, stack?: StackView): Promise<JSX.Element> {
  const actor = await signedIn()
  const address = loadAuditAddress(await searchParams)
  const filter = await orNotFound(() => filterOf(actor, { ...address, stack: stack?.slug ?? address.stack }))
  const [events, counts, people, stacks] = await Promise.all([firstPage(actor, filter, address), tally(actor, filter), who(actor, {}), listStacks(actor, {})])
  return (
    <ClientMessages namespaces={['audit']}>
      <AuditView
        initial={{ search: filterSearch(address, stack?.slug), events, counts }} people={people} stack={stack?.slug}
        stacks={stacks.map(({ id, name, slug }) => ({ id, name, slug }))}
        mayExport={isAllowed(actor.role, 'event:export')} mayVerify={isAllowed(actor.role, 'event:verify')}
      />
    </ClientMessages>
  )
}

/** The newest page, or the one that begins with the event that the address names. */
async function firstPage(actor: Actor, filter: EventFilter, { event }: AuditAddress): Promise<EventPage> {
  const newest = await list(actor, filter)
  if (event === null || !/^[1-9]\d{0,16}$/.test(event) || newest.items.some(({ id }) => id === event)) return newest
  const around = await list(actor, { ...filter, before: String(BigInt(event) + 1n) })
  return around.items[0]?.id === event ? around : newest
}
