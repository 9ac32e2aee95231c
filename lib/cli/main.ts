// The `gauntlet` command: reads arguments and files, prints, and sets the exit code. All it knows of Thanos it asks the pure code.
import { readFileSync, writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { databaseAddress } from '../env.ts'
import { AppError, sentenceOf } from '../errors.ts'
import { toYamlStream } from '../manifest/yaml.ts'
import type { JsonObject } from '../manifest/types.ts'
import { text, type Locale } from '../text.ts'
import { adopt, type Adoption } from '../thanos/adopt.ts'
import { lint } from '../thanos/lint.ts'
import { render, renderObject } from '../thanos/render.ts'
import { verdictAsText } from './audit.ts'
import { coloured, findingsAsJson, findingsAsTable } from './check.ts'
import { readInput } from './input.ts'
import { readOptions, UsageError, type Options } from './options.ts'
import { USAGE } from './usage.ts'

const EXIT = { fine: 0, errors: 1, unreadable: 2 } as const
const STDOUT = 1
const STDERR = 2
const NOTHING = text('there is nothing in it to look at', '볼 내용이 없습니다')

async function main(argv: readonly string[]): Promise<number> {
  const options = optionsOf(argv)
  if (options === undefined) return EXIT.unreadable
  switch (options.command) {
    case 'help':
      print(STDOUT, USAGE)
      return EXIT.fine
    case 'version':
      print(STDOUT, `gauntlet ${version()}\n`)
      return EXIT.fine
    case 'check':
      return check(options)
    case 'render':
      return renderBack(options)
    case 'audit':
      return audit(options)
  }
}

async function check({ paths, output, thanos, locale }: Extract<Options, { command: 'check' }>): Promise<number> {
  const { adoption, isWhole } = await read(paths, locale)
  const findings = lint(adoption.spec, thanos === undefined ? {} : { thanos })
  const report = { findings, places: adoption.places, objects: adoption.spec.objects.length, locale }
  print(STDOUT, output === 'json' ? findingsAsJson(report) : findingsAsTable(report, coloured))
  if (!isWhole) return EXIT.unreadable
  return findings.some(({ severity }) => severity === 'error') ? EXIT.errors : EXIT.fine
}

async function renderBack({ paths, output, locale }: Extract<Options, { command: 'render' }>): Promise<number> {
  const { adoption, isWhole } = await read(paths, locale)
  const objects = everything(adoption)
  print(STDOUT, output === 'json' ? `${JSON.stringify(objects, null, 2)}\n` : toYamlStream(objects))
  return isWhole ? EXIT.fine : EXIT.unreadable
}

async function audit({ noted, output, locale }: Extract<Options, { command: 'audit' }>): Promise<number> {
  const url = databaseAddress()
  if (url === undefined) {
    print(STDERR, 'gauntlet: DATABASE_URL is not set. Set it to the database of Gauntlet, or name its data directory with --data\n')
    return EXIT.unreadable
  }
  try {
    // Loaded for this alone: whoever checks manifests needs no database driver.
    const { checkDatabase } = await import('../db/check-database.ts')
    const verdict = await checkDatabase(url, noted)
    print(STDOUT, output === 'json' ? `${JSON.stringify(verdict)}\n` : verdictAsText(verdict, locale))
    return verdict.first === undefined ? EXIT.fine : EXIT.errors
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    print(STDERR, `gauntlet: ${sentenceOf(error)[locale]}\n`)
    return EXIT.unreadable
  }
}

/** Every object that came in, in its order: Secrets as they came, and pieces as the mapping that they are. */
function everything({ spec, withheld }: Adoption): JsonObject[] {
  return spec.objects.flatMap((object): JsonObject[] => {
    const objects = render({ ...spec, objects: [object] }, { withheld })
    if (objects.length > 0 || object.type === 'reference') return objects
    const piece = renderObject(object)
    return Object.keys(piece).length > 0 ? [piece] : []
  })
}

/** Reads and adopts; prints what could not be read. `isWhole` says that everything could, and that there was something. */
async function read(paths: readonly string[], locale: Locale): Promise<{ adoption: Adoption; isWhole: boolean }> {
  const input = await readInput(paths)
  const adoption = adopt(input.files)
  for (const { where, message } of input.problems) print(STDERR, `gauntlet: ${where}: ${message[locale]}\n`)
  for (const { file, line, column, message } of adoption.problems) print(STDERR, `${file}:${line}:${column}: ${message[locale]}\n`)
  const problems = input.problems.length + adoption.problems.length
  const isEmpty = adoption.spec.objects.length === 0
  if (isEmpty && problems === 0) print(STDERR, `gauntlet: ${paths.join(' ')}: ${NOTHING[locale]}\n`)
  return { adoption, isWhole: problems === 0 && !isEmpty }
}

function optionsOf(argv: readonly string[]): Options | undefined {
  try {
    return readOptions(argv)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    print(STDERR, `gauntlet: ${error.message}\n`)
    return undefined
  }
}

function version(): string {
  const path = fileURLToPath(new URL('../../package.json', import.meta.url))
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8'))).version
}

/** Writes all of it before going on: what is left in a pipe when a process exits is lost. A reader that has gone (`| head`) is no failure. */
function print(stream: number, words: string): void {
  const bytes = Buffer.from(words)
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(stream, bytes, written)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EPIPE') return
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5) // the pipe is full; its reader needs a moment
    }
  }
}

process.exitCode = await main(process.argv.slice(2))
