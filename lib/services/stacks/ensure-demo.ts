// The stack that a first start with the sandbox shows: connected, and still without a revision, so that the operator imports.
import 'server-only'
import { SYSTEM } from '../../auth/actor.ts'
import { db } from '../../db/client.ts'
import { listStacks } from '../../db/stacks.ts'
import { env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import { create } from './create.ts'

/** Makes the stack "monitoring" on the sandbox when the sandbox runs and there is no stack at all. */
export async function ensureDemo(): Promise<void> {
  if (env().sandboxUrl === undefined || (await listStacks(db())).length > 0) return
  try {
    await create(SYSTEM, { name: 'monitoring', slug: 'monitoring', namespace: 'monitoring', connection: { kind: 'sandbox' } })
  } catch (error) {
    // Another replica was first.
    if (!(error instanceof AppError && error.code === 'CONFLICT')) throw error
  }
}
