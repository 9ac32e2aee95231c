// The schema of a Text. It is apart from the words themselves, which every page speaks: pages do without the weight of zod.
import { z } from 'zod'

export const Text = z.object({ en: z.string(), ko: z.string() })
export type Text = z.infer<typeof Text>
