// Actors for tests: one of each role, through the browser.
import type { Actor } from '../auth/actor.ts'
import type { Role } from '../role.ts'

/** Someone with a role. */
export function someone(role: Role, name: string = role): Actor {
  return { id: `test-${name}`, name, role, door: 'browser' }
}

export const viewer: Actor = someone('viewer')
export const operator: Actor = someone('operator')
export const admin: Actor = someone('admin')
