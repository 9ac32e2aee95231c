// The environment of a container as rows to type in. What a row cannot express is kept as it is written.
import { isJsonObject, type Json, type JsonObject } from '../manifest/types.ts'
import { text, type Text } from '../text.ts'

export const ENV_SOURCES = ['value', 'secret', 'config', 'field'] as const
export type EnvSource = (typeof ENV_SOURCES)[number]

/**
 * One variable. `of` is the value, the name of the Secret or ConfigMap, or the path of the pod's field; `key` is the key in a Secret or
 * ConfigMap. `verbatim` cannot be typed in a row. `written` is the variable as it stands, whose further fields stay.
 */
export type EnvRow =
  | { readonly from: EnvSource; readonly name: string; readonly of: string; readonly key: string; readonly written: JsonObject }
  | { readonly from: 'verbatim'; readonly name: string; readonly written: Json }

/** By source: the field of `valueFrom`, and what in it may stand beside what a row shows. */
const REFERENCES = {
  secret: { field: 'secretKeyRef', of: 'name', hasKey: true, kept: ['optional'] },
  config: { field: 'configMapKeyRef', of: 'name', hasKey: true, kept: ['optional'] },
  field: { field: 'fieldRef', of: 'fieldPath', hasKey: false, kept: ['apiVersion'] },
} as const

/** The rows of an `env`; undefined when it is no list. */
export function readEnv(env: Json | undefined): EnvRow[] | undefined {
  if (env === undefined || env === null) return []
  return Array.isArray(env) ? env.map(readRow) : undefined
}

/** An `env` with these rows; undefined without any. A row that was read and not changed is written as it was. */
export function writeEnv(rows: readonly EnvRow[]): Json | undefined {
  return rows.length === 0 ? undefined : rows.map(writeRow)
}

/** A row that says nothing yet. */
export const NEW_ROW: EnvRow = { from: 'value', name: '', of: '', key: '', written: {} }

/** The row with another source; its name stays. */
export function withSource(row: EnvRow, from: EnvSource): EnvRow {
  return { from, name: row.name, of: from === 'field' ? 'metadata.name' : '', key: '', written: {} }
}

/** Why Kubernetes would refuse the row at `index`; undefined when it is fine. */
export function envProblem(rows: readonly EnvRow[], index: number): Text | undefined {
  const row = rows[index]
  if (row === undefined || row.from === 'verbatim') return undefined
  if (row.name === '') return text('A name is missing.', '이름이 없습니다.')
  // C identifiers and, since they were allowed, dots and dashes. Source: k8s.io/apimachinery validation, IsEnvVarName.
  if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(row.name)) return text('A name begins with a letter, _, . or - and goes on with letters, digits and these.', '이름은 영문자, _, ., -로 시작하고 그 뒤에는 숫자도 쓸 수 있습니다.')
  if (rows.findIndex(({ name }) => name === row.name) < index) return text(`${row.name} stands above already.`, `위에 ${row.name}이(가) 이미 있습니다.`)
  if (row.from === 'value') return undefined
  if (row.of === '') return row.from === 'field' ? text('The path of a field is missing.', '필드 경로가 없습니다.') : text('The name of the object is missing.', '오브젝트 이름이 없습니다.')
  return row.from !== 'field' && row.key === '' ? text('A key is missing.', '키가 없습니다.') : undefined
}

function readRow(written: Json): EnvRow {
  if (!isJsonObject(written) || typeof written.name !== 'string') return { from: 'verbatim', name: '', written }
  const { name, value, valueFrom, ...others } = written
  const verbatim: EnvRow = { from: 'verbatim', name, written }
  if (Object.keys(others).length > 0) return verbatim
  if (valueFrom === undefined) return value === undefined || typeof value === 'string' ? { from: 'value', name, of: value ?? '', key: '', written } : verbatim
  if (value !== undefined || !isJsonObject(valueFrom) || Object.keys(valueFrom).length !== 1) return verbatim
  for (const from of ['secret', 'config', 'field'] as const) {
    const { field, of, hasKey, kept } = REFERENCES[from]
    const reference = valueFrom[field]
    if (!isJsonObject(reference)) continue
    const known = [of, ...(hasKey ? ['key'] : []), ...kept]
    if (Object.keys(reference).some((key) => !known.includes(key))) return verbatim
    const [target, key] = [reference[of], hasKey ? reference.key : '']
    return typeof target === 'string' && typeof key === 'string' ? { from, name, of: target, key, written } : verbatim
  }
  return verbatim
}

function writeRow(row: EnvRow): Json {
  if (row.from === 'verbatim') return row.written
  const before = readRow(row.written)
  if (before.from === row.from && before.name === row.name && before.of === row.of && before.key === row.key) return row.written
  if (row.from === 'value') return { name: row.name, value: row.of }
  const { field, of, hasKey } = REFERENCES[row.from]
  const from = isJsonObject(row.written.valueFrom) ? row.written.valueFrom[field] : undefined
  const reference = { ...(isJsonObject(from) ? from : {}), [of]: row.of, ...(hasKey ? { key: row.key } : {}) }
  return { name: row.name, valueFrom: { [field]: reference } }
}
