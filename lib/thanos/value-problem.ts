// Whether one value of one flag is one that Thanos starts with, and how to write it if not.
import { text, type Text } from '../text.ts'
import { formatDuration, parseDurationMs, parseGoDurationMs } from './duration.ts'
import type { Flag } from './flag.ts'
import { parseSizeBytes } from './size.ts'
import { isAtLeast, NEWEST } from './version.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const ENVIRONMENT = /\$\([A-Za-z_][\w.-]*\)/

/**
 * What is wrong with a value of a flag, or undefined. Judges type, allowed words and bounds.
 * A value with an environment reference, $(POD_NAME), is only known in the pod and passes, except for the form of a label.
 * `release` ("v0.38") matters for few flags: days and weeks in some durations are read since v0.39.
 */
export function valueProblem(flag: Flag, value: string, release: string = NEWEST): Text | undefined {
  if (flag.type === 'label') return labelProblem(value)
  if (ENVIRONMENT.test(value)) return undefined
  switch (flag.type) {
    case 'boolean': return value === 'true' || value === 'false' ? undefined : wrong(value, 'true or false', 'true나 false가 아닙니다')
    case 'integer': return integerProblem(flag, value)
    case 'float': return isAtLeast(release, flag.floatSince ?? '0.0') ? floatProblem(flag, value) : integerProblem({ ...flag, prefixed: true }, value)
    case 'duration': return durationProblem(flag, value, release)
    case 'size': return sizeProblem(flag, value)
    case 'enum': return enumProblem(flag, value, release)
    case 'address': return addressProblem(value)
    case 'url': return urlProblem(value)
    case 'time-or-duration': return timeProblem(value)
    case 'file': return value.trim() === '' ? text('A path is missing.', '경로가 없습니다.') : undefined
    case 'string':
    case 'inline-yaml': return undefined
  }
}

/** `"x" is not a duration. Write it as 10m.` */
function wrong(value: string, en: string, ko: string, example?: { en: string; ko: string }): Text {
  return text(
    `"${value}" is not ${en}.${example ? ` ${example.en}` : ''}`,
    `"${value}"은(는) ${ko}.${example ? ` ${example.ko}` : ''}`,
  )
}

function writeAs(better: string): { en: string; ko: string } {
  return { en: `Write it as ${better}.`, ko: `${better}(으)로 쓰세요.` }
}

function boundsProblem(flag: Flag, amount: number, amountOf: (text: string) => number | undefined): Text | undefined {
  const least = flag.min === undefined ? undefined : amountOf(flag.min)
  const most = flag.max === undefined ? undefined : amountOf(flag.max)
  if (least !== undefined && amount < least) return text(`Must be at least ${flag.min}.`, `${flag.min} 이상이어야 합니다.`)
  if (most !== undefined && amount > most) return text(`Must be at most ${flag.max}.`, `${flag.max} 이하여야 합니다.`)
  return undefined
}

function integerProblem(flag: Flag, value: string): Text | undefined {
  if (!/^[+-]?\d+$/.test(value)) {
    return wrong(value, 'a whole number', '정수가 아닙니다', { en: 'Write digits only, such as 20.', ko: '20처럼 숫자만 쓰세요.' })
  }
  if ((flag.unsigned && /^\+/.test(value)) || ((flag.unsigned || flag.prefixed) && /^[+-]?0\d/.test(value))) {
    return wrong(value, 'a number that Thanos reads here', 'Thanos가 이 플래그에서 읽는 숫자가 아닙니다', writeAs(String(Number(value))))
  }
  if ((flag.unsigned || flag.prefixed) && !fits(value, flag.unsigned ? 2n ** 64n : 2n ** 63n)) {
    return wrong(value, 'a number that fits into 64 bits', '64비트에 들어가는 숫자가 아닙니다')
  }
  return boundsProblem(flag, Number(value), Number)
}

