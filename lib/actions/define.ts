// How a verb becomes a server action: who asks, what comes back, which pages are read anew.
import 'server-only'
import { revalidatePath } from 'next/cache'
import { NEWCOMER, type Actor } from '../auth/actor.ts'
import { currentActor } from '../auth/session.ts'
import { AppError } from '../errors.ts'
import { failureOf } from '../failure.ts'
import type { ActionResult } from '../result.ts'
import type { Verb } from '../services/command.ts'

type Options<Input, Value> = {
  /** Paths, of lib/routes.ts, whose pages show what the verb changed. */
  revalidate?: (value: Value, input: Input) => string[]
  /** Who calls: whoever is signed in, or the holder of a one-time link. */
  as?: 'signed-in' | 'newcomer'
}

/** The action of a verb. It never throws: failures come back as data. */
export function serverAction<Input, Value>(
  verb: Verb<Input, Value>, { revalidate, as = 'signed-in' }: Options<Input, Value> = {},
): (input: Input) => Promise<ActionResult<Value>> {
  return async (input) => {
    try {
      const value = await verb(as === 'newcomer' ? NEWCOMER : await signedIn(), input)
      for (const path of revalidate?.(value, input) ?? []) revalidatePath(path)
      return { ok: true, value }
    } catch (error) {
      return { ok: false, error: failureOf(error, { door: 'action' }) }
    }
  }
}

async function signedIn(): Promise<Actor> {
  const actor = await currentActor()
  if (!actor) throw new AppError('UNAUTHENTICATED', 'Your session has ended. Sign in again.')
  return actor
}
