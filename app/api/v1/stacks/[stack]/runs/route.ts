// The door; what it is stands in ../../../routes/runs.ts.
import { handlerOf } from '../../../answer-route.ts'
import { createRun, listRuns } from '../../../routes/runs.ts'

export const GET = handlerOf(listRuns)
export const POST = handlerOf(createRun)
