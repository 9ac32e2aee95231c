// The fields that the verbs about revisions share.
import { z } from 'zod'

/** Why a revision was made: a few lines of text. Postgres takes no NUL, and other control characters mean nothing here. */
export const Message = z.string().trim().min(1, 'Say why, in a few words.').max(1000).regex(/^[\P{Cc}\n\t]+$/u, 'Control characters are not allowed.')

/** Number of the revision that the author started from; 0 for a stack without one. */
export const Base = z.number().int().min(0)

export const RevisionNumber = z.number().int().min(1)
