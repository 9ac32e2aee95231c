// What a container wrote, as kubectl logs gives it.
import { redactText } from '../manifest/redact.ts'
import type { KubeObject } from '../manifest/types.ts'
import { AppError } from '../errors.ts'
import { readAnswer } from './errors.ts'
import type { Transport } from './transport.ts'

/** `previous`: of the container that ended before the one that runs now. */
export type LogOptions = { container?: string; previous?: boolean; lines: number }

/** The last lines, credentials hidden; none when there is no such container, or it left no log. */
export async function podLogs(transport: Transport, { metadata: { name, namespace = 'default' } }: KubeObject, { container, previous = false, lines }: LogOptions): Promise<string[]> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/log`
  const query = { tailLines: String(lines), limitBytes: String(64 * 1024), ...(container === undefined ? {} : { container }), ...(previous ? { previous: 'true' } : {}) }
  const request = { method: 'GET', path, query } as const
  const response = await transport.send(request)
  if (response.status === 200) return response.body.split('\n').filter((line) => line !== '').slice(-lines).map((line) => redactText(line))
  try {
    readAnswer(response, request, transport.host)
  } catch (error) {
    // 400: the container has not started, or there was none before it.
    if (!(error instanceof AppError && (error.code === 'INVALID' || error.code === 'NOT_FOUND'))) throw error
  }
  return []
}
