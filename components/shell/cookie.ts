// Writes a preference where the server can read it.

const YEAR_S = 365 * 24 * 60 * 60

/** Sets a cookie of this site for a year. Browser only; nothing secret. */
export function writeCookie(name: string, value: string): void {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_S}; samesite=lax`
}
