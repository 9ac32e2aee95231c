// Object storage configuration for S3 as a form fills it in, and the objstore.yml that Thanos reads.
// Source: thanos-io/objstore providers/s3/s3.go (keys are strict, the endpoint has no scheme, both keys or neither).
import { z } from 'zod'
import { toYaml } from '../manifest/yaml.ts'
import { said } from '../said.ts'

const ENDPOINT = /^(?=.{1,261}$)([a-z0-9]([-a-z0-9]*[a-z0-9])?)(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(:\d{1,5})?$/i
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

const line = (name: string, korean: string, max: number) => z.string().trim()
  .min(1, said(`${name} is missing.`, `${korean} 값이 없습니다.`)).max(max)
  .regex(/^[^\s\p{Cc}]+$/u, said(`${name} has no blanks.`, `${korean} 값에는 공백을 쓸 수 없습니다.`))

export const S3Settings = z.object({
  bucket: z.string().trim().regex(BUCKET, said('A bucket name has 3 to 63 lower-case letters, digits, dots and hyphens.', 'bucket 이름에는 소문자, 숫자, 점, 하이픈을 3자에서 63자까지 씁니다.')),
  endpoint: z.string().trim()
    .refine((endpoint) => !endpoint.includes('://'), said('Write the endpoint without http:// or https://: Thanos adds the scheme itself.', 'endpoint를 http://나 https:// 없이 적으세요. scheme은 Thanos가 붙입니다.'))
    .regex(ENDPOINT, said('Write the endpoint as host or host:port.', 'endpoint를 host 또는 host:port로 적으세요.')),
  region: line('The region', 'region', 64).optional(),
  prefix: z.string().trim().max(512).regex(/^[^\s\p{Cc}]*$/u, said('A prefix has no blanks.', 'prefix에는 공백이 없습니다.')).optional(),
  /** Plain HTTP to the endpoint. */
  insecure: z.boolean().default(false),
  signatureVersion2: z.boolean().default(false),
  bucketLookupType: z.enum(['auto', 'virtual-hosted', 'path']).optional(),
})
export type S3Settings = z.infer<typeof S3Settings>

export const S3Credentials = z.object({
  accessKey: line('The access key', 'access key', 256),
  secretKey: line('The secret key', 'secret key', 1024),
})
export type S3Credentials = z.infer<typeof S3Credentials>

/** The text of objstore.yml. It holds the credentials: it goes to the cluster and nowhere else. */
export function s3Config(settings: S3Settings, credentials: S3Credentials): string {
  return toYaml({
    type: 'S3',
    config: {
      bucket: settings.bucket,
      endpoint: settings.endpoint,
      ...(settings.region === undefined ? {} : { region: settings.region }),
      access_key: credentials.accessKey,
      secret_key: credentials.secretKey,
      insecure: settings.insecure,
      signature_version2: settings.signatureVersion2,
      ...(settings.bucketLookupType === undefined ? {} : { bucket_lookup_type: settings.bucketLookupType }),
    },
    ...(settings.prefix === undefined || settings.prefix === '' ? {} : { prefix: settings.prefix }),
  })
}
