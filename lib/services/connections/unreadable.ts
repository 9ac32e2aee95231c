// Which files of the kubeconfig folders cannot be read, for whoever mounted them.
import 'server-only'
import { z } from 'zod'
import { query, type Verb } from '../command.ts'
import { offered } from './resolve.ts'

/** Names of files, without anything of their content. UPSTREAM when a listed kubeconfig itself cannot be read. */
export const unreadable: Verb<Record<string, never>, string[]> = query({
  permission: 'connection:use',
  input: z.object({}),
  run: async () => [...offered().unreadable],
})
