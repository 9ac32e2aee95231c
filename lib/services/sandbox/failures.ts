// What can be made to fail on a stack of the sandbox, and what is made to fail now.
import 'server-only'
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { findStack, type StackRow } from '../../db/stacks.ts'
import { env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import { readWorld } from '../../kube/sandbox-control.ts'
import { text } from '../../text.ts'
import { failureChoices, type FailureChoice } from '../../thanos/live/failure-choices.ts'
import { seenPod } from '../../thanos/live/seen-pod.ts'
import { query, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'

const OneStack = z.object({ stackId: z.string() })

/** INVALID for a stack of a real cluster. */
export const failures: Verb<z.input<typeof OneStack>, FailureChoice[]> = query({
  permission: 'stack:read',
  input: OneStack,
  run: async ({ tx }, { stackId }) => choicesOf(await sandboxStack(tx, stackId)),
})

export async function choicesOf({ stack, url }: { stack: StackRow; url: string }): Promise<FailureChoice[]> {
  const [world, live] = await Promise.all([readWorld(url), clusterOf(stack.connection).list('v1', 'Pod', stack.namespace)])
  return failureChoices({ namespace: stack.namespace, pods: live.flatMap((pod) => seenPod(pod) ?? []), edges: world.edges.map(({ name }) => name), on: world.failures })
}

/** A stack of the sandbox, and where that answers. NOT_FOUND, INVALID. */
export async function sandboxStack(reader: Tx, stackId: string): Promise<{ stack: StackRow; url: string }> {
  const stack = await findStack(reader, { id: stackId })
  if (!stack) throw new AppError('NOT_FOUND', text('There is no such stack.', '그런 스택이 없습니다.'))
  const { sandboxUrl } = env()
  if (stack.connection.kind !== 'sandbox' || sandboxUrl === undefined) {
    throw new AppError('INVALID', text('Only on the sandbox can something be made to fail.', '장애는 샌드박스에서만 일으킬 수 있습니다.'))
  }
  return { stack, url: sandboxUrl }
}
