import { describe, expect, it } from 'vitest'
import type { EventView } from '#lib/services/views.ts'
import { subjectHref, subjectOf } from './subject.ts'

const event = (subject: string, more: Partial<EventView> = {}): EventView => ({ id: '1', at: '', actor: 'a', door: 'browser', action: 'x', outcome: 'ok', subject, ...more })
const hrefOf = (given: EventView): string | undefined => {
  const subject = subjectOf(given)
  return subject && subjectHref(subject, 'prod')
}

describe('subjectOf', () => {
  it('knows a plan, a run and a revision by the revision\'s number, and their pages', () => {
    expect(subjectOf(event('plan 01a2-b3', { revision: 4 }))).toEqual({ kind: 'plan', id: '01a2-b3', number: 4 })
    expect(hrefOf(event('plan 01a2-b3', { revision: 4 }))).toBe('/stacks/prod/plans/01a2-b3')
    expect(hrefOf(event('run 01a2-b3', { revision: 4 }))).toBe('/stacks/prod/runs/01a2-b3')
    expect(hrefOf(event('revision 7'))).toBe('/stacks/prod/revisions/7')
  })

  it('says nothing of what was refused, of a plan without its revision, and of other things', () => {
    expect(subjectOf(event('revision 7', { outcome: 'refused' }))).toBeUndefined()
    expect(subjectOf(event('plan 01a2-b3'))).toBeUndefined()
    expect(subjectOf(event('someone@example.org'))).toBeUndefined()
  })
})
