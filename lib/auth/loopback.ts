// Whether a request comes from this very machine, by the headers that a browser and a proxy cannot hide.

const NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])
const ADDRESS = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/i
/** Next writes these four itself when the client did not; every other forwarding header comes from a proxy. */
const WRITTEN_BY_NEXT = new Set(['x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto', 'x-forwarded-for'])

/**
 * Whether the headers are those of a browser on this machine that talks to us directly: a loopback Host (anything else may be a
 * rebound DNS name), no trace of a proxy, and no page of another site that reads in the background.
 */
export function isFromThisMachine(headers: Headers): boolean {
  if (!isLoopbackHost(headers.get('host'))) return false
  if (headers.has('forwarded') || headers.has('x-real-ip') || headers.has('via')) return false
  if ([...headers.keys()].some((name) => name.startsWith('x-forwarded-') && !WRITTEN_BY_NEXT.has(name))) return false
  const [host, proto, address] = ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-for'].map((name) => headers.get(name))
  if (host && !isLoopbackHost(host)) return false
  if (proto && proto !== 'http') return false
  if (address && !ADDRESS.test(address)) return false
  return headers.get('sec-fetch-site') !== 'cross-site' || headers.get('sec-fetch-dest') === 'document'
}

/** Whether a Host header is a loopback name, with any port. */
export function isLoopbackHost(host: string | null): boolean {
  return host !== null && NAMES.has(host.toLowerCase().replace(/:\d+$/, ''))
}
