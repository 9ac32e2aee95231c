// The door; what it is stands in ../routes/events.ts.
import { handlerOf } from '../answer-route.ts'
import { listEvents } from '../routes/events.ts'

export const GET = handlerOf(listEvents)
