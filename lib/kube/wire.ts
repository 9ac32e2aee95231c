// One exchange with an API server, before anything of it is read.

export type KubeRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  query?: Record<string, string>
  body?: string
  /** application/json when absent. */
  contentType?: string
}
export type KubeResponse = { status: number; body: string }
