// For probes: may this replica be sent requests?
import { check } from '#lib/services/health/check.ts'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const { isReady, database } = await check()
  return Response.json({ status: isReady ? 'ready' : 'not ready', database }, { status: isReady ? 200 : 503 })
}
