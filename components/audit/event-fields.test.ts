import { describe, expect, it } from 'vitest'
import { eventFields, eventText } from './event-fields.ts'

describe('what an event holds', () => {
  it('is every field where there was nothing before, and what differs where there was', () => {
    expect(eventFields(undefined, { revision: 3, objects: ['a: ok'] })).toEqual([{ path: 'revision', after: 3 }, { path: 'objects[0]', after: 'a: ok' }])
    expect(eventFields({ role: 'viewer', name: 'Ann' }, { role: 'admin', name: 'Ann' })).toEqual([{ path: 'role', before: 'viewer', after: 'admin' }])
    expect(eventFields({ link: 'x' }, undefined)).toEqual([{ path: 'link', before: 'x' }])
  })

  it('is one field where it is no mapping, and none where there is nothing', () => {
    expect(eventFields(undefined, 'words')).toEqual([{ path: 'value', after: 'words' }])
    expect(eventFields(undefined, null)).toEqual([])
    expect([eventText(undefined), eventText({ a: [1] })]).toEqual(['', '{\n  "a": [\n    1\n  ]\n}\n'])
  })
})
