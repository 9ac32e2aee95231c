// One event with what it holds.
import 'server-only'
import { z } from 'zod'
import { findEvent } from '../../db/events.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { query, type Verb } from '../command.ts'
import type { EventDetail } from '../views.ts'
import { EventId } from './filter.ts'
import { toView } from './list.ts'

export const GetEvent = z.object({ id: EventId })
export type GetEvent = z.input<typeof GetEvent>

/** NOT_FOUND when there is none. */
export const get: Verb<GetEvent, EventDetail> = query({
  permission: 'event:read',
  input: GetEvent,
  async run({ tx }, { id }) {
    const event = await findEvent(tx, id)
    if (!event) throw new AppError('NOT_FOUND', text(`There is no event ${id}.`, `이벤트 ${id}이(가) 없습니다.`))
    const { before, after, hash, ...summary } = event
    return {
      ...toView(summary), actorId: event.actor.id, hash, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }),
    }
  },
})
