// Stacks by name: every one, or a page of those that a token is for.
import 'server-only'
import { z } from 'zod'
import { optional } from '../../db/json.ts'
import { listStacks } from '../../db/stacks.ts'
import { query, type Verb } from '../command.ts'
import type { StackView } from '../views.ts'

export const ListStacks = z.object({ /** All of them when absent. */ limit: z.number().int().min(1).max(51).optional(), /** Slug of the stack that they come after. */ after: z.string().optional() })

export const list: Verb<z.input<typeof ListStacks>, StackView[]> = query({
  permission: 'stack:read',
  input: ListStacks,
  run: ({ tx, actor: { token } }, { limit, after }) => listStacks(tx, { ...optional('limit', limit), ...optional('after', after), ...optional('ids', token?.stackIds) }),
})
