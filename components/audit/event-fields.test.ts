import { describe, expect, it } from 'vitest'
import { eventFields, eventText } from './event-fields.ts'

describe('what an event holds', () => {
  it('is every field where there was nothing before, and what differs where there was', () => {
    expect(eventFields(undefined, { revision: 3, objects: ['a: ok'] }, 'en')).toEqual([{ path: 'revision', after: 3 }, { path: 'objects[0]', after: 'a: ok' }])
    expect(eventFields({ role: 'viewer', name: 'Ann' }, { role: 'admin', name: 'Ann' }, 'en')).toEqual([{ path: 'role', before: 'viewer', after: 'admin' }])
    expect(eventFields({ link: 'x' }, undefined, 'en')).toEqual([{ path: 'link', before: 'x' }])
  })

  it('tells in the language of the reader what was said in both', () => {
    const after = { status: 'failed', message: { en: 'It failed.', ko: '실패했습니다.' }, objects: [{ object: 'a', message: { en: 'No.', ko: '아니요.' } }] }
    expect(eventFields(undefined, after, 'ko').map((field) => field.after)).toEqual(['failed', '실패했습니다.', 'a', '아니요.'])
    expect(eventFields(undefined, after, 'en')).toContainEqual({ path: 'message', after: 'It failed.' })
  })

  it('is one field where it is no mapping, and none where there is nothing', () => {
    expect(eventFields(undefined, 'words', 'en')).toEqual([{ path: 'value', after: 'words' }])
    expect(eventFields(undefined, null, 'en')).toEqual([])
    expect([eventText(undefined), eventText({ a: [1] })]).toEqual(['', '{\n  "a": [\n    1\n  ]\n}\n'])
  })
})
