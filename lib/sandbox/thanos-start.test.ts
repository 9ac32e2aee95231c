import { describe, expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import type { ReadBeside } from './pod-start.ts'
import { thanosStarts } from './thanos-start.ts'

const STORAGE = 'type: S3\nconfig:\n  bucket: b\n  endpoint: s3.example.com\n'

const secret = (text: string): ReadBeside => (kind, name) => kind === 'Secret' && name === 's3'
  ? { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: { 'objstore.yml': Buffer.from(text).toString('base64') } } : undefined

function pod(args: string[], { image = 'quay.io/thanos/thanos:v0.31.0', container = {} }: { image?: string; container?: JsonObject } = {}): KubeObject {
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' },
    spec: {
      containers: [{ name: 'thanos', image, args, volumeMounts: [{ name: 's3', mountPath: '/etc/thanos/objstore.yml', subPath: 'objstore.yml' }], ...container }],
      volumes: [{ name: 's3', secret: { secretName: 's3' } }],
    },
  }
}

const OBJSTORE = '--objstore.config-file=/etc/thanos/objstore.yml'

describe('what Thanos starts with', () => {
  it.each([
    ['query', ['query', '--store=a:10901', '--query.replica-label=replica']],
    ['a store with its bucket', ['store', OBJSTORE]],
    ['a receiver with a label of its own', ['receive', OBJSTORE, '--label=receive_replica="$(POD_NAME)"']],
    ['a compactor that keeps data long enough', ['compact', OBJSTORE, '--retention.resolution-raw=40h', '--retention.resolution-5m=10d', '--wait']],
    ['a compactor that does not downsample', ['compact', OBJSTORE, '--retention.resolution-raw=1d', '--downsampling.disable']],
    ['something that is not Thanos', ['--whatever']],
  ])('starts %s', (_, args) => {
    expect(thanosStarts(pod(args), secret(STORAGE))).toEqual({ state: 'ready' })
  })

  it.each([
    ['a flag that does not exist', ['query', '--store.timeout=1m'], "unknown long flag '--store.timeout'", 2],
    ['a flag that its release no longer has', ['query', '--store=a:10901'], "unknown long flag '--store'", 2],
    ['a word too many', ['query', 'now'], 'unexpected now', 2],
    ['a flag without its value', ['query', '--query.timeout'], "expected argument for flag '--query.timeout'", 2],
    ['a value that is none', ['query', '--query.timeout=soon'], '"soon" is not a duration', 2],
    ['a file of arguments that is not there', ['query', '@/etc/arguments'], 'failed to open arguments file "/etc/arguments"', 2],
    ['a value that names such a file', ['query', '--query.timeout', '@5m'], "expected argument for flag '--query.timeout'", 2],
    ['the same flag twice', ['query', '--query.timeout=1m', '--query.timeout=2m'], "flag 'query.timeout' cannot be repeated", 2],
    ['a receiver without a label', ['receive', OBJSTORE], 'no external labels configured for receive', 1],
    ['a ruler that asks nobody', ['rule', OBJSTORE], 'no query configuration parameter was given', 1],
    ['a store without a bucket', ['store'], 'flag objstore.config-file or objstore.config is required', 1],
    ['a store whose file is not mounted', ['store', '--objstore.config-file=/etc/other.yml'], 'open /etc/other.yml: no such file or directory', 1],
    ['raw data that goes before it is downsampled', ['compact', OBJSTORE, '--retention.resolution-raw=1d'], '(40 hours)', 1],
    ['5m data that goes before it is downsampled', ['compact', OBJSTORE, '--retention.resolution-5m=7d'], '(10 days)', 1],
  ])('ends on %s', (_, args, words, exitCode) => {
    expect(thanosStarts(pod(args, { image: 'quay.io/thanos/thanos:v0.40.1' }), secret(STORAGE))).toMatchObject({ state: 'crash', exitCode, log: expect.stringContaining(words) })
  })

  it('ends where it is to log to a journal', () => {
    expect(thanosStarts(pod(['query', '--log.format=journald'], { image: 'quay.io/thanos/thanos:v0.42.4' }), secret(STORAGE))).toMatchObject({ state: 'crash', exitCode: 1, log: expect.stringContaining('systemd journal is not available') })
  })

  it('ends on the placeholder of a template, in the words of the real one', () => {
    const outcome = thanosStarts(pod(['store', OBJSTORE]), secret('type: S3\nconfig:\n  bucket: b\n  endpoint: ${S3_ENDPOINT}\n'))
    expect(outcome).toMatchObject({ state: 'crash', log: expect.stringContaining('parse "https://${S3_ENDPOINT}": invalid character "{" in host name') })
  })

  it('never repeats its command line, which may hold credentials', () => {
    const outcome = thanosStarts(pod(['store', '--objstore.config=secret_key: hunter2', '--nonsense']), secret(STORAGE))
    expect(JSON.stringify(outcome)).not.toContain('hunter2')
  })
})

describe('what keeps a container from being made', () => {
  it.each(['quay.io/thanos/thanos:v0.99.0', 'quay.io/thanos/thanos:v1.2.3', 'example.com/tool:does-not-exist'])('cannot pull %s', (image) => {
    expect(thanosStarts(pod(['query'], { image }), secret(STORAGE))).toEqual({ state: 'no-image', message: `Back-off pulling image "${image}"`, container: 'thanos' })
  })

  it('waits for a Secret that it mounts', () => {
    expect(thanosStarts(pod(['query']), () => undefined)).toMatchObject({ state: 'waiting', reason: 'ContainerCreating', message: expect.stringContaining('secret "s3" not found') })
  })

  it('names the key that a variable lacks', () => {
    const container = { env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 's3', key: 'access' } } }] }
    expect(thanosStarts(pod(['query'], { container }), secret(STORAGE))).toMatchObject({ state: 'waiting', reason: 'CreateContainerConfigError', message: "couldn't find key access in Secret /s3" })
  })
})
