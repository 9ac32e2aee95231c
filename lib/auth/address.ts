// Which address a request comes from, as far as that can be known behind proxies.
import { isIP } from 'node:net'

/**
 * The last of X-Forwarded-For: the one that the nearest proxy wrote, or Next itself; those before it are whatever the client said.
 * "unknown" without one.
 */
export function addressOf(headers: Headers): string {
  const last = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim().replace(/^::ffff:/i, '') ?? ''
  return isIP(last) === 0 ? 'unknown' : last
}

/** What counts as one address when tries are counted: an IPv6 network of 64 bits belongs to one subscriber. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return `${groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
