import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findCredentials } from './credentials.ts'
import { diffFields } from './diff.ts'
import { HIDDEN, HIDDEN_CHANGED, redact, redactPair, redactText, secretValues } from './redact.ts'
import type { Json, JsonObject, KubeObject } from './types.ts'
import { toYaml } from './yaml.ts'

const config = (text: string): KubeObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { 'objstore.yml': text } })
const secret = (fields: JsonObject): KubeObject => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, ...fields })
const workload = (container: JsonObject, annotations: JsonObject = {}): KubeObject => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', annotations },
  spec: { template: { spec: { containers: [{ name: 'thanos', ...container }] } } },
})
const variable = (name: string, value: string): KubeObject => workload({ env: [{ name: 'A', value: 'b' }, { name, value }] })
const args = (...list: string[]): KubeObject => workload({ args: ['receive', ...list, '--log.level=info'] })

/** Where a credential may stand, each with a value that needs no quoting there. */
const PLACES: [string, (value: string) => KubeObject][] = [
  ['Secret data', (value) => secret({ data: { 'objstore.yml': Buffer.from(value).toString('base64') } })],
  ['Secret data that is no base64', (value) => secret({ data: { key: value } })],
  ['Secret stringData', (value) => secret({ stringData: { 'objstore.yml': `type: S3\nconfig:\n  bucket: ${value}\n` } })],
  ['an item of a list', (value) => ({ apiVersion: 'v1', kind: 'List', metadata: { name: 'l' }, items: [secret({ stringData: { a: value } })] })],
  ...['AWS_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'SECRET', 'S3_SECRET_KEY', 'DB_PASSWORD', 'PASSWORD_2', 'GITHUB_TOKEN', 'apiKey', 'client-secret', 'MY_CREDENTIALS', 'ACCESS_KEY']
    .map((name): [string, (value: string) => KubeObject] => [`the variable ${name}`, (value) => variable(name, value)]),
  ['a URL in a variable', (value) => variable('DATABASE_URL', `postgres://thanos:${value}@db:5432/x?sslmode=off`)],
  ['one argument', (value) => args(`--s3.secret-key=${value}`)],
  ['two arguments', (value) => args('--remote.password', value)],
  ['an argument with a configuration', (value) => args(`--objstore.config=type: S3\nconfig:\n  bucket: b\n  secret_key: ${value}\n`)],
  ['an argument with a configuration in one line', (value) => args(`--objstore.config={type: S3, config: {bucket: b, access_key: ${value}, secret_key: "${value}"}}`)],
  ['an argument with JSON', (value) => args(`--objstore.config=${JSON.stringify({ type: 'S3', config: { secret_key: value } })}`)],
  ['an argument with a bearer token', (value) => args(`--header=Authorization: Bearer ${value}`)],
  ['a shell command', (value) => workload({ command: ['sh', '-c', `export PASSWORD=${value}; exec thanos --token ${value} --auth-token=${value}`] })],
  ...['access_key: §', 'secret_key: §', 'secret_key:   §  # the key', "secret_key: '§'", 'secret_key: "§"', '"secret_key": "§"', 'secret_key: |\n    §\n    §', 'secret_key: >-\n    §\n', 'secret_key:\n    §',
    'password: !!str "§ # §"', 'password: "§\n    §"', 'storage_account_key: §', 'storage_connection_string: DefaultEndpointsProtocol=https;AccountKey=§;Suffix=core', 'bearer_token: §', 'token: §', 'credentials: §',
    'sas_token: §', 'http_config: {basic_auth: {username: u, password: §}}', 'url: https://user:§@example.com/a', 'access-key = §', 'client_secret=§', '- password: §', '# secret_key: §',
    'private_key: "-----BEGIN RSA PRIVATE KEY-----\\n§\\n-----END RSA PRIVATE KEY-----"', 'service_account: |\n    {"private_key": "-----BEGIN PRIVATE KEY-----\\n§\\n§\\n-----END PRIVATE KEY-----\\n"}',
    'a: |\n    -----BEGIN EC PRIVATE KEY-----\n    §\n    -----END EC PRIVATE KEY-----', '-----BEGIN PRIVATE KEY-----\n§', 'service_account: "{\\"private_key\\": \\"§\\", \\"token\\": \\"§\\"}"', 'authorization: Basic §', 'X-Amz-Signature=§',
  ].map((line): [string, (value: string) => KubeObject] => [`the line ${JSON.stringify(line)} of a ConfigMap`, (value) => config(`type: S3\nconfig:\n  bucket: b\n  ${line.replaceAll('§', value)}\nprefix: p\n`)]),
  ['a configuration text as YAML', (value) => config(toYaml({ type: 'S3', config: { secret_key: value, nested: [{ password: value, url: 'x' }] } }))],
  ['a configuration text as JSON', (value) => config(JSON.stringify({ type: 'S3', config: { secret_key: value } }, null, 2))],
  ['a last-applied annotation', (value) => workload({}, { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(secret({ data: { any: value } })) })],
  ['an annotation with a credential', (value) => workload({}, { 'example.com/api-token': value })],
  ['a field with a credential', (value) => ({ apiVersion: 'x/v1', kind: 'Thing', metadata: { name: 't' }, spec: { s3: { accessKey: value, secretKey: value, nested: [{ password: value }] } } })],
]
const canary = fc.string({ unit: fc.constantFrom(...'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'), minLength: 16, maxLength: 40 }).map((word) => `${word}7q`)
const awkwardCanary = fc.string({ unit: fc.constantFrom(...'abcdefghijkmABCDEFGHJ23456789/+=!_-.'), minLength: 16, maxLength: 40 }).map((word) => `k${word}7q`)

/** Places that take any text whatever: what stands there is encoded, or is the whole value. */
const ANY_TEXT = PLACES.filter(([place]) => /Secret|variable [A-Z]|arguments|one argument|as YAML|as JSON|annotation|a field/.test(place))
const anyCanary = fc.string({ unit: fc.constantFrom(...'abcABC123 \t\n"\'\\#:,;&@%{}[]()<>|>!?*$`~한'), minLength: 12, maxLength: 30 }).map((word) => `k1X${word}X7q`)

function survives(value: Json | undefined, secretText: string): boolean {
  const shown = JSON.stringify(value)
  for (let at = 0; at + 6 <= secretText.length; at += 1) if (shown.includes(secretText.slice(at, at + 6))) return true
  return false
}

describe('redact', () => {
  test.each(PLACES)('nothing of a credential survives in %s', (_, put) => {
    fc.assert(fc.property(fc.oneof(canary, awkwardCanary), (value) => {
      const safe = redact(put(value))
      expect(survives(safe, value), JSON.stringify(safe)).toBe(false)
      expect(survives(safe, btoa(value))).toBe(false)
      expect(survives(redactText(toYaml(put(value)), secretValues(put(value))), value)).toBe(false)
    }), { numRuns: 25 })
  })

  test.each(ANY_TEXT)('nothing of a credential with blanks, quotes and line breaks survives in %s', (_, put) => {
    fc.assert(fc.property(anyCanary, (value) => {
      const safe = redact(put(value))
      const pieces = value.split(/[\s"'\\]+/).filter((piece) => piece.length >= 4)
      for (const piece of pieces) expect(JSON.stringify(safe), JSON.stringify(safe)).not.toContain(JSON.stringify(piece).slice(1, -1))
    }), { numRuns: 60 })
  })

  test.each(PLACES)('redacting twice in %s changes nothing more', (_, put) => {
    const once = redact(put('hunter2Hunter2hunter2'))
    expect(redact(once)).toEqual(once)
    expect(JSON.stringify(once)).toContain(HIDDEN)
  })

  test.each(PLACES)('a changed credential in %s still shows as a change, an unchanged one does not', (_, put) => {
    const changed = redactPair(put('hunter2Hunter2hunter2'), put('hunter3Hunter3hunter3'))
    expect(JSON.stringify(changed.before)).not.toContain(HIDDEN_CHANGED)
    expect(JSON.stringify(changed.after)).toContain(HIDDEN_CHANGED)
    expect(JSON.stringify(changed)).not.toMatch(/hunter[23]/i)
    expect(diffFields(changed.before, changed.after)).not.toEqual([])
    const same = redactPair(put('hunter2Hunter2hunter2'), put('hunter2Hunter2hunter2'))
    expect(same.after).toEqual(same.before)
  })

  test.each([
    ['a reference in a variable', variable('S3_SECRET_KEY', '$(OTHER)')],
    ['a variable from a Secret', workload({ env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 's', key: 'password' } } }] })],
    ['an empty variable', variable('PASSWORD', '')],
    ['the guide\'s placeholders', config('type: S3\nconfig:\n  access_key: ${S3_ACCESS_KEY}\n  secret_key: "${S3_SECRET_KEY}"\n  bucket: b\n')],
    ['references to a pod\'s environment', config('config:\n  access_key: $(AWS_ACCESS_KEY_ID)\n  secret_key: $(AWS_SECRET_ACCESS_KEY) # from the Secret\n')],
    ['an empty key', config('config:\n  access_key: ""\n  secret_key:\n  password: null\n')],
    ['paths of files', config('http_config:\n  bearer_token_file: /var/run/token\n  password_file: /etc/p\n  basic_auth: {password_file: /etc/p}\n')],
    ['names of Secrets', workload({ volumeMounts: [{ name: 'secret', mountPath: '/etc/secret' }], volumes: [{ name: 'x', secret: { secretName: 'thanos-s3-config' } }], imagePullSecrets: [{ name: 'pull' }], automountServiceAccountToken: true })],
    ['Thanos arguments', args('--http-address=0.0.0.0:10902', '--grpc-server-tls-key=/tls/tls.key', '--label=replica="$(POD_NAME)"', '--receive.tenant-header=THANOS-TENANT', '--objstore.config-file=/etc/objstore.yml')],
    ['an alert rule', config('groups:\n- name: a\n  rules:\n  - alert: A\n    expr: rate(x{token="abc",secret="def"}[5m]) > 1\n    annotations:\n      summary: "{{ $labels.instance }} got an unexpected token: see log"\n')],
    ['a URL with a port and an at sign', config('url: http://thanos-query:9090/a@b\nimage: registry:5000/x@sha256:0123456789abcdef\n')],
    ['prose about authentication', config('note: Basic authentication is off, Bearer authentication too\n')],
  ])('%s is left as it is and is no finding', (_, object) => {
    expect(redact(object)).toEqual(object)
    expect(findCredentials(object)).toEqual([])
  })

  test('redactText hides what is known even where nothing tells that it is a credential', () => {
    const object = secret({ data: { k: btoa('correct-horse-battery') } })
    expect(redactText('invalid value: correct-horse-battery', secretValues(object))).toBe(`invalid value: ${HIDDEN}`)
  })

  test('redactText takes time in line with the length of the text', () => {
    for (const piece of ['a', '"', '=', ':', 'password: ', 'password:\n ', 'password: \n', 'a password=', ' ', ' #', 'x: $(a)', '\\', '\\"', '://', 'a:b@', '-----BEGIN PRIVATE KEY-----', 'bearer ', '--a ', 'token="', 'authorization: ']) {
      const started = performance.now()
      redactText(piece.repeat(100_000 / piece.length))
      expect(performance.now() - started, JSON.stringify(piece)).toBeLessThan(1500)
    }
  })
})

