// What Gauntlet says of the start of a process, told by the process itself: files of arguments, a log for a journal, a bucket that refuses.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { buildThanos, NEWEST_THANOS } from './build.ts'
import { run, tryToRead } from './parsing.ts'
import { freePorts } from './ports.ts'

let thanos: string
let folder: string
beforeAll(async () => {
  thanos = await buildThanos(NEWEST_THANOS, { log: console.log })
  folder = await mkdtemp(join(tmpdir(), 'lab-start-'))
}, 1_800_000)
afterAll(async () => { await rm(folder, { recursive: true, force: true }) })

it('reads further arguments from a file whose name stands behind "@", a line each, also where a value is due', async () => {
  const file = join(folder, 'arguments')
  await writeFile(file, '# a comment\n--log.level=debug\n--no-such-flag\n')
  expect(await tryToRead(thanos, ['store', `@${file}`])).toEqual({ kind: 'refused', why: "unknown long flag '--no-such-flag'" })
  await writeFile(file, 'debug\n')
  expect(await tryToRead(thanos, ['store', '--log.level', `@${file}`])).toEqual({ kind: 'read' })
  expect(await tryToRead(thanos, ['store', `--log.level=@${file}`])).toMatchObject({ kind: 'refused' })
})

it('ends when there is no such file, and takes the same text for a value behind "="', async () => {
  expect(await tryToRead(thanos, ['rule', '--alert.query-url', '@/no/such/file'])).toEqual({ kind: 'refused', why: "expected argument for flag '--alert.query-url'" })
  expect(await tryToRead(thanos, ['rule', '@/no/such/file'])).toEqual({ kind: 'refused', why: 'failed to open arguments file "/no/such/file": open /no/such/file: no such file or directory' })
  expect(await tryToRead(thanos, ['rule', '--alert.query-url=@/no/such/file'])).toEqual({ kind: 'read' })
  expect(await tryToRead(thanos, ['store', '@'])).toEqual({ kind: 'refused', why: 'expected @ file to expand arguments from' })
})

it.skipIf(existsSync('/run/systemd/journal/socket'))('ends at once when it is to write to a journal that is not there', async () => {
  expect(await run(thanos, ['store', '--log.format=journald'])).toMatch(/^failed to create logger: journald log format requested but systemd journal is not available$/m)
})

it('says of a bucket that lets it see nothing no word for half a minute, is alive and not ready meanwhile, then tells it and ends', async () => {
  const [http = 0] = await freePorts(1)
  const bucket = createServer((_, answer) => { answer.writeHead(403, { 'content-type': 'application/xml' }).end('<Error><Code>AccessDenied</Code><Message>Access Denied.</Message></Error>') })
  await once(bucket.listen(0, '127.0.0.1'), 'listening')
  const { port } = z.object({ port: z.number() }).parse(bucket.address())
  const config = `{type: S3, config: {bucket: thanos, endpoint: "127.0.0.1:${port}", insecure: true, access_key: abcdef, secret_key: abcdefgh}}`
  const store = spawn(thanos, ['store', `--objstore.config=${config}`, `--data-dir=${folder}/store`, `--http-address=127.0.0.1:${http}`, '--grpc-address=127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] })
  try {
    let said = ''
    store.stderr.setEncoding('utf8').on('data', (text: string) => { said += text })
    const ended = once(store, 'exit')
    // It asks at once where the bucket is and what is in it, and again ten seconds later.
    for (const _ of [1, 2, 3]) await once(bucket, 'request')
    expect(await Promise.all(['ready', 'healthy'].map((probe) => statusOf(`http://127.0.0.1:${http}/-/${probe}`)))).toEqual([503, 200])
    expect(said).toContain('initializing bucket store')
    expect(said).not.toMatch(/level=(?:error|warn)|denied/i)
    expect(await ended).toEqual([1, null])
    expect(said).toMatch(/level=error err="Access Denied\.\\nBaseFetcher: iter bucket/)
  } finally {
    store.kill('SIGKILL')
    bucket.close()
  }
}, 120_000)

/** Over a connection of its own: one that is kept open holds up the end of the process. */
function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => { get(url, { agent: false }, (answer) => { answer.resume().once('end', () => { resolve(answer.statusCode) }) }).once('error', reject) })
}
