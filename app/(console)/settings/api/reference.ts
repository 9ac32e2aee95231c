// The API's own document, flattened to what its page shows: each route with what it takes and gives.
import { z } from 'zod'
import { ERROR_CODES, httpStatus, type ErrorCode } from '#lib/errors.ts'
import type { Locale } from '#lib/text.ts'
import type { TokenScope } from '#lib/token-scope.ts'
import { addressOf, openApi, problemStatuses } from '../../../api/v1/openapi.ts'
import { PROBLEM_TITLES } from '../../../api/v1/problem.ts'
import { ROUTES } from '../../../api/v1/table.ts'

export type Field = { name: string; in: 'path' | 'query' | 'header' | 'body'; type: string; isNeeded: boolean; words?: string }
export type RouteEntry = {
  name: string; method: string; address: string; tag: (typeof ROUTES)[number]['tag']; scope: TokenScope; summary: string; description?: string
  takes: Field[]
  /** One list for each shape that the body may have. */
  bodies: Field[][]
  gives: { status: number; type: string }
  problems: string[]
}
export type ProblemEntry = { anchor: string; code: ErrorCode; status: number; title: string }

const Schema = z.looseObject({
  $ref: z.string().optional(), type: z.union([z.string(), z.array(z.string())]).optional(), enum: z.array(z.unknown()).optional(), description: z.string().optional(),
  get items() { return Schema.optional() }, get anyOf() { return z.array(Schema).optional() }, get oneOf() { return z.array(Schema).optional() },
  get properties() { return z.record(z.string(), Schema).optional() }, required: z.array(z.string()).optional(),
})
type Schema = z.infer<typeof Schema>
const Content = z.object({ content: z.record(z.string(), z.object({ schema: Schema })) })
const Operation = z.object({
  summary: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']), required: z.boolean().optional(), description: z.string().optional(), schema: Schema })).default([]),
  requestBody: Content.optional(),
  responses: z.record(z.string(), z.union([Content, z.unknown()])),
})
const Paths = z.record(z.string(), z.record(z.string(), Operation))

/** In the order of the table. */
export function routeEntries(locale: Locale): RouteEntry[] {
  const paths = Paths.parse(openApi(locale).paths)
  return ROUTES.map((route) => {
    const address = addressOf(route)
    const operation = paths[address]?.[route.method.toLowerCase()]
    if (operation === undefined) throw new Error(`the document has no ${route.method} ${address}`)
    const beside = operation.parameters.map((parameter): Field => ({
      name: parameter.name, in: parameter.in, type: typeOf(parameter.schema), isNeeded: parameter.required === true, ...(parameter.description === undefined ? {} : { words: parameter.description }),
    }))
    const bodies = operation.requestBody === undefined ? [] : shapesOf(schemaIn(operation.requestBody)).map(fieldsOf)
    return {
      name: route.name, method: route.method, address, tag: route.tag, scope: route.scope, summary: route.summary[locale],
      ...(route.description === undefined ? {} : { description: route.description[locale] }),
      takes: beside, bodies: bodies.filter((fields) => fields.length > 0),
      gives: { status: route.status, type: typeOf(schemaIn(operation.responses[route.status])) },
      problems: problemStatuses(route),
    }
  })
}

/** The nine codes with the status that each has by itself. */
export function problemEntries(locale: Locale): ProblemEntry[] {
  return ERROR_CODES.map((code) => ({ anchor: code.toLowerCase().replaceAll('_', '-'), code, status: httpStatus(code), title: PROBLEM_TITLES[code][locale] }))
}

function schemaIn(part: unknown): Schema {
  const [first] = Object.values(Content.parse(part).content)
  return first?.schema ?? {}
}

function shapesOf(schema: Schema): Schema[] {
  return schema.anyOf ?? schema.oneOf ?? [schema]
}

function fieldsOf({ properties = {}, required = [] }: Schema): Field[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name, in: 'body', type: typeOf(schema), isNeeded: required.includes(name), ...(schema.description === undefined ? {} : { words: schema.description }),
  }))
}

/** A schema in one word or a few: "string", "Edit[]", "ready | blocked". */
function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return (schema.$ref.split('/').at(-1) ?? '').replace(/Output$/, '')
  if (schema.enum !== undefined) return schema.enum.map(String).join(' | ')
  if (schema.items !== undefined) return `${typeOf(schema.items)}[]`
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return [...new Set(choices.map(typeOf))].join(' | ')
  const items = schema.properties?.items
  if (items !== undefined) return typeOf(items)
  return Array.isArray(schema.type) ? schema.type.join(' | ') : schema.type ?? 'JSON'
}
