// The fields that the verbs about revisions share.
import { z } from 'zod'

/** Why a revision was made: a few lines of text. Postgres takes no NUL, and other control characters mean nothing here. */
export const Message = z.string().trim().min(1, 'Say why, in a few words.').max(1000).regex(/^[\P{Cc}\n\t]+$/u, 'Control characters are not allowed.')

/** Number of the revision that the author started from; 0 for a stack without one. */
export const Base = z.number().int().min(0)

/** Postgres keeps numbers of revisions as 32 bits. */
export const RevisionNumber = z.number().int().min(1).max(2_147_483_647)

/** Words that name a revision by themselves, in an address as in a label. */
const RESERVED = ['head', 'applied', 'draft', 'live', 'newest']

/** A name for a revision: one word, since it stands in addresses. Not a number, which is a revision's own name. */
export const Label = z.string().trim().toLowerCase().transform((name) => name.replaceAll(/\s+/g, '-')).pipe(
  z.string().min(1, 'A label needs a name.').max(40, 'A label has at most 40 characters.')
    .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u, 'A label has letters, digits, dots, hyphens and underscores.')
    .refine((name) => !/^r?\d+$/.test(name) && !RESERVED.includes(name), 'This word names a revision already. Choose another one.'),
)

/** How a revision is chosen: by its number, as the newest one, as the one applied last, or by a label. */
export const RevisionRef = z.union([RevisionNumber, z.literal('head'), z.literal('applied'), Label])
export type RevisionRef = z.output<typeof RevisionRef>
