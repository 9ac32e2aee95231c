// Which stacks a token reaches.
import { AppError } from '#lib/errors.ts'
import { get } from '#lib/services/stacks/get.ts'
import type { StackView } from '#lib/services/views.ts'
import { text } from '#lib/text.ts'
import type { TokenActor } from './bearer.ts'

/** The stack of a path or a query. A token that is for certain stacks learns nothing of others, not even whether they exist. */
export async function reachable(actor: TokenActor, slug: string): Promise<StackView> {
  const { stackIds } = actor.token
  const stack = await get(actor, { slug }).catch((error: unknown) => {
    if (stackIds === undefined || !(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error
    return undefined
  })
  if (stack === undefined || stackIds !== undefined && !stackIds.includes(stack.id)) {
    throw new AppError('FORBIDDEN', text(`This token is not for stack "${slug}".`, `이 토큰은 스택 "${slug}"에 쓸 수 없습니다.`))
  }
  return stack
}
