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
import { run, type Verdict } from './parsing.ts'

/** Below github.com/thanos-io/thanos, since cmd/thanos imports packages that are internal there. */
const MODULE = 'github.com/thanos-io/thanos/reader'
const READER = join(import.meta.dirname, 'thanos', 'reader.go')

/** What becomes another in main.go: lab/thanos/reader.go says why. */
const CHANGES: readonly (readonly [RegExp, string])[] = [
  [/^func main\(\) \{$/m, 'func registered() {'],
  [/extkingpin\.NewApp\((kingpin\.New\(.*\))\)$/m, 'extkingpin.NewApp(remember($1))'],
  [/app\.Parse\(\)$/m, 'parsed()'],
]

/** The kingpin that reader.go is written with; a release's own main.go says which it has. */
const KINGPIN = '"github.com/alecthomas/kingpin/v2"'
const IMPORTED = /^\t(?:kingpin )?("[^"]*\/kingpin[./]v2")$/m

/** The path of a program made of the files of cmd/thanos as they are in a release, but for the three lines above. Throws as buildThanos does. */
export async function buildReader(release: ThanosRelease, { log }: BuildOptions): Promise<string> {
  const { folder, flags } = thanosModule(release)
  const [module, own] = [join(import.meta.dirname, folder), join(import.meta.dirname, '..', '.lab', 'reader', `v${release}`)]
  const reader = await readFile(READER, 'utf8')
  // The binary is kept under what go.mod says, so that it says which reader it has.
  const mark = createHash('sha256').update(reader).update(JSON.stringify([...CHANGES.map(String), String(IMPORTED)])).digest('hex')
  const goMod = `// ${mark}\n${(await readFile(join(module, 'go.mod'), 'utf8')).replace(/^module .*$/m, `module ${MODULE}`)}`
  const before = await readFile(join(own, 'go.mod'), 'utf8').catch(() => '')
  if (before !== goMod) {
    const thanos = await go(module, ['list', '-f', '{{.Dir}}', 'github.com/thanos-io/thanos/cmd/thanos'])
    await rm(own, { recursive: true, force: true })
    await mkdir(own, { recursive: true })
    for (const file of await readdir(thanos)) if (/(?<!_test)\.go$/.test(file)) await writeFile(join(own, file), changed(file, await readFile(join(thanos, file), 'utf8')))
    const kingpin = IMPORTED.exec(await readFile(join(thanos, 'main.go'), 'utf8'))?.[1]
    if (kingpin === undefined) throw new Error('main.go of this release imports no kingpin that is known: lab/reader.ts must be taught it')
    await writeFile(join(own, 'reader.go'), reader.replace(KINGPIN, `kingpin ${kingpin}`))
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

const KingpinFlags = z.record(z.string(), z.array(z.object({
  name: z.string(),
  short: z.string(),
  hidden: z.boolean(),
  required: z.boolean(),
  cumulative: z.boolean(),
  switch: z.boolean(),
  default: z.array(z.string()),
  reader: z.string(),
  value: z.string(),
  options: z.array(z.string()),
  help: z.string(),
})))

/** One flag as kingpin's model has it: `reader` is Go's name of the type that reads its value, `value` of what it makes of it ("" where it tells nobody). */
export type KingpinFlag = z.infer<typeof KingpinFlags>[string][number]

/** The flags of each component of a release, those of the whole program among them. */
export async function readFlags(reader: string): Promise<Record<string, KingpinFlag[]>> {
  return KingpinFlags.parse(JSON.parse(await run(reader, ['flags'])))
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
