// What the cluster says of a stack now, for the pages that keep it in sight.
import { status } from '#lib/services/stacks/status.ts'
import { answer } from '../../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: Request, { params }: { params: Promise<{ stack: string }> }): Promise<Response> {
  return answer(request, status, { slug: (await params).stack })
}
