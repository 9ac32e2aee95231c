import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError, sentenceOf } from '../errors.ts'
import { S3Settings } from '../thanos/s3-config.ts'
import { text, type Text } from '../text.ts'
import { Email, PersonName } from './people/fields.ts'
import { Label, Message } from './revisions/fields.ts'
import { parse } from './parse.ts'
import { Namespace, Slug, StackName } from './stacks/fields.ts'

function refused(schema: z.ZodType, given: unknown): Text {
  try {
    parse(schema, given)
  } catch (error) {
    if (error instanceof AppError) return sentenceOf(error)
  }
  throw new Error('it was not refused')
}

describe('parse', () => {
  it.each([
    ['a message', Message, ''], ['a label', Label, '#'], ['a name', StackName, ''], ['a namespace', Namespace, 'A b'], ['an address', Slug, 'new'],
    ['an e-mail address', Email, 'ann'], ['a person', PersonName, ''],
    ['a bucket', S3Settings, { bucket: 'A', endpoint: 's3.example.org' }], ['an endpoint', S3Settings, { bucket: 'thanos', endpoint: 'https://s3' }],
  ])('says in both languages what is wrong with %s', (_, schema, given) => {
    const { en, ko } = refused(schema, given)
    expect(en).toMatch(/^[\x20-\x7e]+$/)
    expect(ko).toMatch(/[가-힣]/)
  })

  it('says what zod says by itself in both languages too, and names the same field in both', () => {
    const { en, ko } = refused(z.object({ number: z.number() }), { number: 'three' })
    expect(en).toMatch(/^number: Invalid input/)
    expect(ko).toMatch(/^number: .*[가-힣]/)
  })

  it('takes the sentence that a schema put beside its issue', () => {
    const words = text('It is too hot.', '너무 뜨겁습니다.')
    const schema = z.string().superRefine((_, context) => { context.addIssue({ code: 'custom', message: words.en, params: { text: words } }) })
    expect(refused(schema, 'tea')).toEqual(words)
  })

  it('gives what the schema makes of an input that fits', () => {
    expect(parse(Message, '  why  ')).toBe('why')
  })
})
