// A revision as a file: ?format=yaml is one stream, ?format=kustomize an archive for `kubectl apply -k`.
import type { NextRequest } from 'next/server'
import { AppError } from '#lib/errors.ts'
import { exportRevision } from '#lib/services/revisions/export.ts'
import { get } from '#lib/services/stacks/get.ts'
import { text } from '#lib/text.ts'
import { actorAsking, failed } from '../../../../../answer.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest, { params }: { params: Promise<{ stack: string; number: string }> }): Promise<Response> {
  try {
    const actor = await actorAsking(request)
    const { stack: slug, number } = await params
    const stack = await get(actor, { slug: decodeURIComponent(slug) })
    const { name, type, bytes } = await exportRevision(actor, { stackId: stack.id, number: refOf(number), format: formatOf(request) })
    return new Response(bytes, { headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' } })
  } catch (error) {
    return failed(request, error)
  }
}

function formatOf(request: NextRequest): 'yaml' | 'kustomize' {
  const format = request.nextUrl.searchParams.get('format') ?? 'yaml'
  if (format === 'yaml' || format === 'kustomize') return format
  throw new AppError('INVALID', text('A revision is exported as yaml or kustomize.', '리비전은 yaml이나 kustomize로 내보냅니다.'))
}

function refOf(written: string): number | string {
  const ref = decodeURIComponent(written)
  return /^\d+$/.test(ref) ? Number(ref) : ref
}
