// Archives of text files in the ustar format (POSIX.1-1988): what `tar -xz` unpacks and what it packs. Regular files only.

export type TarFile = { readonly name: string; readonly bytes: Uint8Array }

const BLOCK = 512
const NAME = { at: 0, length: 100 }
const SIZE = { at: 124, length: 12 }
const CHECKSUM = { at: 148, length: 8 }
const TYPE_AT = 156
const MAGIC_AT = 257
const PREFIX = { at: 345, length: 155 }

/** The archive; all files get the same time. Throws when the name of a file does not fit: 100 bytes, and 155 for its folders. */
export function writeTar(files: readonly TarFile[], modified: Date): Uint8Array<ArrayBuffer> {
  const blocks = files.flatMap(({ name, bytes }) => [header(name, bytes.length, modified), padded(bytes)])
  const end = new Uint8Array(2 * BLOCK)
  return joined([...blocks, end])
}

/** The regular files of an archive, in its order. Undefined when it is no archive or ends in the middle of a file. */
export function readTar(archive: Uint8Array): TarFile[] | undefined {
  const files: TarFile[] = []
  let longName: string | undefined
  for (let at = 0; at + BLOCK <= archive.length;) {
    const head = archive.subarray(at, at + BLOCK)
    if (head.every((byte) => byte === 0)) return files
    const size = Number.parseInt(textAt(head, SIZE).trim(), 8)
    if (new TextDecoder().decode(head.subarray(MAGIC_AT, MAGIC_AT + 5)) !== 'ustar' || !Number.isSafeInteger(size) || size < 0 || checksumOf(head) !== Number.parseInt(textAt(head, CHECKSUM).trim(), 8)) return undefined
    const bytes = archive.subarray(at + BLOCK, at + BLOCK + size)
    if (bytes.length < size) return undefined
    const type = String.fromCharCode(head[TYPE_AT] ?? 0)
    const prefix = textAt(head, PREFIX)
    if (type === '0' || type === '\0') files.push({ name: longName ?? `${prefix === '' ? '' : `${prefix}/`}${textAt(head, NAME)}`, bytes })
    // GNU tar and pax write a name that is too long before the file that has it.
    longName = longNameOf(type, bytes)
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  return undefined
}

function header(name: string, size: number, modified: Date): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(BLOCK)
  const write = (text: string, { at, length }: { at: number; length: number }): void => {
    const bytes = new TextEncoder().encode(text)
    if (bytes.length > length) throw new Error(`${name} does not fit into the header of an archive`)
    head.set(bytes, at)
  }
  const octal = (value: number, length: number): string => value.toString(8).padStart(length, '0')
  const slash = name.lastIndexOf('/')
  write(name.slice(slash + 1), NAME)
  write(name.slice(0, Math.max(slash, 0)), PREFIX)
  write(`${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, { at: 100, length: 24 })
  write(`${octal(size, 11)}\0`, SIZE)
  write(`${octal(Math.floor(modified.getTime() / 1000), 11)}\0`, { at: 136, length: 12 })
  write('0', { at: TYPE_AT, length: 1 })
  write('ustar\u000000', { at: MAGIC_AT, length: 8 })
  write(`${octal(checksumOf(head), 6)}\0 `, CHECKSUM)
  return head
}

/** The sum of the bytes of a header, its own place counted as spaces. */
function checksumOf(head: Uint8Array): number {
  return head.reduce((sum, byte, index) => sum + (index >= CHECKSUM.at && index < CHECKSUM.at + CHECKSUM.length ? 0x20 : byte), 0)
}

function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK)
  whole.set(bytes)
  return whole
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function textAt(head: Uint8Array, { at, length }: { at: number; length: number }): string {
  return new TextDecoder().decode(head.subarray(at, at + length)).replace(/\0[\s\S]*$/, '')
}

function longNameOf(type: string, bytes: Uint8Array): string | undefined {
  if (type === 'L') return new TextDecoder().decode(bytes).replace(/\0+$/, '')
  if (type !== 'x') return undefined
  return /^\d+ path=(.*)$/m.exec(new TextDecoder().decode(bytes))?.[1]
}
