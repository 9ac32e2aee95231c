import { describe, expect, test } from 'vitest'
import { adopt } from '#lib/thanos/adopt.ts'
import { EMPTY_SPEC } from '#lib/thanos/spec.ts'
import { changesNothing, importEffect } from './import-effect.ts'

const service = (name: string, port = 80): string => `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: monitoring }\nspec: { ports: [{ port: ${port} }] }\n`
const spec = (...texts: string[]) => adopt([{ name: 'a.yaml', text: texts.join('---\n') }]).spec
const saved = spec(service('one'), service('two'))

describe('what an import would do', () => {
  test('is nothing for the same objects in another order and with their keys in another order', () => {
    const { objects } = spec(service('two'), 'kind: Service\napiVersion: v1\nspec: { ports: [{ port: 80 }] }\nmetadata: { namespace: monitoring, name: one }\n')
    const effect = importEffect(saved, objects)
    expect(effect).toEqual({ equal: 2, changed: 0, added: 0, others: [] })
    expect([changesNothing(effect, 'merge'), changesNothing(effect, 'replace')]).toEqual([true, true])
  })

  test('is nothing for a part of what is there, unless the rest is to leave', () => {
    const effect = importEffect(saved, spec(service('one')).objects)
    expect(effect.others.map(({ name }) => name)).toEqual(['two'])
    expect([changesNothing(effect, 'merge'), changesNothing(effect, 'replace')]).toEqual([true, false])
  })

  test('counts what is changed and what is new', () => {
    const effect = importEffect(saved, spec(service('one', 81), service('two'), service('three')).objects)
    expect(effect).toEqual({ equal: 1, changed: 1, added: 1, others: [] })
    expect([changesNothing(effect, 'merge'), changesNothing(effect, 'replace')]).toEqual([false, false])
    expect(changesNothing(importEffect(EMPTY_SPEC, saved.objects), 'merge')).toBe(false)
  })
})
