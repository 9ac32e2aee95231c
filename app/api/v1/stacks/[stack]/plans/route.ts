// The door; what it is stands in ../../../routes/plans.ts.
import { handlerOf } from '../../../answer-route.ts'
import { createPlan, listPlans } from '../../../routes/plans.ts'

export const GET = handlerOf(listPlans)
export const POST = handlerOf(createPlan)
