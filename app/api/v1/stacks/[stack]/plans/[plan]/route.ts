// The door; what it is stands in ../../../../routes/plans.ts.
import { handlerOf } from '../../../../answer-route.ts'
import { getPlan } from '../../../../routes/plans.ts'

export const GET = handlerOf(getPlan)
