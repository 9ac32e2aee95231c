// Gives every page a content security policy of its own: only scripts that carry its nonce run, and Next puts it on its own alone.
import { NextResponse, type NextRequest } from 'next/server'

// oxlint-disable-next-line gauntlet/environment -- Next writes the mode in here when it builds
const isDevelopment = process.env.NODE_ENV === 'development'

export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID())
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    // Without this line a worker falls under script-src, where 'strict-dynamic' makes browsers disagree about 'self'.
    "worker-src 'self'",
    // The component libraries position with inline styles.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
  const headers = new Headers(request.headers)
  // Next reads the nonce from the request.
  headers.set('Content-Security-Policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  return response
}

export const config = { matcher: '/((?!api/|_next/|icon.svg|healthz|readyz).*)' }
