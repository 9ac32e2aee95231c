// What is seen of a stack's installation, for as many as look at it: the whole of it first, then what changed.
import 'server-only'
import type { Actor } from '../../auth/actor.ts'
import { db } from '../../db/client.ts'
import { findStack } from '../../db/stacks.ts'
import { news } from '../news.ts'
import { view, type Look } from './hub.ts'
import { observe } from './observe.ts'
import { written } from './written.ts'

/** One message: JSON of an Observation, or of the ObservationPatch onto the one that was told before. */
export type Told = { event: 'whole' | 'patch'; json: string }

/** Undefined after each `quietMs` in which nothing new came. Throws as observe() does: whoever may not see it, may not follow it. */
export async function* follow(actor: Actor, { slug, signal, quietMs }: { slug: string; signal: AbortSignal; quietMs: number }): AsyncGenerator<Told | undefined> {
  await observe(actor, { slug })
  const stack = await findStack(db(), { slug })
  if (!stack) return
  let wake: () => void = () => undefined
  const viewing = view(stack, () => { wake() })
  let told = -1
  try {
    await viewing.firstLook
    while (!signal.aborted) {
      const look = viewing.look()
      if (look.number !== told) {
        yield message(look, look.number === told + 1 && told >= 0 ? 'patch' : 'whole')
        told = look.number
        continue
      }
      if (!await news({ quietMs, signal, arm: (ring) => { wake = ring } })) yield undefined
    }
  } finally {
    viewing.leave()
  }
}

function message(look: Look, wanted: Told['event']): Told {
  return wanted === 'patch' && look.patch ? { event: 'patch', json: written(look.patch) } : { event: 'whole', json: written(look.observation) }
}
