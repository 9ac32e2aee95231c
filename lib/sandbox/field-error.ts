// One broken rule of an object, worded as Kubernetes words it (apimachinery, util/validation/field).
import type { Json } from '../manifest/types.ts'
import type { Cause } from './status-error.ts'

export type FieldError = Required<Cause>

export function required(field: string, detail = ''): FieldError {
  return { reason: 'FieldValueRequired', message: `Required value${suffix(detail)}`, field }
}

export function invalidValue(field: string, value: Json | undefined, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${shown(value)}${suffix(detail)}`, field }
}

export function duplicate(field: string, value: Json): FieldError {
  return { reason: 'FieldValueDuplicate', message: `Duplicate value: ${shown(value)}`, field }
}

export function notFoundValue(field: string, value: Json): FieldError {
  return { reason: 'FieldValueNotFound', message: `Not found: ${shown(value)}`, field }
}

export function forbidden(field: string, detail: string): FieldError {
  return { reason: 'FieldValueForbidden', message: `Forbidden${suffix(detail)}`, field }
}

export function notSupported(field: string, value: Json | undefined, allowed: readonly string[]): FieldError {
  return {
    reason: 'FieldValueNotSupported', field,
    message: `Unsupported value: ${shown(value)}: supported values: ${allowed.map((word) => JSON.stringify(word)).join(', ')}`,
  }
}

function shown(value: Json | undefined): string {
  return JSON.stringify(value ?? null)
}

function suffix(detail: string): string {
  return detail === '' ? '' : `: ${detail}`
}
