// Turns what a person chooses or drops into named texts, and names what cannot be read. The only place that touches the browser's files.
import { decodeText, MAX_FILE_BYTES, tooLarge } from '#lib/manifest/decode-text.ts'
import type { ReadProblem } from '#lib/manifest/read-yaml.ts'

export type NamedText = { readonly name: string; readonly text: string }
export type ReadFiles = { readonly files: readonly NamedText[]; readonly problems: readonly ReadProblem[] }

type NamedFile = { readonly name: string; readonly file: File }

const READABLE = /\.(ya?ml|json|txt)$/i

/** The chosen files in the order of their names; from a chosen folder every YAML and JSON file below. */
export async function readChosen(files: Iterable<File>): Promise<ReadFiles> {
  const named = [...files].map((file) => ({ name: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file }))
  return readAll(named.filter(({ name, file }) => file.webkitRelativePath === '' || isReadable(name)))
}

/** What was dropped: files, and from folders every YAML and JSON file below. */
export async function readDropped(items: DataTransferItemList): Promise<ReadFiles> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  return readAll((await Promise.all(entries.map((entry) => filesOf(entry, true)))).flat())
}

/** Files are looked at one by one, so that a large one is refused before it is in memory. */
async function readAll(named: readonly NamedFile[]): Promise<ReadFiles> {
  const files: NamedText[] = []
  const problems: ReadProblem[] = []
  for (const { name, file } of named.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))) {
    if (file.size > MAX_FILE_BYTES) {
      problems.push({ file: name, line: 1, column: 1, message: tooLarge(file.size) })
      continue
    }
    const read = decodeText(new Uint8Array(await file.arrayBuffer()))
    if ('text' in read) files.push({ name, text: read.text })
    else problems.push({ file: name, ...read })
  }
  return { files, problems }
}

async function filesOf(entry: FileSystemEntry, isDroppedItself: boolean): Promise<NamedFile[]> {
  if (isFile(entry)) {
    if (!isDroppedItself && !isReadable(entry.name)) return []
    const file = await new Promise<File>((resolve, reject) => { entry.file(resolve, reject) })
    return [{ name: entry.fullPath.replace(/^\//, ''), file }]
  }
  if (!isDirectory(entry) || entry.name.startsWith('.')) return []
  return (await Promise.all((await listEntries(entry)).map((child) => filesOf(child, false)))).flat()
}

function isReadable(path: string): boolean {
  return READABLE.test(path) && !path.split('/').some((part) => part.startsWith('.'))
}

async function listEntries(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => { reader.readEntries(resolve, reject) })
    if (some.length === 0) return all
    all.push(...some)
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
