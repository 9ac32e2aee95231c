// What a person chooses or drops, as a list of files with their paths. Nothing is read here. The only place that knows the browser's file pickers.
import { isManifestPath } from '#lib/manifest/manifest-path.ts'
import type { Given } from './import-worker.ts'

/** The chosen files; from a chosen folder every YAML and JSON file below. */
export function chosenFiles(files: Iterable<File>): Given[] {
  return [...files].flatMap((content) => {
    const { webkitRelativePath: path } = content
    if (path === '') return { name: content.name, content }
    return isBelow(path) ? { name: path, content } : []
  })
}

/** What was dropped: files, and from folders every YAML and JSON file below. */
export async function droppedFiles(items: DataTransferItemList): Promise<Given[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  return (await Promise.all(entries.map((entry) => filesOf(entry)))).flat()
}

async function filesOf(entry: FileSystemEntry, isDroppedItself = true): Promise<Given[]> {
  const name = entry.fullPath.replace(/^\//, '')
  if (isFile(entry)) {
    if (!isDroppedItself && !isBelow(name)) return []
    return [{ name, content: await new Promise<File>((resolve, reject) => { entry.file(resolve, reject) }) }]
  }
  if (!isDirectory(entry) || (!isDroppedItself && (entry.name.startsWith('.') || entry.name === 'node_modules'))) return []
  return (await Promise.all((await listEntries(entry)).map((child) => filesOf(child, false)))).flat()
}

/** Judged by its path inside of the folder that was given: that one may be called as it likes. */
function isBelow(path: string): boolean {
  return isManifestPath(path.slice(path.indexOf('/') + 1))
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
