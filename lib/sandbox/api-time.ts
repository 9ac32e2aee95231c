// Times as the API writes them.

/** To the second; `milliseconds` since the epoch. */
export function apiTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
}
