import { describe, expect, it } from 'vitest'
import type { SpecChange } from '#lib/services/views.ts'
import { fieldsOf } from './field-name.ts'

const fieldOf = (given: SpecChange) => fieldsOf([given])[0]
const change = (path: string, before?: string, after?: string) => ({ object: 'Secret/s', path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) })

describe('fieldsOf', () => {
  it('names a flag as it is typed', () => {
    expect(fieldOf(change('flags.min-time', '-6h'))).toMatchObject({ name: '--min-time', before: '-6h', after: undefined })
  })

  it('names a setting of object storage by its file and key, dots and all', () => {
    expect(fieldOf(change('objectStorage.objstore.yml.settings.http_config.idle_conn_timeout', '1m', '2m'))?.name).toBe('objstore.yml: http_config.idle_conn_timeout')
  })

  it('says of a credential only whether it is set, once', () => {
    expect(fieldOf(change('objectStorage.objstore.yml.credentials.access_key.state', 'placeholder', 'literal')))
      .toMatchObject({ name: 'objstore.yml: access_key', before: 'placeholder', after: { word: 'kept' } })
    expect(fieldOf(change('objectStorage.objstore.yml.credentials.access_key.text', '${KEY}'))).toBeUndefined()
    expect(fieldOf(change('objectStorage.objstore.yml.credentials.access_key.text', '${KEY}', '${OTHER}'))).toMatchObject({ before: '${KEY}', after: '${OTHER}' })
  })

  it('has no name for an object that came or went', () => {
    expect(fieldOf(change('', undefined, 'ConfigMap'))?.name).toBe('')
  })
})
