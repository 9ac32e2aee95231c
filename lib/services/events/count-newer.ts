// How many events have come since somebody looked.
import 'server-only'
import { z } from 'zod'
import { countEvents } from '../../db/events.ts'
import { query, type Verb } from '../command.ts'
import { EventFilter, EventId, toRows } from './filter.ts'

/** No more than this are counted. */
const MOST = 100

export const CountNewer = EventFilter.extend({ after: EventId.or(z.literal('0')) })
export type CountNewer = z.input<typeof CountNewer>

/** The number of events above `after` that match; 100 stands for all that is more. */
export const countNewer: Verb<CountNewer, { count: number }> = query({
  permission: 'event:read',
  input: CountNewer,
  async run({ tx }, { after, ...given }) {
    return { count: await countEvents(tx, { filter: toRows(given), after, limit: MOST }) }
  },
})
