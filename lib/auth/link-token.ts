// The token of a one-time link. Only its hash is ever stored.
import 'server-only'
import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits as text for a link, and the sha256 that is kept. */
export function newLinkToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashLinkToken(token) }
}

/** The sha256 of a token, in hex. */
export function hashLinkToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
