// Object storage configuration that Thanos would refuse: placeholders, a scheme in the endpoint, unknown keys, half a key pair.
import { text, type Text } from '../../text.ts'
import { flagValue } from '../read-args.ts'
import { report, type Check } from '../check.ts'
import { misfit, NO_MAP } from '../document-shape.ts'
import type { Finding } from '../finding.ts'
import { PROVIDER_SHAPES } from '../object-storage-shapes.ts'
import { describeObjectStorage, faultText, isObjectStorage, isPlaceholder, PROVIDERS } from '../object-storage.ts'
import { specObjectId, type ObjectStorage, type SpecObject } from '../spec.ts'

const SOURCE = 'https://thanos.io/tip/thanos/storage.md'

/** Words that a setting takes, by provider. Source: thanos-io/objstore providers/s3/s3.go, providers/oci/oci.go. */
const WORDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  S3: { list_objects_version: ['', 'v1', 'v2'], bucket_lookup_type: ['', 'auto', 'virtual-hosted', 'path'], 'sse_config.type': ['', 'SSE-S3', 'SSE-KMS', 'SSE-C'] },
  OCI: { provider: ['', 'default', 'instance-principal', 'raw', 'oke-workload-identity'] },
}
/** What other providers do not start without. Source: thanos-io/objstore providers. */
const NEEDED: Readonly<Record<string, readonly string[]>> = { GCS: ['bucket'], OCI: ['provider'], AZURE: ['storage_account', 'container'], FILESYSTEM: ['directory'] }

/** The file is parsed strictly at start; the endpoint is a host without a scheme, `insecure` says http or https. */
export const objectStorageConfig: Check = ({ spec }) => spec.objects.flatMap((object) => {
  return storagesOf(object).flatMap(([path, storage]) => {
    const where = { object: specObjectId(object), path, source: SOURCE }
    const key = path.replace(/^\w+\./, '')
    if (storage.fault !== undefined) return [unreadable(where, key, faultText(storage.fault))]
    return [...furtherDocuments(where, key, storage), ...placeholders(where, storage), ...misfits(where, storage), ...unknownWords(where, storage), ...(storage.type === 'S3' ? s3(where, storage) : provider(where, storage))]
  })
})

/** Every object storage configuration of an object and where it stands: in a Secret, in a ConfigMap, on a command line. */
function storagesOf(object: SpecObject): [string, ObjectStorage][] {
  switch (object.type) {
    case 'reference': return Object.entries(object.objectStorage).map(([key, storage]) => [`files.${key}`, storage])
    case 'config': return Object.entries(object.files).filter(([, content]) => isObjectStorage(content)).map(([key, content]) => [`files.${key}`, describeObjectStorage(content)])
    case 'workload': {
      const inline = flagValue(object.args, 'objstore.config')
      return inline !== undefined && isObjectStorage(inline) ? [['flags.objstore.config', describeObjectStorage(inline)]] : []
    }
    case 'object': return []
  }
}

type Where = Pick<Finding, 'object' | 'path' | 'source'>

function unreadable(where: Where, key: string, fault: Text): Finding {
  return {
    ...where, code: 'objstore/unreadable', severity: 'error',
    message: text(`${key} is no object storage configuration: ${fault.en}.`, `${key}은(는) 오브젝트 스토리지 설정이 아닙니다: ${fault.ko}.`),
    reason: text('Every component that reads it exits at start.', '이 파일을 읽는 모든 컴포넌트가 시작하자마자 종료됩니다.'),
  }
}

function furtherDocuments(where: Where, key: string, { further = 0 }: ObjectStorage): Finding[] {
  if (further === 0) return []
  return [report(where, 'objstore/further-documents', 'advice',
    text(`${key} has ${further + 1} YAML documents; Thanos reads the first one.`, `${key}에 YAML 문서가 ${further + 1}개 있습니다. Thanos는 첫 번째만 읽습니다.`),
    text('What stands below the --- has no effect, and nothing says so. One file holds one configuration.', '--- 아래의 내용은 아무 알림 없이 무시됩니다. 파일 하나에는 설정 하나만 둡니다.'))]
}

