// Every stack.
import 'server-only'
import { z } from 'zod'
import { listStacks } from '../../db/stacks.ts'
import { query, type Verb } from '../command.ts'
import type { StackView } from '../views.ts'

export const list: Verb<Record<string, never>, StackView[]> = query({
  permission: 'stack:read',
  input: z.object({}),
  run: ({ tx }) => listStacks(tx),
})
