import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SpecObject, StackSpec } from '#lib/thanos/spec.ts'
import { SpecReceiver, SpecSender } from './numbered-spec.ts'

const object = (name: string): SpecObject => ({ type: 'config', object: 'ConfigMap', name, files: {}, rest: {} })
const spec = (...objects: SpecObject[]): StackSpec => ({ version: 1, objects })

/** Over the border as a worker would get it: copied. */
function send(sender: SpecSender, receiver: SpecReceiver, whole: StackSpec): { arrived: StackSpec; sent: string[] } {
  const { spec: numbered, fresh } = structuredClone(sender.number(whole))
  receiver.take(fresh)
  return { arrived: receiver.spec(numbered), sent: fresh.map(({ object: { name } }) => name) }
}

describe('a numbered spec', () => {
  it('brings only what is new, and gives the rest back as the same objects', () => {
    const [sender, receiver] = [new SpecSender(), new SpecReceiver()]
    const [a, b] = [object('a'), object('b')]
    const first = send(sender, receiver, spec(a, b))
    const second = send(sender, receiver, spec(a, object('b2')))
    expect([first.sent, second.sent]).toEqual([['a', 'b'], ['b2']])
    expect(second.arrived.objects[0]).toBe(first.arrived.objects[0])
    expect(second.arrived).toEqual(spec(a, object('b2')))
  })

  it('arrives as it was, whatever was sent before and however long ago', () => {
    const pool = Array.from({ length: 8 }, (_, index) => object(`o${index}`))
    fc.assert(fc.property(fc.array(fc.subarray(pool), { maxLength: 20 }), (specs) => {
      const [sender, receiver] = [new SpecSender(), new SpecReceiver()]
      for (const objects of specs) expect(send(sender, receiver, spec(...objects)).arrived).toEqual(spec(...objects))
    }))
  })

  it('forgets what has not been part of a spec for a while, on both sides', () => {
    const [sender, receiver] = [new SpecSender(), new SpecReceiver()]
    const [old, now] = [object('old'), object('now')]
    send(sender, receiver, spec(old))
    for (let time = 0; time < 4; time += 1) send(sender, receiver, spec(now))
    expect(send(sender, receiver, spec(old)).sent).toEqual(['old'])
  })
})