function placeholders(where: Where, storage: ObjectStorage): Finding[] {
  const settings = Object.entries(storage.settings).filter(([, value]) => typeof value === 'string' && isPlaceholder(value)).map(([name, value]) => `${name} ${String(value)}`)
  const credentials = Object.entries(storage.credentials).filter(([, { state }]) => state === 'placeholder').map(([name, { text: shown }]) => (shown ? `${name} ${shown}` : name))
  const left = [...settings, ...credentials]
  if (left.length === 0) return []
  return [{
    ...where, code: 'objstore/placeholder', severity: 'error',
    message: text(`Placeholders were never filled in: ${left.join(', ')}.`, `자리표시자가 채워지지 않았습니다(${left.join(', ')}).`),
    reason: text(
      'Neither Kubernetes nor Thanos expands ${NAME}; Thanos expands $(NAME) from its environment. With this text in the endpoint it exits at start ("invalid character \\"{\\" in host name").',
      'Kubernetes도 Thanos도 ${NAME}을 치환하지 않습니다. Thanos는 환경 변수의 $(NAME)만 치환합니다. 엔드포인트에 이 텍스트가 있으면 시작하자마자 종료됩니다("invalid character \\"{\\" in host name").',
    ),
  }]
}

/** Keys that a provider does not know, and values of another type than it decodes them into. What a variable fills in is left alone. */
function misfits(where: Where, storage: ObjectStorage): Finding[] {
  const provided = PROVIDER_SHAPES[storage.type]
  if (!provided) return []
  const paths = [...Object.keys(storage.settings), ...Object.keys(storage.credentials)]
  const isKnown = (path: string): boolean => Object.hasOwn(provided.settings, path) || provided.maps.some((map) => path === map || path.startsWith(`${map}.`))
  const isMap = (path: string): boolean => Object.keys(provided.settings).some((known) => known.startsWith(`${path}.`))
  const unknown = paths.filter((path) => !isKnown(path) && !isMap(path))
  const wrong = Object.entries(storage.settings).flatMap(([path, value]) => {
    if (typeof value === 'string' && (value.includes('$(') || isPlaceholder(value))) return []
    if (isMap(path)) return [misfit(path, NO_MAP)]
    return (Object.hasOwn(provided.settings, path) ? provided.settings[path]?.(value, path) : undefined) ?? []
  })
  return [
    ...(unknown.length === 0 ? [] : [report(where, 'objstore/unknown-key', provided.isStrict ? 'error' : 'warning',
      text(`${storage.type} has no setting ${unknown.join(', ')}.`, `${storage.type}에 ${unknown.join(', ')} 설정이 없습니다.`),
      provided.isStrict
        ? text('The file is parsed strictly: an unknown key ends the process at start.', '파일을 엄격하게 읽으므로 모르는 키가 있으면 시작하자마자 종료됩니다.')
        : text('It is passed over without a word: what was meant does not happen. Mind the spelling.', '아무 말 없이 무시되어 의도한 설정이 적용되지 않습니다. 철자를 확인하세요.'))]),
    ...(wrong.length === 0 ? [] : [report(where, 'objstore/wrong-type', 'error',
      text(`${storage.type} cannot read these settings: ${wrong.map(({ en }) => en).join('; ')}.`, `${storage.type}이(가) 읽을 수 없는 설정이 있습니다. ${wrong.map(({ ko }) => ko).join(', ')}.`),
      text('The file is decoded into typed fields: every component that reads it exits at start.', '파일을 정해진 타입의 필드로 읽으므로 이 파일을 읽는 모든 컴포넌트가 시작하자마자 종료됩니다.'))]),
  ]
}

