// The door; what it is stands in ../../../../../routes/plans.ts.
import { handlerOf } from '../../../../../answer-route.ts'
import { approvePlan } from '../../../../../routes/plans.ts'

export const POST = handlerOf(approvePlan)
