// The door; what it is stands in ../routes/stacks.ts.
import { handlerOf } from '../answer-route.ts'
import { listStacks } from '../routes/stacks.ts'

export const GET = handlerOf(listStacks)