/** Whether Go reads a whole number in 64 bits (strconv); what it reads as a floating-point number has no such end. */
function fits(value: string, end: bigint): boolean {
  const amount = BigInt(value.replace(/^\+/, ''))
  return amount < end && amount >= -end
}

function floatProblem(flag: Flag, value: string): Text | undefined {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value) || !Number.isFinite(Number(value))) {
    return wrong(value, 'a number', '숫자가 아닙니다', { en: 'Write it such as 0.9.', ko: '0.9처럼 쓰세요.' })
  }
  return boundsProblem(flag, Number(value), Number)
}

function durationProblem(flag: Flag, value: string, release: string): Text | undefined {
  const go = flag.goDuration === true && isAtLeast(release, flag.goSince ?? '0.0') ? { days: isAtLeast(release, '0.39') } : undefined
  const read = (written: string): number | undefined => (go ? parseGoDurationMs(written, go.days) : parseDurationMs(written))
  const ms = read(value)
  if (ms !== undefined) return boundsProblem(flag, ms, read)
  const meant = meantMs(value)
  if (meant === undefined) {
    const en = /^\d+$/.test(value) ? `Add a unit, such as ${value}s or ${value}m.` : 'Write a number and a unit, such as 30s, 5m or 48h.'
    const ko = /^\d+$/.test(value) ? `${value}s, ${value}m처럼 단위를 붙이세요.` : '30s, 5m, 48h처럼 숫자와 단위를 쓰세요.'
    return wrong(value, 'a duration', '기간이 아닙니다', { en, ko })
  }
  return wrong(value, 'a duration', '기간이 아닙니다', writeAs(durationText(meant, go)))
}

/** The length of time that a nearly right text means, as in "10 m", "5 min" or "1.5h"; undefined when it is doubtful. */
function meantMs(value: string): number | undefined {
  const words = value.trim().replace(/\s+/g, '').replace(/(\d)(milliseconds?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|years?)$/i, (_, digit: string, word: string) => {
    return digit + (/^milli/i.test(word) ? 'ms' : word.charAt(0).toLowerCase())
  })
  const ms = parseDurationMs(words) ?? parseGoDurationMs(words, true)
  return ms !== undefined && ms >= 0 ? ms : undefined
}

/** A duration in the grammar of the flag: Go's has no years, and days only since v0.39. */
function durationText(ms: number, go: { days: boolean } | undefined): string {
  if (!go) return formatDuration(ms)
  if (go.days && ms !== 0 && ms % DAY_MS === 0) return `${ms / DAY_MS}d`
  const hours = Math.floor(ms / HOUR_MS)
  const rest = ms % HOUR_MS
  return `${hours > 0 ? `${hours}h` : ''}${rest > 0 || hours === 0 ? formatDuration(rest) : ''}`
}

function sizeProblem(flag: Flag, value: string): Text | undefined {
  const bytes = parseSizeBytes(value)
  if (bytes !== undefined) return boundsProblem(flag, bytes, parseSizeBytes)
  const tight = value.replace(/\s+/g, '')
  const unit = /^([\d.]+)([kmgtpe])(i?)b?$/i.exec(tight)
  const better = unit ? `${unit[1]}${unit[2]?.toUpperCase()}${unit[3] ? 'i' : ''}B` : undefined
  if (better !== undefined && parseSizeBytes(better) !== undefined) return wrong(value, 'a size', '크기가 아닙니다', writeAs(better))
  return wrong(value, 'a size', '크기가 아닙니다', { en: 'Write a number and a unit, such as 250MB or 2GB.', ko: '250MB, 2GB처럼 숫자와 단위를 쓰세요.' })
}

