// One exchange with an API server, before anything of it is read.

export type KubeRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  query?: Record<string, string>
  body?: string
  /** application/json when absent. */
  contentType?: string
  /** For how long trouble that may pass is waited out, in ms; without it only what passes at once (lib/kube/retry.ts). */
  patienceMs?: number
  /** Who sends it, for the audit of the cluster; "gauntlet" when absent. */
  agent?: string
  /** Ends the request, and with it all attempts at it. */
  signal?: AbortSignal
  /** How long one attempt may take, in ms, where that is not the connection's usual time. */
  timeoutMs?: number
  /** An answer that is longer is not read to its end, and is UPSTREAM; without it all of it is read. */
  limitBytes?: number
}
/** `retryAfter` is the header of that name, as it came. */
export type KubeResponse = { status: number; body: string; retryAfter?: string }
