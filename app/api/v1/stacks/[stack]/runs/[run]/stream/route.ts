// The door; what it is stands in ../../../../../routes/runs.ts.
import { handlerOf } from '../../../../../answer-route.ts'
import { streamRun } from '../../../../../routes/runs.ts'

export const GET = handlerOf(streamRun)
