// Knows how the go command is run for the modules of the lab, and what is said when it is missing.
import { spawn } from 'node:child_process'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Runs the go command in a module's folder and returns its output; `onLine` sees each line of its standard error. */
export async function go(folder: string, args: readonly string[], onLine: (line: string) => void = () => {}): Promise<string> {
  // GOFLAGS of the machine stays in force, GOWORK must not: each part of the lab is a module of its own.
  const child = spawn('go', args, { cwd: folder, env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' }, stdio: ['ignore', 'pipe', 'pipe'] })
  // A compiler at work for minutes must not outlive whoever asked for it.
  const end = (): void => { child.kill('SIGINT') }
  process.once('exit', end)
  let output = ''
  const tail: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text })
  createInterface({ input: child.stderr }).on('line', (line) => {
    onLine(line)
    tail.push(line)
    if (tail.length > 20) tail.shift()
  })
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve)).finally(() => { process.off('exit', end) })
  if (code !== 0) throw new Error(`"go ${args[0]}" ended with ${code ?? 'a signal'}: ${tail.join('\n')}`)
  return output.trim()
}

/**
 * The version of the Go that is there, for the module in `folder`. Throws an Error with one sentence for a person when it is missing or too old: it names
 * what all of the lab needs, since whoever installs what one module asks for is sent away again by the next.
 */
export async function requireGo(folder: string): Promise<string> {
  try {
    return await go(folder, ['env', 'GOVERSION'])
  } catch (error) {
    const [wanted, said] = [await neededGo(), error instanceof Error ? error.message : String(error)]
    if (said.includes('ENOENT')) throw new Error(`the lab needs Go ${wanted} or newer to build its binaries, and no "go" is on the PATH`)
    throw new Error(`the lab needs Go ${wanted} or newer: ${said}`)
  }
}

/** The highest of the versions that the modules of the lab ask for. */
async function neededGo(): Promise<string> {
  const wanted: string[] = []
  for await (const file of glob('**/go.mod', { cwd: import.meta.dirname })) wanted.push(/^go (\S+)$/m.exec(await readFile(join(import.meta.dirname, file), 'utf8'))?.[1] ?? '')
  return wanted.toSorted(new Intl.Collator('en', { numeric: true }).compare).at(-1) ?? ''
}
