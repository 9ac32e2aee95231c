// The door; what it is stands in ../../routes/stacks.ts.
import { handlerOf } from '../../answer-route.ts'
import { getStack } from '../../routes/stacks.ts'

export const GET = handlerOf(getStack)
