// Which kubeconfig files cannot be read, for whoever wrote or mounted them.
import 'server-only'
import { z } from 'zod'
import { query, type Verb } from '../command.ts'
import type { UnreadableFile } from '../views.ts'
import { offered } from './resolve.ts'

/** Each with what is wrong with it, and nothing of its content. */
export const unreadable: Verb<Record<string, never>, UnreadableFile[]> = query({
  permission: 'connection:use',
  input: z.object({}),
  run: async () => [...offered().unreadable],
})
