// Opens what manifests are packed in: tar, and gzip around a tar or around one file. Refuses what would fill the memory.
import { text, type Text } from '../text.ts'
import { readTar, type TarFile } from './tar.ts'

/** The regular files of an archive, or the one file that was packed without one; or what is wrong with it and what to do. */
export type Opened = { readonly files: readonly TarFile[] } | { readonly file: TarFile } | { readonly message: Text }

/** Larger archives are refused before they are read. In bytes, as packed. */
export const MAX_ARCHIVE_BYTES = 20_000_000
/** What may come out of an archive: manifests of 10 MB among what else lies in a repository. In bytes. */
const MAX_UNPACKED_BYTES = 100_000_000
const MAX_ENTRIES = 10_000

const USTAR = { at: 257, magic: [0x75, 0x73, 0x74, 0x61, 0x72] } as const

/** Whether the bytes are packed in a way that `openArchive` opens, or can at least name. */
export function isArchive(bytes: Uint8Array): boolean {
  return isGzip(bytes) || isTar(bytes) || isZip(bytes)
}

/** Whether a name is one of an archive, which may be larger than a manifest. */
export function isArchiveName(name: string): boolean {
  return /\.(?:tgz|tar|gz)$/i.test(name)
}

/**
 * The files in an archive, in its order. A single file packed with gzip comes out under its name without ".gz". Never holds more than
 * 100 MB and 10,000 files, whatever the archive claims to be.
 */
export async function openArchive(name: string, bytes: Uint8Array): Promise<Opened> {
  if (isZip(bytes)) return { message: ZIP }
  if (!isGzip(bytes)) return filesOf(bytes)
  const plain = await gunzip(bytes)
  if ('message' in plain) return plain
  if (isTar(plain.bytes)) return filesOf(plain.bytes)
  return /\.(?:tgz|tar\.gz)$/i.test(name) ? { message: DAMAGED } : { file: { name: name.replace(/\.gz$/i, ''), bytes: plain.bytes } }
}

function filesOf(bytes: Uint8Array): Opened {
  const files = readTar(bytes)
  if (files === undefined) return { message: DAMAGED }
  return files.length > MAX_ENTRIES ? { message: CROWDED } : { files }
}

/** Unpacks piece by piece, so that a bomb is noticed while it is still small. */
async function gunzip(packed: Uint8Array): Promise<{ bytes: Uint8Array } | { message: Text }> {
  const pieces: Uint8Array[] = []
  let size = 0
  const reader = new Blob([new Uint8Array(packed)]).stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      size += read.value.length
      if (size > MAX_UNPACKED_BYTES) {
        await reader.cancel()
        return { message: SWOLLEN }
      }
      pieces.push(read.value)
    }
  } catch {
    return { message: DAMAGED }
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return { bytes }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6))
}

function isTar(bytes: Uint8Array): boolean {
  return USTAR.magic.every((byte, index) => bytes[USTAR.at + index] === byte)
}

const ZIP = text(
  'this is a zip archive, which is not opened here; unpack it and give the folder, or pack it as .tar.gz',
  'zip 압축 파일은 여기서 열지 않습니다. 압축을 풀어 폴더를 넣거나 .tar.gz로 묶어 넣으세요',
)
const DAMAGED = text(
  'this archive is damaged or ends too early; pack it again with tar -czf',
  '압축 파일이 손상되었거나 중간에 끊겼습니다. tar -czf로 다시 묶으세요',
)
const SWOLLEN = text(
  `this archive unpacks to more than ${MAX_UNPACKED_BYTES / 1_000_000} MB and was not read; pack only the manifests`,
  `압축을 풀면 ${MAX_UNPACKED_BYTES / 1_000_000} MB를 넘어 읽지 않았습니다. 매니페스트만 묶으세요`,
)
const CROWDED = text(
  'this archive has more than 10,000 files and was not read; pack only the manifests',
  '압축 파일 안의 파일이 10,000개를 넘어 읽지 않았습니다. 매니페스트만 묶으세요',
)
