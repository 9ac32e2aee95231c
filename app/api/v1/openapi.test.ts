import { globSync, readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addressOf, openApi, problemStatuses } from './openapi.ts'
import { ROUTES } from './table.ts'

const HERE = new URL('./', import.meta.url).pathname
const Operation = z.object({
  operationId: z.string(), summary: z.string(), parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional() })).optional(),
  responses: z.record(z.string(), z.unknown()),
})
// As it is sent: what JSON does not have is not in it.
const sent = (locale: 'en' | 'ko'): unknown => JSON.parse(JSON.stringify(openApi(locale)))
const pathsOf = (locale: 'en' | 'ko') => z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) }).parse(sent(locale)).paths

describe('the OpenAPI document', () => {
  it.each(['en', 'ko'] as const)('is valid OpenAPI 3.1 in %s', async (locale) => {
    const validator = new Validator()
    const { valid, errors } = await validator.validate(z.record(z.string(), z.unknown()).parse(sent(locale)))
    expect(errors ?? []).toEqual([])
    expect([valid, validator.version]).toEqual([true, '3.1'])
  })

  it('tells of every route, and every route has its file, and no file serves what is not told', () => {
    const told = Object.entries(pathsOf('en')).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`))
    expect(told.toSorted()).toEqual(ROUTES.map((route) => `${route.method} ${addressOf(route)}`).toSorted())
    const served = globSync('**/route.ts', { cwd: HERE }).filter((file) => !file.startsWith('[...rest]') && !file.startsWith('openapi.json')).flatMap((file) => (
      [...readFileSync(HERE + file, 'utf8').matchAll(/^export const (\w+) = handlerOf\((\w+)\)$/gm)].map(([, method, name]) => `${method} ${file.slice(0, -'/route.ts'.length)} ${name}`)
    ))
    expect(served.toSorted()).toEqual(ROUTES.map(({ method, path, name }) => `${method} ${path} ${name}`).toSorted())
  })

  it('names each operation once, with its parameters, headers and the problems that it can answer', () => {
    const paths = pathsOf('en')
    expect(new Set(ROUTES.map(({ name }) => name)).size).toBe(ROUTES.length)
    for (const route of ROUTES) {
      const operation = paths[addressOf(route)]?.[route.method.toLowerCase()]
      expect(operation?.operationId).toBe(route.name)
      const named = (place: string) => (operation?.parameters ?? []).filter((parameter) => parameter.in === place).map(({ name }) => name)
      expect(named('path')).toEqual([...route.path.matchAll(/\[(\w+)\]/g)].map(([, name]) => name))
      expect(named('header').includes('If-Match'), route.name).toBe(route.ifMatch)
      expect(named('header').includes('Idempotency-Key'), route.name).toBe(route.method !== 'GET')
      expect(Object.keys(operation?.responses ?? {}).toSorted()).toEqual([String(route.status), ...problemStatuses(route)].toSorted())
    }
  })

  it('speaks Korean where a reader asks for it, with not one sentence of ours left in English', () => {
    const texts = (value: unknown): string[] => {
      if (typeof value !== 'object' || value === null) return []
      return Object.entries(value).flatMap(([key, inner]) => typeof inner === 'string' && (key === 'summary' || key === 'description') ? [inner] : texts(inner))
    }
    const words = texts(sent('ko'))
    expect(words.length).toBeGreaterThan(80)
    expect(words.filter((each) => !/\p{Script=Hangul}/u.test(each))).toEqual([])
  })
})
