// Addresses of Alertmanagers as rulers are given them, and where inside the cluster one is reached.

/** What stands behind an address: a Service or one of its pods, asked through the proxy of the API server. */
export type AlertmanagerPlace = { namespace: string; service: string; pod?: string; port: number; isTls: boolean; path: string }

/** The base address as a browser would open it; undefined for what is none. dnssrv+ names a record and not a host. Credentials stay where they are. */
export function alertmanagerBase(written: string): string | undefined {
  const plain = written.replace(/^dns\+/, '')
  if (!URL.canParse(plain) || plain.includes('$(')) return undefined
  const url = new URL(plain)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

/** Where it is reached from a stack's namespace, by the rules of cluster DNS; undefined for a host outside of the cluster. */
export function alertmanagerPlace(base: string, namespace: string): AlertmanagerPlace | undefined {
  const { hostname, port, protocol, pathname } = new URL(base)
  if (/^[\d.]+$|:/.test(hostname)) return undefined
  const isTls = protocol === 'https:'
  const common = { port: Number(port) || (isTls ? 443 : 80), isTls, path: pathname.replace(/\/+$/, '') }
  const names = hostname.replace(/\.svc(?:\.cluster\.local)?\.?$/, '').split('.')
  const isWhole = names.length < hostname.split('.').length
  const [first = '', second, third] = names
  if (names.length === 1) return { namespace, service: first, ...common }
  // "a.b" may be a Service in another namespace or a domain: what is written out to .svc is certain, the short form is usual.
  if (names.length === 2 && second !== undefined && (isWhole || !TOP_LEVEL.test(second))) return { namespace: second, service: first, ...common }
  return isWhole && names.length === 3 && second !== undefined && third !== undefined ? { namespace: third, service: second, pod: first, ...common } : undefined
}

/** Ends of names that are domains rather than namespaces. */
const TOP_LEVEL = /^(?:com|net|org|io|dev|app|cloud|local|internal|lan|corp|test|example|[a-z]{2})$/
