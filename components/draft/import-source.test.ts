import { describe, expect, test } from 'vitest'
import { importSource } from './import-source.ts'

const TEXT = `apiVersion: v1
kind: Secret
metadata:
  name: thanos-s3
stringData:
  objstore.yml: |
    type: S3
    config:
      bucket: \${S3_BUCKET}
      access_key: AKIAEXAMPLE
      secret_key: "hunter2" # do not share
  note: plain
    that goes on hunter3
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: thanos-query
# the image
image: x
---
password: hunter4`

const source = importSource({
  files: [{ name: 'a.yaml', text: TEXT }],
  places: { 'Secret/thanos-s3': { file: 'a.yaml', line: 1 }, 'Deployment/thanos-query': { file: 'a.yaml', line: 15 } },
  withheld: ['Secret/thanos-s3'], notManaged: [], problems: [], readAt: '2026-11-23T00:00:00Z',
})
const lines = source.files[0]?.text.split('\n') ?? []

describe('the kept text of an import', () => {
  test('holds no value of an object with credentials, nor of a document that was not understood', () => {
    expect(source.files[0]?.text).not.toMatch(/AKIA|hunter|share|plain/)
    expect(lines[9]).toBe('      access_key: •••')
  })

  test('keeps placeholders, since the finding about them points at the line', () => {
    expect(lines[8]).toBe('      bucket: ${S3_BUCKET}')
  })

  test('keeps every line of other objects at its number', () => {
    expect(lines).toHaveLength(TEXT.split('\n').length)
    expect(lines.slice(14, 20)).toEqual(TEXT.split('\n').slice(14, 20))
  })

  test('masks one-line JSON whole', () => {
    const json = importSource({
      files: [{ name: 's.json', text: '{"kind":"Secret","data":{"k":"aHVudGVy"}}' }],
      places: { 'Secret/s': { file: 's.json', line: 1 } }, withheld: ['Secret/s'], notManaged: [], problems: [], readAt: '',
    })
    expect(json.files[0]?.text).toBe('•••')
  })

  test('masks what may be a credential in a comment of an object that has none, line for line', () => {
    const text = 'kind: ConfigMap\n# secret_key: canaryhunter2canaryhunter2\ndata: {}'
    const kept = importSource({ files: [{ name: 'a.yaml', text }], places: { 'ConfigMap/a': { file: 'a.yaml', line: 1 } }, withheld: [], notManaged: [], problems: [], readAt: '' })
    expect(kept.files[0]?.text).toBe('kind: ConfigMap\n# secret_key: •••\ndata: {}')
  })
})
