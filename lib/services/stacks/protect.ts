// Protecting a stack: from then on a risky plan of it needs a second person. And ending that.
import 'server-only'
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { optional } from '../../db/json.ts'
import { findStack, lockStack, setProtected } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { command, type EventContent, type Verb } from '../command.ts'

const OneStack = z.object({ stackId: z.string() })
type OneStack = z.infer<typeof OneStack>

/** CONFLICT when it is protected already. */
export const protect: Verb<OneStack, null> = command({
  name: 'stack.protect',
  permission: 'stack:protect',
  input: OneStack,
  about: ({ stackId }, reader) => aboutStack(reader, stackId),
  run: async ({ tx }, { stackId }) => set(tx, stackId, true),
})

/** CONFLICT when it is not protected. */
export const unprotect: Verb<OneStack, null> = command({
  name: 'stack.unprotect',
  permission: 'stack:protect',
  input: OneStack,
  about: ({ stackId }, reader) => aboutStack(reader, stackId),
  run: async ({ tx }, { stackId }) => set(tx, stackId, false),
})

async function aboutStack(reader: Tx, stackId: string): Promise<{ stackId: string; subject?: string }> {
  return { stackId, ...optional('subject', (await findStack(reader, { id: stackId }))?.slug) }
}

async function set(tx: Tx, stackId: string, isProtected: boolean): Promise<{ value: null; event: EventContent }> {
  await lockStack(tx, stackId)
  const stack = await findStack(tx, { id: stackId })
  if (!stack) throw new AppError('NOT_FOUND', text('There is no such stack.', '그런 스택이 없습니다.'))
  if (stack.isProtected === isProtected) {
    throw new AppError('CONFLICT', isProtected
      ? text(`${stack.name} is protected already.`, `${stack.name}은(는) 이미 보호된 스택입니다.`)
      : text(`${stack.name} is not protected.`, `${stack.name}은(는) 보호된 스택이 아닙니다.`))
  }
  await setProtected(tx, stackId, isProtected)
  return { value: null, event: { subject: stack.slug, stackId, before: { protected: stack.isProtected }, after: { protected: isProtected } } }
}
