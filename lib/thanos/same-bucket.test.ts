import { describe, expect, it } from 'vitest'
import { describeObjectStorage } from './object-storage.ts'
import { sameBucket } from './same-bucket.ts'

const here = { connection: 'a', namespace: 'x' }
const at = (text: string | undefined, home = here) => ({ storage: text === undefined ? undefined : describeObjectStorage(text), home })
const s3 = (endpoint: string, bucket = 'b', prefix = ''): string => `{type: S3, config: {bucket: ${bucket}, endpoint: "${endpoint}"}, prefix: "${prefix}"}`

describe('sameBucket', () => {
  it.each([
    ['same', s3('s3.eu.amazonaws.com'), s3('s3.eu.amazonaws.com')],
    ['other', s3('s3.eu.amazonaws.com'), s3('s3.eu.amazonaws.com', 'c')],
    ['other', s3('s3.eu.amazonaws.com'), s3('s3.eu.amazonaws.com', 'b', 'p')],
    ['unknown', s3('s3.eu.amazonaws.com'), s3('s3.amazonaws.com')],
    ['same', '{type: GCS, config: {bucket: b}}', '{type: gcs, config: {bucket: b}}'],
    ['unknown', '{type: GCS, config: {bucket: b}}', s3('storage.googleapis.com')],
    ['other', '{type: FILESYSTEM, config: {directory: /b}}', '{type: FILESYSTEM, config: {directory: /b}}'],
    ['unknown', '{type: AZURE, config: {container: b}}', '{type: AZURE, config: {container: b}}'],
    ['unknown', undefined, s3('s3.eu.amazonaws.com')],
    ['unknown', 'no bucket', s3('s3.eu.amazonaws.com')],
  ])('is %s for %s and %s', (same, a, b) => {
    expect([sameBucket(at(a), at(b)), sameBucket(at(b), at(a))]).toEqual([same, same])
  })

  it('takes a name of the namespace or the cluster for the same only there', () => {
    const beside = { ...here, namespace: 'y' }
    const away = { connection: 'b', namespace: 'x' }
    const pairs = [here, beside, away].map((home) => ['minio:9000', 'minio.store:9000', 'minio.store.svc.cluster.local:9000', 's3.example.org'].map((endpoint) => sameBucket(at(s3(endpoint)), at(s3(endpoint), home))))
    expect(pairs).toEqual([
      ['same', 'same', 'same', 'same'],
      ['unknown', 'same', 'same', 'same'],
      ['unknown', 'unknown', 'unknown', 'same'],
    ])
  })
})
