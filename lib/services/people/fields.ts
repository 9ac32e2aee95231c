// The fields that the forms about people share.
import { z } from 'zod'
import { AppError } from '../../errors.ts'

/** An e-mail address, in lower case, as better-auth looks it up. */
export const Email = z.string().trim().toLowerCase().pipe(z.email('This is not an e-mail address.').max(254))

/** One line of text without control characters: Postgres and the audit take nothing else. */
export const PersonName = z.string().trim().min(1, 'A name is missing.').max(100).regex(/^\P{Cc}+$/u, 'A name is one line of text.')

/** The token of a one-time link, as it stands in its address. */
export const LinkToken = z.string().min(1).max(200)

/** What a one-time link that does not work says; it does not tell why, since whoever asks is not known. */
export function deadLink(): AppError {
  return new AppError('NOT_FOUND', 'This link does not work: it was used, has expired, or was never given out. Ask for a new one.')
}
