// Adding a stack: a name, a namespace, and where it applies to. It begins without a revision.
import 'server-only'
import { z } from 'zod'
import { Connection } from '../../connection.ts'
import { findStack, insertStack } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { command, type Verb } from '../command.ts'
import { offered } from '../connections/resolve.ts'
import type { StackView } from '../views.ts'
import { Namespace, Slug, StackName } from './fields.ts'

export const CreateStack = z.object({ name: StackName, slug: Slug, namespace: Namespace, connection: Connection })
export type CreateStack = z.input<typeof CreateStack>

/** CONFLICT when the slug is taken, INVALID when the server has no such connection. */
export const create: Verb<CreateStack, StackView> = command({
  name: 'stack.create',
  permission: 'stack:create',
  input: CreateStack,
  about: ({ slug }) => ({ subject: slug }),
  async run({ tx }, input) {
    if (!offered().connections.some((one) => JSON.stringify(one) === JSON.stringify(input.connection))) {
      throw new AppError('INVALID', text('This server has no such connection. Start it with a kubeconfig that has the context.', '이 서버에는 그런 연결이 없습니다. 그 context가 있는 kubeconfig로 시작하세요.'))
    }
    if (await findStack(tx, { slug: input.slug })) throw new AppError('CONFLICT', text(`There is a stack "${input.slug}" already. Choose another address.`, `스택 "${input.slug}"이(가) 이미 있습니다. 다른 주소를 고르세요.`))
    const stack = await insertStack(tx, input)
    return { value: stack, event: { subject: stack.slug, stackId: stack.id, after: input } }
  },
})
