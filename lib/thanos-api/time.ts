// Go's times in JSON.

/** The field with the time in milliseconds; nothing for Go's zero time, "0001-01-01T00:00:00Z", and for what is no time. */
export function timeMs<Name extends string>(name: Name, time: string | null | undefined): Partial<Record<Name, number>> {
  const at = Date.parse(time ?? '')
  // Safe because the one key is the name that the type says.
  return Number.isFinite(at) && at > 0 ? { [name]: at } as Record<Name, number> : {}
}
