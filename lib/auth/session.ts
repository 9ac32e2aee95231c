// From a request to the actor who makes it.
import 'server-only'
import { headers } from 'next/headers'
import { cache } from 'react'
import { env } from '../env.ts'
import { LOCAL_ADMIN, type Actor } from './actor.ts'
import { sessionOf } from './auth.ts'
import { isFromThisMachine } from './loopback.ts'

/** Who asks; looked up once a request. Undefined when nobody is signed in. */
export const currentActor: () => Promise<Actor | undefined> = cache(async () => actorOf(await headers()))

/** Who sent these headers: the owner of the session, else, with the embedded database, whoever sits at this machine. */
export async function actorOf(requestHeaders: Headers): Promise<Actor | undefined> {
  const signedIn = await sessionOf(requestHeaders)
  if (signedIn) return { ...signedIn, door: 'browser' }
  return env().isLocal && isFromThisMachine(requestHeaders) ? LOCAL_ADMIN : undefined
}
