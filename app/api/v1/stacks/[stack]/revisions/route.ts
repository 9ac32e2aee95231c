// The door; what it is stands in ../../../routes/revisions.ts.
import { handlerOf } from '../../../answer-route.ts'
import { createRevision, listRevisions } from '../../../routes/revisions.ts'

export const GET = handlerOf(listRevisions)
export const POST = handlerOf(createRevision)
