// What a password must be. Pure, so that the form shows the same rules before anything is sent that the server asks for afterwards.

export const PASSWORD_LENGTH = { min: 12, max: 128 } as const

/** In the order in which a form lists them. */
export const PASSWORD_RULES = ['length', 'personal', 'common'] as const
export type PasswordRule = (typeof PASSWORD_RULES)[number]

/** Words that lists of leaked passwords begin with, and ours; together with digits and signs they stay guessable. */
const COMMON_WORDS = [
  'password', 'passwort', 'passw', 'pass', 'pwd', 'qwerty', 'qwertyuiop', 'qwertz', 'azerty', 'asdfgh', 'asdfghjkl', 'zxcvbn', 'zxcvbnm', 'qazwsx', 'qazwsxedc', 'letmein', 'welcome',
  'admin', 'administrator', 'root', 'toor', 'user', 'guest', 'login', 'default', 'changeme', 'change', 'secret', 'access', 'master', 'superman', 'batman', 'dragon',
  'monkey', 'football', 'baseball', 'basketball', 'princess', 'sunshine', 'iloveyou', 'loveyou', 'trustno', 'shadow', 'michael', 'jordan', 'hello', 'helloworld',
  'freedom', 'whatever', 'starwars', 'computer', 'internet', 'google', 'samsung', 'pokemon', 'charlie', 'jennifer', 'summer', 'winter', 'spring', 'autumn', 'company', 'test', 'testing', 'temp',
  'temporary', 'demo', 'sample', 'abc', 'abcd', 'abcdef', 'abcdefgh', 'me', 'my', 'the', 'is', 'new', 'this', 'please', 'let', 'in',
  'thanos', 'gauntlet', 'prometheus', 'grafana', 'kubernetes', 'kubectl', 'cluster', 'monitoring', 'operator', 'production', 'staging', 'server', 'correcthorsebatterystaple',
  'dkssud', 'tkfkdgo', 'gksrnr', 'qlalfqjsgh', 'rhksflwk', '비밀번호', '관리자', '안녕하세요', '사랑해',
]
/** Longest first, so that "administrator" is not left as "istrator". */
const COMMON = COMMON_WORDS.toSorted((a, b) => b.length - a.length)
const LEET: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' }
const SEQUENCES = ['0123456789012345678901234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', '1q2w3e4r5t6y7u8i9o0p', '1qaz2wsx3edc4rfv5tgb6yhn7ujm']
const FEWEST_SIGNS = 5
/** What must remain of a password when everything guessable is taken out of it. */
const FEWEST_LEFT = 6
const LONGEST_PERIOD = 4
/** A word and up to four digits is a guess like the word itself. */
const DIGITS_ALWAYS_TRIED = 4

/** The rules that a password breaks; none when it will do. `name` and `email` are those of its owner. */
export function brokenRules(password: string, { name = '', email = '' }: { name?: string | undefined; email?: string | undefined } = {}): PasswordRule[] {
  const broken: Record<PasswordRule, boolean> = {
    length: password.length < PASSWORD_LENGTH.min || password.length > PASSWORD_LENGTH.max,
    personal: isPersonal(password, name, email),
    common: password !== '' && isCommon(password),
  }
  return PASSWORD_RULES.filter((rule) => broken[rule])
}

/** It holds a name or the e-mail address, whatever the case. */
function isPersonal(password: string, name: string, email: string): boolean {
  const said = password.toLowerCase()
  const [local = ''] = email.toLowerCase().split('@')
  const words = [...name.toLowerCase().split(/\s+/), local, ...local.split(/[._+-]/)].filter((word) => word.length >= 4)
  return words.some((word) => said.includes(word)) || (email !== '' && said === email.toLowerCase())
}

/** Hardly anything is left of it without the words, rows of keys and years that everyone tries first. */
function isCommon(password: string): boolean {
  const said = password.toLowerCase()
  if (new Set(said).size < FEWEST_SIGNS || repeats(said)) return true
  const plain = [...said].map((sign) => LEET[sign] ?? sign).join('')
  return Math.min(left(said), left(plain)) < FEWEST_LEFT
}

function left(text: string): number {
  let rest = text
  for (const word of COMMON) rest = rest.replaceAll(word, ' ')
  for (const sequence of SEQUENCES) rest = withoutRuns(withoutRuns(rest, sequence), [...sequence].toReversed().join(''))
  const signs = rest.replace(/(19|20)\d\d/g, '').replace(/[\s\p{P}\p{S}]/gu, '')
  const digits = signs.replace(/\D/g, '').length
  return signs.length - Math.min(digits, DIGITS_ALWAYS_TRIED)
}

/** Takes out every run of four or more that stands in a row of keys. */
function withoutRuns(text: string, sequence: string): string {
  let rest = ''
  for (let at = 0; at < text.length;) {
    let length = 0
    while (at + length < text.length && sequence.includes(text.slice(at, at + length + 1))) length += 1
    if (length < 4) rest += text[at]
    at += length < 4 ? 1 : length
  }
  return rest
}

/** "abcabcabcabc": a few signs over and over. */
function repeats(text: string): boolean {
  for (let period = 1; period <= LONGEST_PERIOD; period++) {
    if ([...text].every((sign, index) => sign === text[index % period])) return true
  }
  return false
}
