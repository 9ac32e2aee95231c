// What a new stack can be connected to.
import 'server-only'
import { z } from 'zod'
import type { Connection } from '../../connection.ts'
import { query, type Verb } from '../command.ts'
import { offered } from './resolve.ts'

/** The sandbox when it runs here, the account of the pod when it runs in a cluster, and the contexts of the kubeconfig that the server was started with. */
export const list: Verb<Record<string, never>, Connection[]> = query({
  permission: 'connection:use',
  input: z.object({}),
  run: async () => offered().connections,
})
