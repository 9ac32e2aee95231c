// How the app is built and which headers every answer carries; the content security policy is made for each page in proxy.ts.
import createNextIntlPlugin from 'next-intl/plugin'

const HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
]

/** @type {import('next').NextConfig} */
const config = {
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  // `npm test` and `npm run check` judge the types, of tests and tools too; who only starts the app need not wait for that.
  typescript: { ignoreBuildErrors: true },
  // The largest spec that may be saved (lib/services/revisions/append.ts), and room for what is around it.
  experimental: { serverActions: { bodySizeLimit: '20mb' } },
  headers: async () => [{ source: '/:path*', headers: HEADERS }],
}

// Messages are compiled at build time, so that no page carries the parser of their grammar (8 KB).
const withMessages = createNextIntlPlugin({
  requestConfig: './lib/i18n/request.ts',
  experimental: { messages: { path: './lib/i18n/messages', format: 'json', locales: 'infer', precompile: true } },
})

export default withMessages(config)
