// From paths to texts. What cannot be read becomes a problem, and the rest is read all the same.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { byName, isManifestPath } from '../manifest/manifest-path.ts'
import { type NamedText, readFile } from '../manifest/read-file.ts'
import { text, type Text } from '../text.ts'

/** `where` is how the path was given, with line and column where a place in it is known. */
export type InputProblem = { where: string; message: Text }

const STDIN = 0

/**
 * Files and archives as they are, directories with all *.yaml, *.yml and *.json below them, "-" for standard input. Hidden folders and
 * node_modules are left out.
 */
export async function readInput(paths: readonly string[]): Promise<{ files: NamedText[]; problems: InputProblem[] }> {
  const files: NamedText[] = []
  const problems: InputProblem[] = []
  const seen = new Set<string>()
  const attempt = async (where: string, read: () => Promise<void>): Promise<void> => {
    try {
      await read()
    } catch (error) {
      problems.push({ where, message: reason(error) })
    }
  }
  const take = async (name: string, size: number, read: () => Uint8Array): Promise<void> => {
    const found = await readFile({ name, size, read })
    files.push(...found.files)
    problems.push(...found.problems.map(({ file, line, column, message }) => ({ where: `${file}:${line}:${column}`, message })))
  }
  const addFile = (path: string): Promise<void> => attempt(path, async () => {
    if (seen.has(resolve(path))) return
    seen.add(resolve(path))
    await take(path, statSync(path).size, () => readFileSync(path))
  })
  for (const path of paths) {
    await attempt(path, async () => {
      if (path === '-') {
        const bytes = readFileSync(STDIN)
        return take('stdin', bytes.length, () => bytes)
      }
      if (!statSync(path).isDirectory()) return addFile(path)
      const found = manifestsIn(path, '', (where, error) => problems.push({ where, message: reason(error) }))
      if (found.length === 0) problems.push({ where: path, message: text('no *.yaml, *.yml or *.json file in this directory', '이 디렉터리에 *.yaml, *.yml, *.json 파일이 없습니다') })
      for (const file of found) await addFile(file)
    })
  }
  return { files, problems }
}

/** The manifests below a directory; `below` is where in it, since only names inside of it are judged. */
function manifestsIn(directory: string, below: string, failed: (where: string, error: unknown) => void): string[] {
  try {
    return readdirSync(join(directory, below), { withFileTypes: true })
      .toSorted((a, b) => byName(a.name, b.name))
      .flatMap((entry) => {
        const path = join(below, entry.name)
        if (entry.isDirectory()) return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : manifestsIn(directory, path, failed)
        return isManifestPath(path) ? [join(directory, path)] : []
      })
  } catch (error) {
    failed(join(directory, below), error)
    return []
  }
}

const REASONS: Readonly<Record<string, Text>> = {
  ENOENT: text('no such file or directory', '파일이나 디렉터리가 없습니다'),
  EACCES: text('permission denied', '읽기 권한이 없습니다'),
  EPERM: text('permission denied', '읽기 권한이 없습니다'),
  ELOOP: text('symbolic links that lead back to themselves', '심볼릭 링크가 자기 자신으로 돌아옵니다'),
  EISDIR: text('is a directory', '디렉터리입니다'),
  ENOTDIR: text('a part of the path is a file', '경로의 일부가 파일입니다'),
  ERR_FS_FILE_TOO_LARGE: text('too large to be a manifest', '매니페스트로 보기에는 너무 큽니다'),
}

function reason(error: unknown): Text {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return REASONS[code] ?? text(`cannot be read (${code || String(error)})`, `읽을 수 없습니다 (${code || String(error)})`)
}
