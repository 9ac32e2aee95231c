// Turns what a person chooses or drops into named texts. The only place that touches the browser's files.

export type NamedText = { readonly name: string; readonly text: string }

const READABLE = /\.(ya?ml|json|txt)$/i

/** The chosen files as text, in the order of their names. Binary and unknown files are left to the reader, which names them. */
export async function readChosen(files: Iterable<File>): Promise<NamedText[]> {
  return inOrder(await Promise.all([...files].map(async (file) => ({ name: file.name, text: await file.text() }))))
}

/** What was dropped: files, and from folders every YAML and JSON file below. */
export async function readDropped(items: DataTransferItemList): Promise<NamedText[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  return inOrder((await Promise.all(entries.map((entry) => readEntry(entry, true)))).flat())
}

async function readEntry(entry: FileSystemEntry, isDroppedItself: boolean): Promise<NamedText[]> {
  if (isFile(entry)) {
    if (!isDroppedItself && !READABLE.test(entry.name)) return []
    const file = await new Promise<File>((resolve, reject) => { entry.file(resolve, reject) })
    return [{ name: entry.fullPath.replace(/^\//, ''), text: await file.text() }]
  }
  if (!isDirectory(entry) || entry.name.startsWith('.')) return []
  return (await Promise.all((await listEntries(entry)).map((child) => readEntry(child, false)))).flat()
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

function inOrder(texts: NamedText[]): NamedText[] {
  return texts.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}
