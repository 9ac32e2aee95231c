// The command as a program: arguments and files in, text and an exit code out.
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'

const ROOT = join(import.meta.dirname, '../..')
const MAIN = join(import.meta.dirname, 'main.ts')
const GUIDE = join(ROOT, 'examples/guide')

type Outcome = { code: number | null; stdout: string; stderr: string }

function run(program: string, args: string[], stdin = ''): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
      cwd: folder, env: { ...process.env, NO_COLOR: '1', NODE_COMPILE_CACHE: join(folder, '.compiled') },
    })
    const outcome: Outcome = { code: null, stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => { outcome.stdout += chunk })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => { outcome.stderr += chunk })
    child.on('error', reject).on('close', (code) => resolve({ ...outcome, code }))
    child.stdin.end(stdin)
  })
}

const outcomes = new Map<string, Promise<Outcome>>()

/** Runs the command; asked the same again, it gives the same outcome without another process. */
function gauntlet(args: string[], stdin = ''): Promise<Outcome> {
  const key = JSON.stringify([args, stdin])
  const outcome = outcomes.get(key) ?? run(MAIN, args, stdin)
  outcomes.set(key, outcome)
  return outcome
}

const Row = z.strictObject({
  code: z.string(), severity: z.enum(['error', 'warning', 'advice']), object: z.string(), path: z.string(), about: z.string().nullable(), message: z.string(), reason: z.string(),
  source: z.string(), fix: z.string().nullable(), file: z.string().nullable(), line: z.number().nullable(),
})
const rowsOf = ({ stdout }: Outcome): z.infer<typeof Row>[] => z.array(Row).parse(JSON.parse(stdout))

const QUERY = `apiVersion: apps/v1
kind: Deployment
metadata: { name: q }
spec:
  selector: { matchLabels: { app: q } }
  template:
    metadata: { labels: { app: q } }
    spec:
      containers:
        - name: query
          image: quay.io/thanos/thanos:v0.31.0
          args: [query, --store=a:10901]
`
const BROKEN = 'kind: Deployment\nmetadata:\n  name: "open\n'
const FINE = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: thanos }\n'

/** Each test starts the program a few times. */
vi.setConfig({ testTimeout: 30_000 })

