// The door; what it is stands in ../../../routes/retention.ts.
import { handlerOf } from '../../../answer-route.ts'
import { getRetention, setRetention } from '../../../routes/retention.ts'

export const GET = handlerOf(getRetention)
export const PUT = handlerOf(setRetention)
