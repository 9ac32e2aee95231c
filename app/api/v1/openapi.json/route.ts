// The OpenAPI document. It tells what Gauntlet can do and nothing of anybody's installation, so it asks for no token.
import type { NextRequest } from 'next/server'
import { localeOf } from '#lib/i18n/locale.ts'
import { openApi } from '../openapi.ts'

export async function GET(request: NextRequest): Promise<Response> {
  const locale = localeOf({ cookie: undefined, acceptLanguage: request.headers.get('accept-language') })
  return Response.json(openApi(locale), { headers: { 'cache-control': 'no-cache', 'content-language': locale, vary: 'accept-language' } })
}
