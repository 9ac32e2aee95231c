// The door; what it is stands in ../../../../../routes/runs.ts.
import { handlerOf } from '../../../../../answer-route.ts'
import { cancelRun } from '../../../../../routes/runs.ts'

export const POST = handlerOf(cancelRun)
