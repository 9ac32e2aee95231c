// Which names stand for a credential: keys of maps and configuration texts, environment variables, flags. A reference or a
// placeholder in the place of a value is no credential.

/** `certain` names say it in full ("secret_key"); `likely` ones are words with other uses too ("token", "secret"). */
export type NameVerdict = 'certain' | 'likely' | 'no'

const CERTAIN = new RegExp(`(?:${[
  'password', 'passwd', 'passphrase', '(?:secret|access|api|private|account|signing|encryption|shared|storage)key', 'accesskeyid', 'keysecret',
  '(?:client|app|api|shared|webhook|signing|credential)secret', 'secretid', 'connectionstring', 'amzsignature', 'amzcredential',
  '(?:bearer|auth|access|api|session|security|refresh|sas|bot|root|admin|vault|github|gitlab|slack|influx|remotewrite)token',
].join('|')})$`)
const LIKELY = /(?:^|[_.\-\s]|(?<=[a-z])(?=[STCP]))(?:secret|token|tokens|credential|credentials|pwd|pass)$/i
const ENVIRONMENT = new RegExp([
  '(?:^|[_.-])(?:secret|secrets|password|passwd|passphrase|token|credential|credentials|pwd|pass)(?:$|[_.-])',
  '(?:access|api|private|account|secret|signing|encryption)_?key',
].join('|'), 'i')
/** Names that end so hold a place, a switch or a measure. */
const ABOUT = new RegExp(`[_.-](?:${[
  'file', 'files', 'path', 'dir', 'name', 'namespace', 'url', 'uri', 'endpoint', 'type', 'ttl', 'enabled', 'ref', 'header', 'length', 'size', 'seconds',
  'age', 'expiry', 'expiration', 'interval', 'policy', 'provider', 'algorithm',
].join('|')})$`, 'i')

/** Manifests repeat a few hundred names thousands of times. Emptied when it is full: names may come from anywhere. */
const KNOWN = new Map<string, NameVerdict>()
const KNOWN_AT_MOST = 4_096

/** What the name of a key or a flag says of its value. */
export function credentialName(name: string): NameVerdict {
  const known = KNOWN.get(name)
  if (known !== undefined) return known
  if (KNOWN.size >= KNOWN_AT_MOST) KNOWN.clear()
  const verdict = verdictOf(name)
  KNOWN.set(name, verdict)
  return verdict
}

function verdictOf(name: string): NameVerdict {
  if (ABOUT.test(name)) return 'no'
  if (CERTAIN.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''))) return 'certain'
  return LIKELY.test(name) ? 'likely' : 'no'
}

/** Whether an environment variable with this name holds a credential: SECRET, PASSWORD, TOKEN, ACCESS_KEY and their like, anywhere in it. */
export function isCredentialVariable(name: string): boolean {
  return !ABOUT.test(name) && (ENVIRONMENT.test(name) || credentialName(name) !== 'no')
}

/**
 * Whether a value under a name with this verdict is a credential beyond doubt; where the name alone does not say so, when it looks like
 * a key. Certainty lets an object be withheld; what is only likely is hidden and nothing more.
 */
export function isCertainCredential(verdict: NameVerdict, value: string): boolean {
  if (isNoCredential(value)) return false
  return verdict === 'certain' || (verdict === 'likely' && /^(?=\S*\d)\S{8,}$/.test(value.trim()))
}

const REFERENCE = String.raw`\$\([\w.-]+\)|\$\{[\w.]+\}|<[\w ./-]+>|\{\{[^"'{}]*\}\}`
const ONLY_REFERENCES = new RegExp(String.raw`^(?:${REFERENCE})(?:[\s:@/,.-]*(?:${REFERENCE}))*$`, 'i')

/** Whether a text in a credential's place tells nothing: empty, null, $(VAR), \${VAR}, <placeholder>, or hidden already. */
export function isNoCredential(value: string): boolean {
  const word = value.trim().replace(/^(?:bearer|basic|token|digest|negotiate)\s+/i, '')
  return word === '' || word === 'null' || word === '~' || word === 'true' || word === 'false' || word.startsWith('•••') || ONLY_REFERENCES.test(word)
}
