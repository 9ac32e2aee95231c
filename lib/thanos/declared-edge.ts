// An edge as it is declared in a stack: who sends samples here, under which labels, and how many. Nothing of it is rendered: it says what is to be seen.
import { z } from 'zod'
import { said } from '../said.ts'
import { EDGE_KINDS } from './edge-kind.ts'

export const DeclaredEdge = z.object({
  name: z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/, said('A name of small letters, digits, dots and dashes.', '영문 소문자, 숫자, 점, 하이픈으로 된 이름입니다.')),
  kind: z.enum(EDGE_KINDS),
  /** External labels: what tells its series from those of every other edge. */
  labels: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/), z.string()),
  tenant: z.string().optional(),
  /** Expected samples per second. */
  samplesPerS: z.number().nonnegative(),
})
export type DeclaredEdge = z.infer<typeof DeclaredEdge>
