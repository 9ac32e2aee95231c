// From a file that a person gives to the texts in it: decoded, an archive opened; what cannot be read is named. One way for page and command.
import { decodeText, MAX_FILE_BYTES, tooLarge } from './decode-text.ts'
import { byName, isManifestPath } from './manifest-path.ts'
import { isArchive, isArchiveName, MAX_ARCHIVE_BYTES, openArchive } from './open-archive.ts'
import type { ReadProblem } from './read-yaml.ts'
import { text } from '../text.ts'

export type NamedText = { readonly name: string; readonly text: string }
export type FilesRead = { readonly files: readonly NamedText[]; readonly problems: readonly ReadProblem[] }

/** A file that is looked at before it is read: `size` in bytes. */
export type GivenFile = { readonly name: string; readonly size: number; readonly read: () => Promise<Uint8Array> | Uint8Array }

/** The text of a file, or the texts of the manifests in an archive, under "archive/path". Errors of `read` are thrown on. */
export async function readFile({ name, size, read }: GivenFile): Promise<FilesRead> {
  const most = isArchiveName(name) ? MAX_ARCHIVE_BYTES : MAX_FILE_BYTES
  if (size > most) return refused(name, tooLarge(size, most))
  const bytes = await read()
  if (!isArchive(bytes)) return decoded(name, bytes)
  const opened = await openArchive(name, bytes)
  if ('message' in opened) return refused(name, opened.message)
  if ('file' in opened) return sized(opened.file.name, opened.file.bytes)
  const inside = opened.files
    .map((file) => ({ ...file, path: file.name.replace(/^(?:\.?\/)+/, '') }))
    .filter(({ path }) => isManifestPath(path))
    .toSorted((a, b) => byName(a.path, b.path))
  if (inside.length === 0) return refused(name, NO_MANIFEST)
  return joined(inside.map(({ path, bytes: own }) => sized(`${name}/${path}`, own)))
}

/** What several files gave, in order. */
export function joined(reads: readonly FilesRead[]): FilesRead {
  return { files: reads.flatMap(({ files }) => files), problems: reads.flatMap(({ problems }) => problems) }
}

function sized(name: string, bytes: Uint8Array): FilesRead {
  return bytes.length > MAX_FILE_BYTES ? refused(name, tooLarge(bytes.length)) : decoded(name, bytes)
}

function decoded(name: string, bytes: Uint8Array): FilesRead {
  const read = decodeText(bytes)
  return 'text' in read ? { files: [{ name, text: read.text }], problems: [] } : { files: [], problems: [{ file: name, ...read }] }
}

function refused(name: string, message: ReadProblem['message']): FilesRead {
  return { files: [], problems: [{ file: name, line: 1, column: 1, message }] }
}

const NO_MANIFEST = text(
  'there is no YAML or JSON file in this archive; pack the folder that holds the manifests',
  '압축 파일 안에 YAML이나 JSON 파일이 없습니다. 매니페스트가 든 폴더를 묶으세요',
)
