// How many events a filter leaves.
import 'server-only'
import { tallyEvents } from '../../db/events.ts'
import { query, type Verb } from '../command.ts'
import type { EventTally } from '../views.ts'
import { EventFilter, toRows } from './filter.ts'

/** Counted anew each time. */
export const tally: Verb<EventFilter, EventTally> = query({
  permission: 'event:read',
  input: EventFilter,
  async run({ tx }, given) {
    const { ok = 0, refused = 0, failed = 0 } = await tallyEvents(tx, toRows(given))
    return { all: ok + refused + failed, refused, failed }
  },
})
