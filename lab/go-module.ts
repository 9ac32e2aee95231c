// Knows how the binaries of one Go module of the lab are built, and where they are kept once built.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { go, requireGo } from './go.ts'

const ROOT = join(import.meta.dirname, '..')
const PROGRESS_EVERY_MS = 15_000

/** `expectedS` is a build with an empty Go cache on two cores, after the binaries before it in the table of lab/build.ts (docs/lab.md). */
export type Binary = { readonly name: string; readonly pkg: string; readonly expectedS: number }

export type GoModule = {
  /** Where its go.mod is, below lab/. */
  readonly folder: string
  readonly binaries: readonly Binary[]
  /** What `go build` is given in addition, such as tags. */
  readonly flags: readonly string[]
}

type Log = (line: string) => void

/**
 * Builds the named binaries of a module as far as they are missing and returns the path of each. What is there is reused: the folder's
 * name is a hash of the module's go.mod and go.sum, its packages, flags and platform, so that a change of one module builds no other anew.
 */
export async function provide(module: GoModule, names: readonly string[], log: Log): Promise<string[]> {
  const folder = join(ROOT, '.lab', 'bin', await keyOf(module))
  const missing = module.binaries.filter(({ name }) => names.includes(name) && !existsSync(join(folder, name)))
  if (missing.length > 0) await buildMissing(module, missing, folder, log)
  return names.map((name) => join(folder, name))
}

async function buildMissing(module: GoModule, missing: readonly Binary[], folder: string, log: Log): Promise<void> {
  const version = await requireGo(sourceOf(module))
  const expectedS = missing.reduce((sum, { expectedS }) => sum + expectedS, 0)
  log(`building ${missing.map(({ name }) => name).join(', ')} of ${join('lab', module.folder)} with ${version}: about ${duration(expectedS)} on two cores when nothing is cached`)
  await mkdir(folder, { recursive: true })
  const startedAt = Date.now()
  for (const binary of missing) await buildOne(module, binary, join(folder, binary.name), log)
  log(`built in ${duration((Date.now() - startedAt) / 1000)}, kept in ${folder.slice(ROOT.length + 1)}`)
}

async function buildOne(module: GoModule, { name, pkg, expectedS }: Binary, path: string, log: Log): Promise<void> {
  const source = sourceOf(module)
  // What Go has in its cache is not compiled again; a build that was broken off goes on where it was.
  const packages = (await go(source, ['list', '-deps', ...module.flags, '-f', '{{.Stale}}', pkg])).split('\n')
  const stale = packages.filter((isStale) => isStale === 'true').length
  const startedAt = Date.now()
  let compiled = 0
  const timer = setInterval(() => {
    const progress = { elapsedS: (Date.now() - startedAt) / 1000, expectedS: expectedS * stale / packages.length, compiled, stale }
    log(`  ${name}: ${compiled} of ${stale} packages in ${duration(progress.elapsedS)}, ${remaining(progress)}`)
  }, PROGRESS_EVERY_MS)
  // A build that is interrupted must not leave half a binary under the name that counts as built.
  const unfinished = `${path}.${process.pid}`
  try {
    await go(source, ['build', '-v', ...module.flags, '-o', unfinished, pkg], () => { compiled += 1 })
    await rename(unfinished, path)
  } finally {
    clearInterval(timer)
    await rm(unfinished, { force: true })
  }
  log(`  ${name}: built in ${duration((Date.now() - startedAt) / 1000)}`)
}

/** How far a build is: the packages that are compiled, of those that Go does not have in its cache. */
export type BuildProgress = { elapsedS: number; expectedS: number; compiled: number; stale: number }

/**
 * The time that is left, in words. By the pace so far once a tenth is compiled, since a machine that others use as well is slower than
 * the one that the expectation is from.
 */
export function remaining({ elapsedS, expectedS, compiled, stale }: BuildProgress): string {
  if (compiled > stale / 10) return compiled < stale ? `about ${duration(elapsedS * (stale - compiled) / compiled)} left` : 'linking'
  return expectedS > elapsedS ? `about ${duration(expectedS - elapsedS)} left` : `longer than the ${duration(expectedS)} expected`
}

function sourceOf({ folder }: GoModule): string {
  return join(import.meta.dirname, folder)
}

async function keyOf(module: GoModule): Promise<string> {
  const hash = createHash('sha256')
  for (const file of ['go.mod', 'go.sum']) hash.update(await readFile(join(sourceOf(module), file)))
  hash.update(JSON.stringify([module.binaries.map(({ pkg }) => pkg), module.flags, process.platform, process.arch]))
  return hash.digest('hex').slice(0, 16)
}

function duration(seconds: number): string {
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
