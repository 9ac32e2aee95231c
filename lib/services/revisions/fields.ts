// The fields that the verbs about revisions share.
import { z } from 'zod'
import { said } from '../../said.ts'

/** Why a revision was made: a few lines of text. Postgres takes no NUL, and other control characters mean nothing here. */
export const Message = z.string().trim().min(1, said('Say why, in a few words.', '이유를 짧게 적으세요.')).max(1000).regex(/^[\P{Cc}\n\t]+$/u, said('Control characters are not allowed.', '제어 문자는 쓸 수 없습니다.'))

/** Number of the revision that the author started from; 0 for a stack without one. */
export const Base = z.number().int().min(0)

/** Postgres keeps numbers of revisions as 32 bits. */
export const RevisionNumber = z.number().int().min(1).max(2_147_483_647)

/** Words that name a revision by themselves, in an address as in a label. */
const RESERVED = ['head', 'applied', 'draft', 'live', 'newest']

/** A name for a revision: one word, since it stands in addresses. Not a number, which is a revision's own name. */
export const Label = z.string().trim().toLowerCase().transform((name) => name.replaceAll(/\s+/g, '-')).pipe(
  z.string().min(1, said('A label needs a name.', '라벨에는 이름이 필요합니다.')).max(40, said('A label has at most 40 characters.', '라벨은 최대 40자입니다.'))
    .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u, said('A label has letters, digits, dots, hyphens and underscores.', '라벨에는 문자, 숫자, 점, 하이픈, 밑줄을 씁니다.'))
    .refine((name) => !/^r?\d+$/.test(name) && !RESERVED.includes(name), said('This word names a revision already. Choose another one.', '이 단어는 이미 리비전을 가리킵니다. 다른 단어를 고르세요.')),
)

/** How a revision is chosen: by its number, as the newest one, as the one applied last, or by a label. */
export const RevisionRef = z.union([RevisionNumber, z.literal('head'), z.literal('applied'), Label])
export type RevisionRef = z.output<typeof RevisionRef>
