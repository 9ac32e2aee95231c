// Whether words may take more than one line. Classes for white space that meet on one element do not win by their order in it, so each part asks here
// for the one that holds.

/** `phone`: only on a narrow screen. */
export type Wrap = boolean | 'phone'

/** The one class for white space. */
export function wrapClass(wrap: Wrap): string {
  if (wrap === 'phone') return 'md:whitespace-nowrap max-md:whitespace-normal'
  return wrap ? 'whitespace-normal' : 'whitespace-nowrap'
}
