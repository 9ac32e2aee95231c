// The door; what it is stands in ../../../routes/live.ts.
import { handlerOf } from '../../../answer-route.ts'
import { diagnose } from '../../../routes/live.ts'

export const GET = handlerOf(diagnose)
