// From the bytes of a file to its text: UTF-8 and UTF-16 are read, other encodings and what is no text are named.
import { text, type Text } from '../text.ts'

/** The text of a file, or why it has none and what to do; line and column (from 1) where the first byte stands that is not UTF-8. */
export type Decoded = { readonly text: string } | { readonly message: Text; readonly line: number; readonly column: number }

/** More than an installation ever needs: larger files are refused before they are read. In bytes. */
export const MAX_FILE_BYTES = 10_000_000

/** Decodes a file. A byte order mark decides and is taken off; without one UTF-16 is told by its zero bytes. */
export function decodeText(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) return problem(EMPTY)
  if (startsWith(bytes, 0x1f, 0x8b) || startsWith(bytes, 0x50, 0x4b, 3, 4)) return problem(ARCHIVE)
  const utf16 = utf16Of(bytes)
  if (utf16 !== undefined) return decoded(new TextDecoder(utf16).decode(bytes))
  if (bytes.includes(0)) return problem(BINARY)
  try {
    return decoded(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return { ...placeOf(bytes), message: olderEncoding(bytes) }
  }
}

/** What is said of a file that is too large, by its size and the most that is read, in bytes. */
export function tooLarge(bytes: number, most: number = MAX_FILE_BYTES): Text {
  const [size, limit] = [Math.ceil(bytes / 1_000_000), most / 1_000_000]
  return text(`this file has ${size} MB and was not read; at most ${limit} MB are read at once. Give only the manifests of Thanos`, `${size} MB 파일이라 읽지 않았습니다. 한 번에 ${limit} MB까지 읽습니다. Thanos 매니페스트만 넣으세요`)
}

const EMPTY = text('this file is empty; give the one that holds the manifests', '빈 파일입니다. 매니페스트가 든 파일을 넣으세요')
const BINARY = text('this file is not text; give YAML or JSON', '텍스트 파일이 아닙니다. YAML 또는 JSON 파일을 넣으세요')
const ARCHIVE = text('this is a compressed archive; unpack it and give the files in it', '압축 파일입니다. 압축을 풀고 안의 파일을 넣으세요')

function decoded(written: string): Decoded {
  return written.trim() === '' ? problem(EMPTY) : { text: written }
}

function problem(message: Text): Decoded {
  return { message, line: 1, column: 1 }
}

function startsWith(bytes: Uint8Array, ...first: number[]): boolean {
  return first.every((byte, at) => bytes[at] === byte)
}

/** YAML is mostly ASCII, so in UTF-16 every other byte near the start is zero. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le'
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be'
  const head = bytes.subarray(0, 200)
  if (head.length < 4 || bytes.length % 2 !== 0) return undefined
  const zeros = [0, 0]
  head.forEach((byte, at) => { zeros[at % 2] = (zeros[at % 2] ?? 0) + (byte === 0 ? 1 : 0) })
  const [even = 0, odd = 0] = zeros
  if (even === 0 && odd > head.length / 4) return 'utf-16le'
  return odd === 0 && even > head.length / 4 ? 'utf-16be' : undefined
}

/** What the file is written in, as far as its bytes tell: Korean Windows or Western Windows. */
function olderEncoding(bytes: Uint8Array): Text {
  const name = isKorean(bytes) ? 'EUC-KR (CP949)' : 'Windows-1252'
  return text(`this file is not UTF-8; it looks like ${name}. Save it as UTF-8`, `UTF-8 파일이 아니며 ${name}로 보입니다. UTF-8로 저장하세요`)
}

function isKorean(bytes: Uint8Array): boolean {
  try {
    return /[\uAC00-\uD7A3]{2}/.test(new TextDecoder('euc-kr', { fatal: true }).decode(bytes))
  } catch {
    return false
  }
}

/** Where the first byte stands that is not UTF-8. */
function placeOf(bytes: Uint8Array): { line: number; column: number } {
  const lines = new TextDecoder('utf-8').decode(bytes).split('\uFFFD', 1)[0]?.split('\n') ?? ['']
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}
