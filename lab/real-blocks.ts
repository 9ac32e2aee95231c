// Knows how real blocks with a history of hours or days get into the lab's bucket: promtool writes them, Thanos downsamples them.
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { buildPrometheus, buildThanos, NEWEST_THANOS } from './build.ts'
import { startChild } from './child.ts'
import { eventually } from './eventually.ts'

const run = promisify(execFile)
/** Longer than any history, so that one call makes one block: promtool cuts at multiples of the longest range that fits. */
const WIDEST = '40000h'
const STEP_MS = 5 * 60_000
/** A compactor waits for half an hour after this time before it looks at a block. Source: pkg/block/fetcher.go, ConsistencyDelayMetaFilter. */
const UPLOADED_BEFORE_MS = 3_600_000
const META = 'meta.json'
const DOWNSAMPLED_WITHIN_MS = 60_000

const Meta = z.looseObject({ ulid: z.string(), minTime: z.number(), maxTime: z.number() })

/** `from` and `to` in ms since 1970; `downsampled`: the block of 5m that Thanos makes of it, which wants 40 h at least, and not the block itself. */
export type History = { readonly from: number; readonly to: number; readonly labels: Readonly<Record<string, string>>; readonly downsampled?: true }

/** Puts one block into the bucket whose objects lie in `folder`, as an uploader does it: meta.json last. Gives its ULID. */
export async function putBlock(folder: string, history: History): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'lab-blocks-'))
  try {
    const made = await makeBlock(work, history)
    const block = history.downsampled === true ? await downsample(work, made) : made
    const ulid = z.string().parse(block.split('/').at(-1))
    await cp(block, join(folder, ulid), { recursive: true, filter: (source) => !source.endsWith(META) })
    await cp(join(block, META), join(folder, ulid, META))
    return ulid
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** A raw block of one series with a sample each five minutes, with what Thanos adds to its meta.json. */
async function makeBlock(work: string, { from, to, labels }: History): Promise<string> {
  const { promtool } = await buildPrometheus({ log: console.error })
  const lines = Array.from({ length: Math.ceil((to - from) / STEP_MS) }, (_, at) => `lab_archive{series="0"} ${at} ${(from + at * STEP_MS) / 1000}`)
  await writeFile(join(work, 'history.om'), [...lines, `lab_archive{series="0"} ${lines.length} ${(to - 1) / 1000}`, '# EOF', ''].join('\n'))
  const blocks = join(work, 'bucket')
  await run(promtool, ['tsdb', 'create-blocks-from', `--max-block-duration=${WIDEST}`, 'openmetrics', join(work, 'history.om'), blocks])
  const block = await onlyBlock(blocks)
  const meta = Meta.parse(JSON.parse(await readFile(join(block, META), 'utf8')))
  const thanos = { version: 1, labels, downsample: { resolution: 0 }, source: 'sidecar', upload_time: new Date(Date.now() - UPLOADED_BEFORE_MS).toISOString() }
  await writeFile(join(block, META), JSON.stringify({ ...meta, thanos }))
  return block
}

/** By Thanos' own tool, on a bucket that is a folder. It goes on for ever, so it is ended once its block is there. */
async function downsample(work: string, raw: string): Promise<string> {
  const command = await buildThanos(NEWEST_THANOS, { log: console.error })
  const bucket = join(work, 'bucket')
  const args = ['tools', 'bucket', 'downsample', `--objstore.config={type: FILESYSTEM, config: {directory: ${JSON.stringify(bucket)}}}`, `--data-dir=${join(work, 'data')}`, '--http-address=127.0.0.1:0']
  const child = startChild({ name: 'downsample', command, args, logFile: join(work, 'downsample.log') })
  try {
    return await eventually('the block is downsampled', async () => {
      const made = (await blocksIn(bucket)).find((block) => block !== raw)
      // It is written last.
      return made !== undefined && (await readdir(made)).includes(META) ? made : undefined
    }, DOWNSAMPLED_WITHIN_MS)
  } finally {
    await child.stop()
  }
}

async function onlyBlock(folder: string): Promise<string> {
  const [block, ...more] = await blocksIn(folder)
  if (block === undefined || more.length > 0) throw new Error(`expected one block in ${folder}, and there are ${more.length + (block === undefined ? 0 : 1)}`)
  return block
}

async function blocksIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => /^[0-9A-Z]{26}$/.test(name)).map((name) => join(folder, name))
}
