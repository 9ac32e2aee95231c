// Who acts, and through which door. Every verb takes one.
import type { TokenScope } from '../token-scope.ts'
import type { ActorRole } from './permissions.ts'

/** The browser, the API, a one-time link, or Gauntlet's own housekeeping. */
type Door = 'browser' | 'api' | 'setup' | 'system'

/** What a request of the API came with. `stackIds` is absent when it is for every stack. */
export type ActingToken = { id: string; scopes: readonly TokenScope[]; stackIds?: readonly string[] }

export type Actor = {
  id: string
  name: string
  role: ActorRole
  door: Door
  /** Set for whoever was signed in by being on this machine. */
  isLocal?: true
  /** The session that the request came with. */
  sessionId?: string
  /** The token that the request came with: it may do no more than its scopes say, and never more than `role`, which is its owner's. */
  token?: ActingToken
}

/** Gauntlet itself: closes runs that nobody carries out any more, makes the demo stack. */
export const SYSTEM: Actor = { id: 'system', name: 'Gauntlet', role: 'system', door: 'system' }

/** Whoever opens a one-time link. */
export const NEWCOMER: Actor = { id: 'newcomer', name: 'One-time link', role: 'newcomer', door: 'setup' }

/** Whoever tries to sign in. */
export const VISITOR: Actor = { id: 'visitor', name: 'Not signed in', role: 'visitor', door: 'browser' }

/** Whoever works on the machine that Gauntlet runs on, with the embedded database. */
export const LOCAL_ADMIN: Actor = { id: 'local', name: 'local', role: 'admin', door: 'browser', isLocal: true }
