// Reads object storage configuration (objstore.yml) into what may be kept: settings, and of credentials only their state.
import { CORE_SCHEMA, load } from 'js-yaml'
import { isJsonObject, type Json, type JsonObject } from '../manifest/types.ts'
import { said, saidText } from '../said.ts'
import { text as words, type Text } from '../text.ts'
import type { Credential, ObjectStorage } from './spec.ts'

export const PROVIDERS = ['FILESYSTEM', 'GCS', 'S3', 'AZURE', 'SWIFT', 'COS', 'ALIYUNOSS', 'BOS', 'OCI', 'OBS'] as const

const CREDENTIAL_KEY = /(^|[._])(access_?key(_?id|_?secret)?|secret(_?key|_?id)?|session_token|storage_account_key|storage_connection_string|service_account|password|passphrase|token|privatekey|credentials?|kms_encryption_context|client_secret|application_credential_secret|user(name)?)$/i

const BESIDE = 'beside type, config and prefix'
const NOT_YAML = said('not YAML', 'YAML이 아닙니다')
const NO_MAP = said('not a mapping with type and config', 'type과 config가 있는 맵이 아닙니다')
const NO_TYPE = said('no type', 'type이 없습니다')
const BEYOND = said('aliases or nesting beyond what a bucket takes', '별칭이나 중첩이 버킷 설정에 필요한 정도를 넘습니다')
/** Far more than any provider has settings; aliases may multiply a short text into millions. */
const MOST_SETTINGS = 1_000
const STRANGER = said(`an unknown key ${BESIDE}`, 'type, config, prefix 외에 알 수 없는 키가 있습니다')

/** Both languages of a `fault`, of which a spec keeps the English one. */
export function faultText(fault: string): Text {
  const stranger = /^unknown key (\S+) /.exec(fault)?.[1]
  return saidText(fault) ?? words(fault, stranger === undefined ? `읽을 수 없습니다("${fault}")` : `type, config, prefix 외에 알 수 없는 키 ${stranger}이(가) 있습니다`)
}

/**
 * What may be said of an objstore.yml. Credentials are reduced to their state; a text that is no object storage configuration gives
 * a `fault` that does not quote it. Source: thanos-io/objstore client/factory.go.
 */
export function describeObjectStorage(text: string): ObjectStorage {
  const none: ObjectStorage = { type: '', settings: {}, credentials: {} }
  let document: unknown
  const [first = text, ...further] = documentsOf(text)
  try {
    // The lighter of the two readers: this one travels to every page that edits.
    document = HAS_CONTENT.test(first) ? load(first, { schema: CORE_SCHEMA, maxAliases: MOST_SETTINGS }) : null
  } catch {
    return { ...none, fault: NOT_YAML }
  }
  if (!isJsonObject(document)) return { ...none, fault: NO_MAP }
  if (typeof document.type !== 'string') return { ...none, fault: NO_TYPE }
  const stranger = Object.keys(document).find((key) => !['type', 'config', 'prefix'].includes(key))
  // Only what looks like a key is named: the text may hold anything.
  if (stranger !== undefined) return { ...none, fault: /^[a-z][a-z_]{0,30}$/.test(stranger) ? `unknown key ${stranger} ${BESIDE}` : STRANGER }
  const storage: ObjectStorage = { type: document.type.toUpperCase(), settings: {}, credentials: {} }
  if (typeof document.prefix === 'string') storage.prefix = document.prefix
  if (further.length > 0) storage.further = further.length
  if (isJsonObject(document.config) && !collect(document.config, '', { storage, text: first, open: new Set(), left: MOST_SETTINGS })) return { ...none, fault: BEYOND }
  return storage
}

/** Of several documents Thanos reads the first. Source: docs/storage.md. */
function documentsOf(text: string): string[] {
  return text.split(/^---(?:[ \t].*)?$/m).filter((document) => HAS_CONTENT.test(document))
}

const HAS_CONTENT = /^\s*[^#\s]/m

/** Other files of Thanos that are a `type` and a `config` too: caches and tracing. Source: pkg/cache, pkg/tracing. */
const OTHER_TYPES: ReadonlySet<string> = new Set([
  'IN-MEMORY', 'MEMCACHED', 'REDIS', 'GROUPCACHE', 'OTLP', 'JAEGER', 'STACKDRIVER', 'GOOGLE_CLOUD', 'ELASTIC_APM', 'LIGHTSTEP',
])

/** Whether this `type` is that of a cache or of tracing, whose files look like object storage configuration. */
export function isOtherConfiguration(type: string): boolean {
  return OTHER_TYPES.has(type.toUpperCase())
}

/** Whether a text looks like object storage configuration: `type` and `config`, and not those of a cache or of tracing. */
export function isObjectStorage(text: string): boolean {
  const type = /^\s*["']?type["']?\s*:\s*["']?([\w-]*)/m.exec(text)?.[1]
  return type !== undefined && !isOtherConfiguration(type) && /^\s*["']?config["']?\s*:/m.test(text)
}

/** Text that a template left behind: `${X}`, `<bucket>`, `CHANGEME`, `your-bucket`. Thanos expands none of them. */
export function isPlaceholder(text: string): boolean {
  return /\$\{[^}]*\}|^<[^>]+>$|^(change[-_ ]?me|todo|xxx+|your[-_ ].*|replace[-_ ]?me.*)$/i.test(text.trim())
}

/** A word that YAML 1.1, which Thanos reads, takes for a switch unless it stands in quotes. */
function asSwitch(key: string, value: string, text: string): boolean | undefined {
  if (!/^(?:y|yes|n|no|on|off)$/i.test(value) || new RegExp(`\\b${key.replaceAll(/\W/g, '\\$&')}["']?\\s*:\\s*["']`).test(text)) return undefined
  return /^(?:y|yes|on)$/i.test(value)
}

type Collecting = { readonly storage: ObjectStorage; readonly text: string; readonly open: Set<JsonObject>; left: number }

/** False when a map contains itself, or when there are more values than any provider takes. */
function collect(config: JsonObject, prefix: string, to: Collecting): boolean {
  if (to.open.has(config)) return false
  to.open.add(config)
  const { credentials, settings } = to.storage
  for (const [key, value] of Object.entries(config)) {
    to.left -= 1
    if (to.left < 0) return false
    const path = prefix === '' ? key : `${prefix}.${key}`
    if (CREDENTIAL_KEY.test(path)) credentials[path] = credential(value)
    else if (isJsonObject(value)) {
      if (!collect(value, path, to)) return false
    } else if (typeof value === 'number' || typeof value === 'boolean') settings[path] = value
    else if (typeof value === 'string') settings[path] = asSwitch(key, value, to.text) ?? withoutUserInfo(value)
  }
  to.open.delete(config)
  return true
}

function credential(value: Json): Credential {
  if (value === null || value === '') return { state: 'absent' }
  if (typeof value !== 'string') return { state: 'literal' }
  if (/^\$\([A-Za-z_][A-Za-z0-9_]*\)$/.test(value.trim())) return { state: 'reference', text: value.trim() }
  if (/^(\$\{[^}]*\}|<[^>]+>)$/.test(value.trim())) return { state: 'placeholder', text: value.trim() }
  return isPlaceholder(value) ? { state: 'placeholder' } : { state: 'literal' }
}

function withoutUserInfo(value: string): string {
  return value.replace(/\/\/[^/@\s]+@/, '//•••@')
}
