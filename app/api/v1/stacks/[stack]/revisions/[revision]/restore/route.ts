// The door; what it is stands in ../../../../../routes/revisions.ts.
import { handlerOf } from '../../../../../answer-route.ts'
import { restoreRevision } from '../../../../../routes/revisions.ts'

export const POST = handlerOf(restoreRevision)
