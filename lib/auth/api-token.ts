// The secret of a token of the API: made once, shown once, kept as a hash. A plain sha256 is enough for 256 random bits.
import 'server-only'
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What every secret begins with, so that a scanner of repositories and logs knows one when it sees it. */
const PREFIX = 'gnt_'
const SHAPE = /^gnt_[A-Za-z0-9_-]{43}$/
const HINT_LENGTH = PREFIX.length + 4

/** A new secret, the hash that is kept of it, and how it begins. */
export function newApiSecret(): { secret: string; hash: string; hint: string } {
  const secret = PREFIX + randomBytes(32).toString('base64url')
  return { secret, hash: hashApiSecret(secret), hint: secret.slice(0, HINT_LENGTH) }
}

/** The sha256 of a secret, in hex. */
export function hashApiSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Whether a text can be a secret at all; anything else needs no look at the database. */
export function isApiSecret(text: string): boolean {
  return SHAPE.test(text)
}

/** Whether two hashes are the same, in a time that tells nothing of where they differ. */
export function isSameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
