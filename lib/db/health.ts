// Whether Postgres answers, within a time that a probe waits.
import 'server-only'
import { db } from './client.ts'

/** True when a statement comes back within the limit. */
export async function isDatabaseUp(limitMs: number): Promise<boolean> {
  const timeout = new Promise<false>((resolve) => { setTimeout(resolve, limitMs, false).unref() })
  const answer = db().$queryRaw`SELECT 1 FROM "stack" LIMIT 1`.then(() => true, () => false)
  return Promise.race([answer, timeout])
}
