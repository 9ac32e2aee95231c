import { describe, expect, it } from 'vitest'
import { PROVIDER_SHAPES } from './object-storage-shapes.ts'
import { describeObjectStorage } from './object-storage.ts'
import { s3Config, S3Credentials, S3Settings } from './s3-config.ts'

const settings = { bucket: 'thanos', endpoint: 's3.ap-northeast-2.amazonaws.com' }
const credentials = { accessKey: 'AKIA123', secretKey: 'a"b: {c' }

describe('S3Settings', () => {
  it.each(['s3.amazonaws.com', 'minio.monitoring.svc:9000', 'localhost', '10.0.0.1:9000'])('takes the endpoint %s', (endpoint) => {
    expect(S3Settings.safeParse({ ...settings, endpoint }).success).toBe(true)
  })

  it.each(['https://s3.amazonaws.com', 'http://minio:9000', 's3.amazonaws.com/bucket', 'host:port', '', 'a b', '${S3_ENDPOINT}'])('refuses the endpoint %j', (endpoint) => {
    expect(S3Settings.safeParse({ ...settings, endpoint }).success).toBe(false)
  })

  it.each(['Thanos', 'ab', '${S3_BUCKET_NAME}', 'a_b_c', 'thanos/blocks'])('refuses the bucket %j', (bucket) => {
    expect(S3Settings.safeParse({ ...settings, bucket }).success).toBe(false)
  })

  it('needs both keys', () => {
    expect(S3Credentials.safeParse({ accessKey: 'a' }).success).toBe(false)
    expect(S3Credentials.safeParse({ accessKey: 'a', secretKey: ' ' }).success).toBe(false)
  })
})

describe('s3Config', () => {
  it('writes only keys that Thanos knows, and what it reads back is what was typed', () => {
    const text = s3Config(S3Settings.parse({ ...settings, region: 'ap-northeast-2', prefix: 'prod', bucketLookupType: 'path' }), credentials)
    const storage = describeObjectStorage(text)
    expect(storage).toEqual({
      type: 'S3', prefix: 'prod',
      settings: { bucket: 'thanos', endpoint: settings.endpoint, region: 'ap-northeast-2', insecure: false, signature_version2: false, bucket_lookup_type: 'path' },
      credentials: { access_key: { state: 'literal' }, secret_key: { state: 'literal' } },
    })
    expect(Object.keys({ ...storage.settings, ...storage.credentials }).filter((key) => !Object.hasOwn(PROVIDER_SHAPES.S3?.settings ?? {}, key))).toEqual([])
  })
})
