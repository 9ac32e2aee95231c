// Whether this server can do its work: for probes and for whoever starts it. Tells nothing that a stranger may not know.
import 'server-only'
import { isDatabaseUp } from '../../db/health.ts'

const LIMIT_MS = 2_000

/** Ready means that Postgres answers and has our tables; clusters may be down and the pages still render. */
export async function check(): Promise<{ isReady: boolean; database: 'up' | 'down' }> {
  const isReady = await isDatabaseUp(LIMIT_MS)
  return { isReady, database: isReady ? 'up' : 'down' }
}
