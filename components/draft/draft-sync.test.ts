// What a tab makes of an answer that tells of another draft than it knew of.
import { describe, expect, test } from 'vitest'
import type { Draft, DraftBase, Step } from '#lib/thanos/draft.ts'
import { isKept, recognised, takeOver } from './draft-sync.ts'

const base: DraftBase = { number: 1, spec: { version: 1, objects: [] } }
const step = (name: string): Step => ({ kind: 'edits', label: { en: name, ko: name }, edits: [] })
const draft = (steps: readonly Step[], undone: readonly Step[] = []): Draft => ({ base, steps, undone })
/** As the server tells it: the same words, other objects, fields in another order. */
const told = ({ steps, undone }: Draft): Draft => {
  const again = (list: readonly Step[]): Step[] => list.map((one) => ({ ...(one.kind === 'edits' ? { edits: [...one.edits] } : {}), label: { ko: one.label.ko, en: one.label.en }, kind: one.kind }) as Step)
  return draft(again(steps), again(undone))
}
const [a, b, c] = ['a', 'b', 'c'].map(step) as [Step, Step, Step]
const take = (kept: Draft, own: Draft, there: Draft | undefined): ReturnType<typeof takeOver> & { isAllKept: boolean } => {
  const theirs = there && recognised(told(there), own)
  const taken = takeOver({ kept, draft: own, theirs, fallback: base })
  return { ...taken, isAllKept: isKept(theirs ?? draft([]), taken.draft) }
}

describe('a draft that moved', () => {
  test('is nobody else’s when the request of the page before arrived after all: no step twice, nothing to send', () => {
    expect(take(draft([]), draft([a]), draft([a]))).toEqual({ draft: draft([a]), isForeign: false, isAllKept: true })
    expect(take(draft([a]), draft([a, b, c]), draft([a, b, c]))).toMatchObject({ draft: draft([a, b, c]), isForeign: false, isAllKept: true })
  })

  test('is nobody else’s when only the first of the own steps had arrived: the rest is still to be sent', () => {
    expect(take(draft([a]), draft([a, b, c]), draft([a, b]))).toEqual({ draft: draft([a, b, c]), isForeign: false, isAllKept: false })
  })

  test('is nobody else’s when an undo of the page before arrived, or its discarding', () => {
    expect(take(draft([a, b]), draft([a], [b]), draft([a], [b]))).toEqual({ draft: draft([a], [b]), isForeign: false, isAllKept: true })
    expect(take(draft([a]), draft([]), undefined)).toMatchObject({ draft: draft([]), isForeign: false })
  })

  test('is another tab’s when there is a step of none of these, and what is not kept goes on top', () => {
    expect(take(draft([a]), draft([a, b]), draft([a, c]))).toEqual({ draft: draft([a, c, b]), isForeign: true, isAllKept: false })
    expect(take(draft([]), draft([a]), draft([a, c]))).toEqual({ draft: draft([a, c]), isForeign: true, isAllKept: true })
  })

  test('is another tab’s when it took a kept step back, threw all away, or went on from another revision', () => {
    expect(take(draft([a, b]), draft([a, b]), draft([a], [b]))).toMatchObject({ draft: draft([a], [b]), isForeign: true })
    expect(take(draft([a]), draft([a, b]), undefined)).toEqual({ draft: draft([b]), isForeign: true, isAllKept: false })
    const onTop = takeOver({ kept: draft([a]), draft: draft([a]), theirs: { ...draft([a]), base: { ...base, number: 2 } }, fallback: base })
    expect(onTop).toMatchObject({ draft: { base: { number: 2 } }, isForeign: true })
  })
})
