// Remembers what was worked out of a spec or of a part of it. Specs are never changed in place, so it stays right.

/** The function, which works out each argument once as long as that argument lives. */
export function remembered<Of extends object, Value>(workOut: (of: Of) => Value): (of: Of) => Value {
  const known = new WeakMap<Of, { readonly value: Value }>()
  return (of) => {
    const earlier = known.get(of)
    if (earlier) return earlier.value
    const value = workOut(of)
    known.set(of, { value })
    return value
  }
}
