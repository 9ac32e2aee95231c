// How far a run is, for the page that follows it.
import { get } from '#lib/services/runs/get.ts'
import { answer } from '../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: Request, { params }: { params: Promise<{ run: string }> }): Promise<Response> {
  return answer(request, get, { runId: (await params).run })
}
