// Knows how to have many command lines read by the code of one Thanos release in one process: a start of its binary costs 0.2 s of a processor.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { thanosModule, type BuildOptions, type ThanosRelease } from './build.ts'
import { provide } from './go-module.ts'
import { go } from './go.ts'
import type { Verdict } from './parsing.ts'

/** Below github.com/thanos-io/thanos, since cmd/thanos imports packages that are internal there. */
const MODULE = 'github.com/thanos-io/thanos/reader'
const READER = join(import.meta.dirname, 'thanos', 'reader.go')

/** What becomes another in main.go: lab/thanos/reader.go says why. */
const CHANGES: readonly (readonly [RegExp, string])[] = [
  [/^func main\(\) \{$/m, 'func registered() {'],
  [/extkingpin\.NewApp\((kingpin\.New\(.*\))\)$/m, 'extkingpin.NewApp(remember($1))'],
  [/app\.Parse\(\)$/m, 'parsed()'],
]

/** The path of a program made of the files of cmd/thanos as they are in a release, but for the three lines above. Throws as buildThanos does. */
export async function buildReader(release: ThanosRelease, { log }: BuildOptions): Promise<string> {
  const { folder, flags } = thanosModule(release)
  const [module, own] = [join(import.meta.dirname, folder), join(import.meta.dirname, '..', '.lab', 'reader', `v${release}`)]
  const reader = await readFile(READER, 'utf8')
  // The binary is kept under what go.mod says, so that it says which reader it has.
  const mark = createHash('sha256').update(reader).update(JSON.stringify(CHANGES.map(String))).digest('hex')
  const goMod = `// ${mark}\n${(await readFile(join(module, 'go.mod'), 'utf8')).replace(/^module .*$/m, `module ${MODULE}`)}`
  const before = await readFile(join(own, 'go.mod'), 'utf8').catch(() => '')
  if (before !== goMod) {
    const thanos = await go(module, ['list', '-f', '{{.Dir}}', 'github.com/thanos-io/thanos/cmd/thanos'])
    await rm(own, { recursive: true, force: true })
    await mkdir(own, { recursive: true })
    for (const file of await readdir(thanos)) if (/(?<!_test)\.go$/.test(file)) await writeFile(join(own, file), changed(file, await readFile(join(thanos, file), 'utf8')))
    await writeFile(join(own, 'reader.go'), reader)
    await copyFile(join(module, 'go.sum'), join(own, 'go.sum'))
    // Last, so that a folder that was not finished is made anew.
    await writeFile(join(own, 'go.mod'), goMod)
  }
  const [path = ''] = await provide({ folder: `../.lab/reader/v${release}`, flags, binaries: [{ name: 'reader', pkg: '.', expectedS: 40 }] }, ['reader'], log)
  return path
}

function changed(file: string, source: string): string {
  if (file !== 'main.go') return source
  return CHANGES.reduce((code, [pattern, other]) => {
    if (!pattern.test(code)) throw new Error(`main.go of this release has nothing like ${String(pattern)}: lab/reader.ts must be taught its new shape`)
    return code.replace(pattern, other)
  }, source)
}

const Told = z.string().nullable()

/** What a reader says to each command line: the component and its flags. Throws when it does not answer to all. */
export async function readLines(reader: string, lines: readonly (readonly string[])[]): Promise<Verdict[]> {
  const child = spawn(reader, [], { stdio: 'pipe' })
  child.stdin.on('error', () => { /* It ended before it had read all: told below. */ })
  child.stdin.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const [said, failure] = await Promise.all([text(child.stdout), text(child.stderr)])
  const verdicts = said.split('\n').filter((line) => line !== '').map((line): Verdict => {
    const why = Told.parse(JSON.parse(line))
    return why === null ? { kind: 'read' } : { kind: 'refused', why: why.trim() }
  })
  if (verdicts.length !== lines.length) throw new Error(`${verdicts.length} of ${lines.length} command lines were answered, the next was ${JSON.stringify(lines[verdicts.length])}: ${failure.slice(-1000)}`)
  return verdicts
}
