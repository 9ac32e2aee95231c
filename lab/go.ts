// Knows how the go command is run for the modules of the lab, and what is said when it is missing.
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Runs the go command in a module's folder and returns its output; `onLine` sees each line of its standard error. */
export async function go(folder: string, args: readonly string[], onLine: (line: string) => void = () => {}): Promise<string> {
  // GOFLAGS of the machine stays in force, GOWORK must not: each part of the lab is a module of its own.
  const child = spawn('go', args, { cwd: folder, env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const tail: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text })
  createInterface({ input: child.stderr }).on('line', (line) => {
    onLine(line)
    tail.push(line)
    if (tail.length > 20) tail.shift()
  })
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0) throw new Error(`"go ${args[0]}" ended with ${code ?? 'a signal'}: ${tail.join('\n')}`)
  return output.trim()
}

/** The version of the Go that is there. Throws an Error with one sentence for a person when it is missing or too old for the module. */
export async function requireGo(folder: string): Promise<string> {
  const wanted = /^go (\S+)$/m.exec(await readFile(join(folder, 'go.mod'), 'utf8'))?.[1] ?? ''
  try {
    return await go(folder, ['env', 'GOVERSION'])
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    if (said.includes('ENOENT')) throw new Error(`the lab needs Go ${wanted} or newer to build its binaries, and no "go" is on the PATH`)
    throw new Error(`the lab needs Go ${wanted} or newer: ${said}`)
  }
}