function enumProblem(flag: Flag, value: string, release: string): Text | undefined {
  const values = (flag.values ?? []).filter((word) => isAtLeast(release, flag.valuesSince?.[word] ?? '0.0'))
  if (values.includes(value)) return undefined
  const words = values.filter((word) => word !== '')
  const near = words.find((word) => word.toLowerCase() === value.trim().toLowerCase())
  if (near !== undefined) return text(`"${value}" is not allowed. Write it as ${near}.`, `"${value}"은(는) 쓸 수 없는 값입니다. ${near}(으)로 쓰세요.`)
  const last = words.at(-1) ?? ''
  const en = words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${last}` : last
  return text(`"${value}" is not allowed. Use ${en}.`, `"${value}"은(는) 쓸 수 없는 값입니다. ${words.join(', ')} 중에서 고르세요.`)
}

/** What Go's strconv.Unquote accepts: "…" with escapes, or `…` as it is. */
const GO_STRING = /^(?:"(?:[^"\\\n]|\\(?:[abfnrtv\\"]|x[0-9a-fA-F]{2}|[0-7]{3}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}))*"|`[^`]*`)$/

function labelProblem(value: string): Text | undefined {
  const at = value.indexOf('=')
  const name = value.slice(0, at).trim()
  if (at < 0 || name === '') {
    return wrong(value, 'a label', '레이블이 아닙니다', { en: 'Write it as name="value".', ko: 'name="value" 형식으로 쓰세요.' })
  }
  const quoted = value.slice(at + 1)
  if (name === value.slice(0, at) && GO_STRING.test(quoted)) return undefined
  const bare = quoted.trim().replace(/^['"]|['"]$/g, '')
  return wrong(value, 'a label', '레이블이 아닙니다', writeAs(`${name}=${JSON.stringify(bare)}`))
}

const DISCOVERY = /^(?:dns|dnssrv|dnssrvnoa|dnsdualstack)\+/

function addressProblem(value: string): Text | undefined {
  const scheme = /^[a-z]+:\/\//i.exec(value)
  if (scheme) return wrong(value, 'an address', '주소가 아닙니다', { en: `Leave out ${scheme[0]} and write host:port.`, ko: `${scheme[0]} 없이 host:port로 쓰세요.` })
  if (DISCOVERY.test(value)) {
    return /\+[^\s+]+$/.test(value) ? undefined : wrong(value, 'an address', '주소가 아닙니다', { en: 'A DNS name follows the +.', ko: '+ 뒤에 DNS 이름을 쓰세요.' })
  }
  const match = /^(?:[^\s:/[\]]*|\[[\da-fA-F:.%\w]*\]):(\d{1,5})$/.exec(value)
  if (match && Number(match[1]) <= 65_535) return undefined
  return wrong(value, 'an address', '주소가 아닙니다', { en: 'Write host:port, such as 0.0.0.0:10902.', ko: '0.0.0.0:10902처럼 host:port로 쓰세요.' })
}

function urlProblem(value: string): Text | undefined {
  const url = value.replace(DISCOVERY, '')
  if (/^https?:\/\/[^\s/]+/i.test(url) && URL.canParse(url)) return undefined
  if (/^[^\s/:]+(?::\d+)?(?:\/\S*)?$/.test(url)) return wrong(value, 'a URL', 'URL이 아닙니다', writeAs(value.replace(url, `http://${url}`)))
  return wrong(value, 'a URL', 'URL이 아닙니다', { en: 'Write it such as http://thanos-query:9090.', ko: 'http://thanos-query:9090처럼 쓰세요.' })
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/

function timeProblem(value: string): Text | undefined {
  if (RFC3339.test(value) && !Number.isNaN(Date.parse(value))) return undefined
  if (parseDurationMs(value.replace(/^-/, '')) !== undefined) return undefined
  const meant = meantMs(value.replace(/^-\s*/, ''))
  if (meant !== undefined) return wrong(value, 'a time', '시각이 아닙니다', writeAs(`${value.startsWith('-') ? '-' : ''}${formatDuration(meant)}`))
  return wrong(value, 'a time', '시각이 아닙니다', {
    en: 'Write a date such as 2026-01-31T00:00:00Z, or a duration before now such as -6h.',
    ko: '2026-01-31T00:00:00Z 같은 시각이나 -6h처럼 현재 이전의 기간을 쓰세요.',
  })
}
