// The events that an audit page shows, by the filter of its address.
import { actionOf } from '#components/audit/action-key.ts'
import type { AuditFilter } from '#components/audit/audit-view.tsx'
import type { Actor } from '#lib/auth/actor.ts'
import { list } from '#lib/services/events/list.ts'
import type { EventView, Page } from '#lib/services/views.ts'

/** One page of events; `stackId` narrows to one stack. */
export async function auditEvents(actor: Actor, { outcome, action, before }: AuditFilter, stackId?: string): Promise<Page<EventView>> {
  return list(actor, {
    ...(stackId === undefined ? {} : { stackId }), ...(outcome === undefined ? {} : { outcome }),
    ...(action === undefined ? {} : { action: actionOf(action) }), ...(before === undefined ? {} : { after: before }),
  })
}
