// From paths to texts. What cannot be read becomes a problem, and the rest is read all the same.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { decodeText } from '../manifest/decode-text.ts'
import { text, type Text } from '../text.ts'

export type InputFile = { name: string; text: string }
/** `where` is how the path was given, with line and column where a place in it is known. */
export type InputProblem = { where: string; message: Text }

const MANIFEST = /\.(ya?ml|json)$/i
const STDIN = 0

/** Files as they are, directories with all *.yaml, *.yml and *.json below them, "-" for standard input. Hidden folders and node_modules are left out. */
export function readInput(paths: readonly string[]): { files: InputFile[]; problems: InputProblem[] } {
  const files: InputFile[] = []
  const problems: InputProblem[] = []
  const seen = new Set<string>()
  const attempt = (where: string, read: () => void): void => {
    try {
      read()
    } catch (error) {
      problems.push({ where, message: reason(error) })
    }
  }
  const take = (name: string, bytes: Uint8Array): void => {
    const read = decodeText(bytes)
    if ('text' in read) files.push({ name, text: read.text })
    else problems.push({ where: `${name}:${read.line}:${read.column}`, message: read.message })
  }
  const addFile = (path: string): void => attempt(path, () => {
    if (seen.has(resolve(path))) return
    seen.add(resolve(path))
    take(path, readFileSync(path))
  })
  for (const path of paths) {
    if (path === '-') {
      attempt('stdin', () => take('stdin', readFileSync(STDIN)))
      continue
    }
    attempt(path, () => {
      if (!statSync(path).isDirectory()) return addFile(path)
      const found = manifestsIn(path, (where, error) => problems.push({ where, message: reason(error) }))
      if (found.length === 0) problems.push({ where: path, message: text('no *.yaml, *.yml or *.json file in this directory', '이 디렉터리에 *.yaml, *.yml, *.json 파일이 없습니다') })
      for (const file of found) addFile(file)
    })
  }
  return { files, problems }
}

function manifestsIn(directory: string, failed: (where: string, error: unknown) => void): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const path = join(directory, entry.name)
        if (entry.isDirectory()) return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : manifestsIn(path, failed)
        return MANIFEST.test(entry.name) ? [path] : []
      })
  } catch (error) {
    failed(directory, error)
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
