// How a verb becomes a server action: who asks, what comes back; every page is read anew after it.
import 'server-only'
import { revalidatePath } from 'next/cache'
import { getLocale } from 'next-intl/server'
import { NEWCOMER, type Actor } from '../auth/actor.ts'
import { currentActor } from '../auth/session.ts'
import { AppError } from '../errors.ts'
import { failureOf } from '../failure.ts'
import type { ActionResult } from '../result.ts'
import type { Verb } from '../services/command.ts'
import { text } from '../text.ts'

type Options = {
  /** Who calls: whoever is signed in, or the holder of a one-time link. */
  as?: 'signed-in' | 'newcomer'
}

/** The action of a verb. It never throws: failures come back as data. */
export function serverAction<Input, Value>(
  verb: Verb<Input, Value>, { as = 'signed-in' }: Options = {},
): (input: Input) => Promise<ActionResult<Value>> {
  return async (input) => {
    try {
      const value = await verb(as === 'newcomer' ? NEWCOMER : await signedIn(), input)
      // The frame tells of revisions and stacks on every page, so what a browser kept of any of them is out of date. The page of a
      // one-time link goes on by itself: shown anew, it would call the link that was just used a dead one.
      if (as === 'signed-in') revalidatePath('/', 'layout')
      return { ok: true, value }
    } catch (error) {
      return { ok: false, error: failureOf(error, { door: 'action', locale: await getLocale() }) }
    }
  }
}

async function signedIn(): Promise<Actor> {
  const actor = await currentActor()
  if (!actor) throw new AppError('UNAUTHENTICATED', text('Your session has ended. Sign in again.', '세션이 끝났습니다. 다시 로그인하세요.'))
  return actor
}