describe('redactText', () => {
  const separated = (word: string): fc.Arbitrary<string> => (
    fc.array(fc.constantFrom('', '', '_', '-', '.'), { minLength: word.length - 1, maxLength: word.length - 1 }).map((between) => [...word].map((letter, index) => letter + (between[index] ?? '')).join(''))
  )
  test.each(['password', 'passphrase', 'SecretKey', 'accesskeyid', 'clientSecret', 'connectionString', 'amzCredential', 'BearerToken'])('hides what stands beside %s, however the name is written', (word) => {
    fc.assert(fc.property(separated(word), canary, (name, value) => {
      expect(redactText(`level=info ${name}=${value} msg=done`)).not.toContain(value)
    }))
  })
})

describe('findCredentials', () => {
  test.each([
    ['a variable', variable('S3_SECRET_KEY', 'hunter2'), ['/spec/template/spec/containers/0/env/1/value']],
    ['one argument', args('--s3.secret-key=hunter2'), ['/spec/template/spec/containers/0/args/1']],
    ['two arguments', args('--password', 'hunter2'), ['/spec/template/spec/containers/0/args/2']],
    ['a configuration text', config('type: S3\nconfig:\n  secret_key: hunter2\n'), ['/data/objstore.yml']],
    ['a private key', config('-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n'), ['/data/objstore.yml']],
    ['a URL', config('remote_write:\n- url: https://u:hunter2@example.com\n'), ['/data/objstore.yml']],
    ['a last-applied annotation', workload({}, { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(variable('PASSWORD', 'hunter2')) }), ['/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration']],
    ['a Secret', secret({ stringData: { password: 'hunter2' } }), []],
    ['a password of several words', config('basic_auth:\n  password: correct horse battery\n'), ['/data/objstore.yml']],
    ['a bare word with what looks like a key', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { token: 'abc123xyz' } }, ['/data/token']],
    ['a sentence about passwords', config('# password: see the vault\nsummary: "Wrong password: check the Secret"\n'), []],
    ['a comment that speaks of a token', config('# unexpected token: see the log of the receiver\nlevel: info\n'), []],
  ])('names %s', (_, object, pointers) => {
    expect(findCredentials(object)).toEqual(pointers)
  })
})
