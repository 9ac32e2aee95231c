// How a step of the draft is called: what it sets, and of which object.
import { type Text, text } from '#lib/text.ts'

/** "--min-time of thanos-store". `ko` is the Korean word for `what` where they differ. */
export function stepName(object: string, what: string, ko: string = what): Text {
  const name = object.slice(object.lastIndexOf('/') + 1)
  return text(`${what} of ${name}`, `${name}의 ${ko}`)
}
