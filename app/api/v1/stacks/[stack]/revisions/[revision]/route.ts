// The door; what it is stands in ../../../../routes/revisions.ts.
import { handlerOf } from '../../../../answer-route.ts'
import { getRevision } from '../../../../routes/revisions.ts'

export const GET = handlerOf(getRevision)