/** Words that no client knows; the one of OCI reads its word in any case. */
function unknownWords(where: Where, { type, settings }: ObjectStorage): Finding[] {
  return Object.entries(WORDS[type] ?? {}).flatMap(([key, words]) => {
    const written = settings[key]
    if (written === undefined || words.includes(type === 'OCI' ? String(written).toLowerCase() : String(written))) return []
    if (/\$\(/.test(String(written))) return []
    const known = words.filter((word) => word !== '').join(', ')
    return [{ ...report(where, 'objstore/unknown-word', 'error', text(`${key}: "${String(written)}" is none of ${known}.`, `${key}: "${String(written)}"은(는) ${known} 중 하나가 아닙니다.`),
      text('Thanos exits at start.', 'Thanos가 시작하자마자 종료됩니다.')), about: key }]
  })
}

/** Source: minio-go, pkg/s3utils, CheckValidBucketName; seen on v0.42.4. */
function isBucketName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9.\-_:]{1,61}[A-Za-z0-9]$/.test(name) && !/^(?:\d+\.){3}\d+$/.test(name) && !/\.\.|\.-|-\./.test(name)
}

function s3(where: Where, storage: ObjectStorage): Finding[] {
  const { endpoint, insecure } = storage.settings
  const findings: Finding[] = []
  const add = (code: string, severity: Finding['severity'], message: Finding['message'], reason: Finding['reason']): void => {
    findings.push({ ...where, code, severity, message, reason })
  }
  const scheme = typeof endpoint === 'string' ? /^(https?):\/\//.exec(endpoint)?.[1] : undefined
  if (scheme !== undefined) {
    add('objstore/scheme-in-endpoint', 'error',
      text(`endpoint starts with ${scheme}://. Write only the host, and insecure: ${scheme === 'http'}.`, `endpoint가 ${scheme}://로 시작합니다. 호스트만 쓰고 insecure: ${scheme === 'http'}로 설정하세요.`),
      text('The S3 client takes a host[:port] and refuses a URL, so every component exits at start.', 'S3 클라이언트는 host[:port]만 받고 URL은 거부하므로 모든 컴포넌트가 시작하자마자 종료됩니다.'))
  }
  if (typeof endpoint === 'string' && scheme === undefined && /^[^/$<]+\/./.test(endpoint)) {
    add('objstore/path-in-endpoint', 'error',
      text(`endpoint ${endpoint} has a path. Write host:port alone.`, `endpoint ${endpoint}에 경로가 있습니다. host:port만 쓰세요.`),
      text('Thanos exits at start: "Endpoint url cannot have fully qualified paths." What goes before the objects is the prefix, beside type and config.', 'Thanos가 "Endpoint url cannot have fully qualified paths."로 시작하자마자 종료됩니다. 오브젝트 앞에 붙는 경로는 type, config와 나란히 prefix에 씁니다.'))
  }
  const port = typeof endpoint === 'string' ? /:(\d+)$/.exec(endpoint)?.[1] : undefined
  if ((port === '443' && insecure === true) || (port === '80' && insecure !== true)) {
    add('objstore/http-against-https', 'warning',
      text(`The endpoint's port is ${port}, and insecure is ${insecure === true}: that is ${insecure === true ? 'http' : 'https'} on the other one's port.`, `endpoint의 포트는 ${port}인데 insecure는 ${insecure === true}입니다. ${insecure === true ? 'http' : 'https'}를 다른 프로토콜의 포트로 보냅니다.`),
      text('Requests to the bucket fail, and nothing is uploaded or read.', '버킷 요청이 실패하여 업로드도 조회도 되지 않습니다.'))
  }
  if (endpoint === undefined || endpoint === '') {
    add('objstore/no-endpoint', 'error', text('The S3 configuration has no endpoint.', 'S3 설정에 endpoint가 없습니다.'),
      text('Thanos exits at start: no s3 endpoint in config file.', 'Thanos가 "no s3 endpoint in config file"로 시작하자마자 종료됩니다.'))
  }
  if (storage.settings.bucket === undefined || storage.settings.bucket === '') {
    add('objstore/no-bucket', 'error', text('The S3 configuration has no bucket.', 'S3 설정에 bucket이 없습니다.'),
      text('Thanos does not check it at start; every request to the bucket fails.', 'Thanos가 시작할 때 검사하지 않으며 버킷 요청이 모두 실패합니다.'))
  }
  const bucket = storage.settings.bucket
  if (typeof bucket === 'string' && bucket !== '' && !/[$<{]/.test(bucket) && !isBucketName(bucket)) {
    add('objstore/bucket-name', 'error', text(`"${bucket}" is not the name of a bucket. Write its name alone, of 3 to 63 letters, digits, dots and hyphens.`, `"${bucket}"은(는) 버킷 이름이 아닙니다. 글자, 숫자, 점, 하이픈으로 된 3~63자의 이름만 쓰세요.`),
      text('The S3 client refuses every request before it is sent. A store says so only half a minute after its start, and ends.', 'S3 클라이언트가 요청을 보내기 전에 모두 거부합니다. store는 시작하고 30초 뒤에야 이를 알리고 종료됩니다.'))
  }
  const has = (name: string): boolean => (storage.credentials[name]?.state ?? 'absent') !== 'absent'
  if (has('access_key') !== has('secret_key')) {
    add('objstore/half-a-key', 'error', text('Only one of access_key and secret_key is set.', 'access_key와 secret_key 중 하나만 설정되어 있습니다.'),
      text('Thanos exits at start: both or neither must be set.', '둘 다 설정하거나 둘 다 비워야 하며, 그렇지 않으면 시작하자마자 종료됩니다.'))
  }
  if (storage.settings.aws_sdk_auth === true && has('access_key')) {
    add('objstore/two-ways-to-sign', 'error', text('aws_sdk_auth and access_key are both set.', 'aws_sdk_auth와 access_key가 모두 설정되어 있습니다.'),
      text('Thanos exits at start: aws_sdk_auth and access_key are mutually exclusive.', 'aws_sdk_auth와 access_key는 함께 쓸 수 없어 Thanos가 시작하자마자 종료됩니다.'))
  }
  const sse = storage.settings['sse_config.type']
  const needed = sse === 'SSE-C' ? 'encryption_key' : 'kms_key_id'
  const hasKey = storage.settings[`sse_config.${needed}`] !== undefined || has(`sse_config.${needed}`)
  if ((sse === 'SSE-C' || sse === 'SSE-KMS') && !hasKey) {
    add('objstore/encryption-without-key', 'error', text(`sse_config has the type ${sse} and no ${needed}.`, `sse_config의 type이 ${sse}인데 ${needed}가 없습니다.`),
      text('Thanos exits at start.', 'Thanos가 시작하자마자 종료됩니다.'))
  }
  return findings
}

function provider(where: Where, storage: ObjectStorage): Finding[] {
  // A key pair that is given by hand is given whole. Source: providers/oci, validateConfig.
  const byHand = storage.type === 'OCI' && String(storage.settings.provider).toLowerCase() === 'raw' ? ['tenancy_ocid', 'user_ocid', 'region', 'fingerprint', 'privatekey'] : []
  const missing = [...NEEDED[storage.type] ?? [], ...byHand].filter((key) => (storage.settings[key] ?? '') === '' && storage.credentials[key] === undefined)
  if (missing.length > 0) {
    return [{
      ...where, code: 'objstore/setting-missing', severity: 'error',
      message: text(`${storage.type} needs ${missing.join(', ')}.`, `${storage.type}에는 ${missing.join(', ')}이(가) 필요합니다.`),
      reason: text('Every component that reads it exits at start.', '이 파일을 읽는 모든 컴포넌트가 시작하자마자 종료됩니다.'),
    }]
  }
  if (PROVIDERS.some((name) => name === storage.type)) return []
  return [{
    ...where, code: 'objstore/unknown-provider', severity: 'error',
    message: text(`"${storage.type}" is no object storage type. Thanos knows ${PROVIDERS.join(', ')}.`, `"${storage.type}"은(는) 오브젝트 스토리지 유형이 아닙니다. Thanos가 아는 유형은 ${PROVIDERS.join(', ')}입니다.`),
    reason: text('Every component that reads it exits at start.', '이 파일을 읽는 모든 컴포넌트가 시작하자마자 종료됩니다.'),
  }]
}