const folder = mkdtempSync(join(tmpdir(), 'gauntlet-cli-'))
beforeAll(() => {
  mkdirSync(join(folder, 'tree/deep'), { recursive: true })
  mkdirSync(join(folder, 'tree/.hidden'))
  mkdirSync(join(folder, 'empty'))
  writeFileSync(join(folder, 'tree/query.yaml'), QUERY)
  writeFileSync(join(folder, 'tree/deep/account.yml'), FINE)
  writeFileSync(join(folder, 'tree/deep/account.json'), JSON.stringify({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'other' } }))
  writeFileSync(join(folder, 'tree/notes.txt'), 'no manifest')
  writeFileSync(join(folder, 'tree/.hidden/broken.yaml'), BROKEN)
  writeFileSync(join(folder, 'broken.yaml'), BROKEN)
  writeFileSync(join(folder, 'comments.yaml'), '# nothing yet\n')
  writeFileSync(join(folder, 'utf16.yaml'), Buffer.from(`\uFEFF${FINE}`, 'utf16le'))
  writeFileSync(join(folder, 'latin1.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xe9]))
  symlinkSync(join(folder, 'tree/query.yaml'), join(folder, 'link.yaml'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the exit code', () => {
  test('is 1 when an error is found', async () => {
    expect((await gauntlet(['check', GUIDE])).code).toBe(1)
  })
  test('is 0 when nothing worse than a warning is found', async () => {
    const outcome = await gauntlet(['check', 'tree/deep'])
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(outcome.stdout).toContain('0 errors, 0 warnings, 0 advice in 2 objects')
  })
  test('is 2 when a file is not there, and the others are checked', async () => {
    const outcome = await gauntlet(['check', 'gone.yaml', 'tree/query.yaml', '-o', 'json'])
    expect(outcome).toMatchObject({ code: 2, stderr: 'gauntlet: gone.yaml: no such file or directory\n' })
    expect(rowsOf(outcome).length).toBeGreaterThan(0)
  })
  test('is 2 when a document cannot be parsed, which is named with line and column, and the others are checked', async () => {
    const outcome = await gauntlet(['check', 'broken.yaml', GUIDE, '-o', 'json'])
    expect(outcome.code).toBe(2)
    expect(outcome.stderr).toMatch(/^broken\.yaml:\d+:\d+: \S/)
    expect(rowsOf(outcome).some(({ severity }) => severity === 'error')).toBe(true)
  })
  test.each([
    ['an empty directory, an empty standard input and a file that is no text', ['check', 'empty', '-', 'latin1.yaml'], ['empty: no *.yaml', 'stdin:1:1: this file is empty', 'latin1.yaml:1:4: this file is not UTF-8; it looks like Windows-1252']],
    ['nothing at all', ['check', '-'], ['stdin:1:1: this file is empty']],
    ['nothing but comments', ['check', 'comments.yaml'], ['there is nothing in it to look at']],
  ])('is 2 for %s, with the reason', async (_what, args, reasons) => {
    const outcome = await gauntlet(args)
    expect(outcome.code).toBe(2)
    for (const reason of reasons) expect(outcome.stderr).toContain(reason)
  })
  test('is the same for a file in UTF-16 as for the same in UTF-8', async () => {
    expect((await gauntlet(['render', 'utf16.yaml'])).stdout).toBe((await gauntlet(['render', '-'], FINE)).stdout)
  })
  test.skipIf(process.getuid?.() === 0)('is 2 for a file that may not be read', async () => {
    writeFileSync(join(folder, 'locked.yaml'), FINE)
    chmodSync(join(folder, 'locked.yaml'), 0)
    expect(await gauntlet(['check', 'locked.yaml'])).toMatchObject({ code: 2, stderr: 'gauntlet: locked.yaml: permission denied\n' })
  })
  test('is 2 when it is asked wrongly, with one line that says what to do and nothing on standard output', async () => {
    expect(await gauntlet(['check', 'x', '--verbose'])).toEqual({ code: 2, stdout: '', stderr: 'gauntlet: there is no option --verbose. See gauntlet --help\n' })
  })
})

describe('check', () => {
  test('prints JSON rows of one shape, each with its file and line', async () => {
    const rows = rowsOf(await gauntlet(['check', GUIDE, '-o', 'json']))
    expect(rows.map(({ code }) => code)).toContain('receive/no-external-label')
    expect(rows.filter(({ object }) => object !== '').every(({ file, line }) => file?.startsWith(GUIDE) && line !== null)).toBe(true)
    expect(new Set(rows.map(({ about }) => typeof about))).toEqual(new Set(['string', 'object']))
    expect(rows.some(({ fix }) => fix === null)).toBe(true)
    expect(rows.some(({ fix }) => typeof fix === 'string')).toBe(true)
  })
  test('prints a table that groups findings under their object and counts them', async () => {
    const { stdout } = await gauntlet(['check', GUIDE])
    const rows = rowsOf(await gauntlet(['check', GUIDE, '-o', 'json']))
    expect(stdout.match(/StatefulSet\/monitoring\/thanos-receiver {2}\S+thanos-receiver\.yaml:\d+$/gm)).toHaveLength(1)
    expect(stdout.match(/^ {2}[✗▲•] /gm)).toHaveLength(rows.length)
    expect(stdout).toContain(`${rows.filter(({ severity }) => severity === 'error').length} errors, `)
  })
  test('speaks Korean when asked', async () => {
    const [english, korean] = await Promise.all([gauntlet(['check', GUIDE, '-o', 'json']), gauntlet(['check', GUIDE, '-o', 'json', '--lang', 'ko'])])
    expect(rowsOf(korean).map(({ code }) => code)).toEqual(rowsOf(english).map(({ code }) => code))
    expect(rowsOf(korean).every(({ message }) => /[가-힣]/.test(message))).toBe(true)
  })
  test('judges by the release of the image, and by another one when told', async () => {
    const removed = async (args: string[]): Promise<boolean> => {
      const rows = rowsOf(await gauntlet(['check', 'tree/query.yaml', '-o', 'json', ...args]))
      return rows.some(({ severity, path }) => severity === 'error' && path === 'flags.store')
    }
    expect(await removed([])).toBe(false)
    expect(await removed(['--thanos', 'v0.42'])).toBe(true)
  })
  test('reads a piece of a guide from standard input', async () => {
    const outcome = await gauntlet(['check', '-', '-o', 'json'], 'args:\n  - compact\n  - --retention.resolution-raw=1d\n')
    expect(outcome.code).toBe(1)
    expect(rowsOf(outcome)[0]).toMatchObject({ code: 'compact/retention-below-downsampling', file: 'stdin' })
  })
  test('reads directories to their depth, without hidden ones and other files, and each file once', async () => {
    const outcome = await gauntlet(['check', 'tree', './tree/query.yaml'])
    expect(outcome.stderr).toBe('')
    expect(outcome.stdout).toContain('in 3 objects')
  })
  test('opens an archive, and says of a zip what to do instead', async () => {
    execFileSync('tar', ['-czf', 'tree.tar.gz', 'tree'], { cwd: folder })
    writeFileSync(join(folder, 'tree.zip'), Buffer.from([0x50, 0x4b, 3, 4, 0, 0]))
    const outcome = await gauntlet(['check', 'tree.tar.gz', 'tree.zip', '-o', 'json'])
    expect(outcome).toMatchObject({ code: 2, stderr: expect.stringMatching(/^gauntlet: tree\.zip:1:1: this is a zip archive.*\.tar\.gz\n$/) })
    expect(rowsOf(outcome).some(({ file }) => file === 'tree.tar.gz/tree/query.yaml')).toBe(true)
  })
  test('never prints a credential', async () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData:\n  objstore.yml: |\n    type: S3\n    config: { bucket: thanos, endpoint: "http://s3", access_key: AKIAZZZ, secret_key: hunter2hunter2 }\n'
    for (const output of ['table', 'json']) {
      const { stdout, stderr } = await gauntlet(['check', '-', '-o', output], secret)
      expect(stdout + stderr).not.toMatch(/hunter2|AKIAZZZ/)
      expect(stdout).toContain(output === 'json' ? '[' : 'in 1 object')
    }
  })
})

describe('render', () => {
  const Objects = z.array(z.object({ kind: z.string(), metadata: z.object({ name: z.string() }).loose() }).loose())

  test('gives back every object that came in, in its order, Secrets too', async () => {
    const outcome = await gauntlet(['render', GUIDE, '-o', 'json'])
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    const names = ['thanos-compactor', 'thanos-query', 'thanos-receiver', 'thanos-ruler', 'thanos-s3-secret', 'thanos-store']
    const came = names.flatMap((name) => parseAllDocuments(readFileSync(join(GUIDE, `${name}.yaml`), 'utf8')).map((document): unknown => document.toJS()))
    expect(Objects.parse(JSON.parse(outcome.stdout))).toEqual(came)
  })
  test('writes YAML that reads back as the same objects', async () => {
    const yaml = await gauntlet(['render', GUIDE])
    const json = await gauntlet(['render', '-', '-o', 'json'], yaml.stdout)
    expect(JSON.parse(json.stdout)).toEqual(JSON.parse((await gauntlet(['render', GUIDE, '-o', 'json'])).stdout))
  })
  test('gives back the good objects beside a broken file', async () => {
    const outcome = await gauntlet(['render', 'broken.yaml', 'link.yaml', '-o', 'json'])
    expect(outcome.code).toBe(2)
    expect(Objects.parse(JSON.parse(outcome.stdout)).map(({ metadata }) => metadata.name)).toEqual(['q'])
  })
  test('writes all of a large output into a pipe', async () => {
    const many = Array.from({ length: 3000 }, (_, index) => FINE.replace('thanos', `thanos-${index}`)).slice(0, 1500).join('---\n')
    const outcome = await gauntlet(['render', '-', '-o', 'json'], many)
    expect(Objects.parse(JSON.parse(outcome.stdout))).toHaveLength(1500)
  })
})

test('help and version are answered on standard output', async () => {
  expect(await gauntlet(['--help'])).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('gauntlet check PATH') })
  expect((await gauntlet(['--version'])).stdout).toMatch(/^gauntlet \d+\.\d+\.\d+\n$/)
})

test('the program of package.json hands arguments, input, output and exit code through', async () => {
  const outcome = await run(join(ROOT, 'bin/gauntlet.mjs'), ['check', '-', '-o', 'json'], QUERY.replace('v0.31.0', 'v0.42.0'))
  expect(outcome.code).toBe(1)
  expect(rowsOf(outcome).length).toBeGreaterThan(0)
})
