// The door; what it is stands in ../../../../routes/runs.ts.
import { handlerOf } from '../../../../answer-route.ts'
import { getRun } from '../../../../routes/runs.ts'

export const GET = handlerOf(getRun)
