// Where a stack applies to, as data that a spec, a form and a row may hold: never a credential.
import { z } from 'zod'

/** The built-in sandbox, a context of the kubeconfig that the server was started with, or the service account of the pod that it runs in. */
export const Connection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sandbox') }),
  z.object({ kind: z.literal('context'), context: z.string().min(1).max(512) }),
  z.object({ kind: z.literal('in-cluster') }),
])
export type Connection = z.infer<typeof Connection>
