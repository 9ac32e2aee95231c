// How a spec travels to a worker again and again: each object once, under a number, and then only the numbers. What did not change keeps
// its identity over there, so that what was worked out of it is still known. Pure.
import type { SpecObject, StackSpec } from '#lib/thanos/spec.ts'

export type NumberedSpec = { readonly version: StackSpec['version']; readonly order: readonly number[] }
export type NumberedObject = { readonly number: number; readonly object: SpecObject }

/** So many specs are remembered on both sides; the objects of older ones are forgotten. */
const REMEMBERED = 4

/** The side that has specs. Each must be sent in the order in which it was numbered. */
export class SpecSender {
  readonly #numbers = new WeakMap<SpecObject, number>()
  readonly #recent = new Recent()
  #next = 0

  /** The spec as numbers, and the objects that the other side does not have. */
  number({ version, objects }: StackSpec): { spec: NumberedSpec; fresh: NumberedObject[] } {
    const fresh: NumberedObject[] = []
    const known = this.#recent.all()
    const order = objects.map((object) => {
      const number = this.#numbers.get(object) ?? this.#next++
      this.#numbers.set(object, number)
      if (!known.has(number)) fresh.push({ number, object })
      return number
    })
    this.#recent.add(order)
    return { spec: { version, order }, fresh }
  }
}

/** The side that is sent them. */
export class SpecReceiver {
  readonly #objects = new Map<number, SpecObject>()
  readonly #recent = new Recent()

  take(fresh: readonly NumberedObject[]): void {
    for (const { number, object } of fresh) this.#objects.set(number, object)
  }

  /** The spec again, of the same objects as before where they are the same. */
  spec({ version, order }: NumberedSpec): StackSpec {
    this.#recent.add(order)
    const kept = this.#recent.all()
    for (const number of this.#objects.keys()) if (!kept.has(number)) this.#objects.delete(number)
    return { version, objects: order.flatMap((number) => this.#objects.get(number) ?? []) }
  }
}

class Recent {
  #orders: (readonly number[])[] = []

  add(order: readonly number[]): void {
    this.#orders = [...this.#orders, order].slice(-REMEMBERED)
  }

  all(): Set<number> {
    return new Set(this.#orders.flat())
  }
}
