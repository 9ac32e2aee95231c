// What the server does once when it starts: the demo stack, the worker that carries out runs, the link for the first admin, and the checks for drift.
import 'server-only'
import { log } from '../log.ts'
import { watchForDrift } from './drift/schedule.ts'
import { setupLink } from './people/setup-link.ts'
import { startWorker } from './runs/worker.ts'
import { ensureDemo } from './stacks/ensure-demo.ts'

const RETRY_MS = 5_000

/** Does it in the background, again and again until Postgres answers; pages are served meanwhile. The launcher reads the link from stdout. */
export async function start(): Promise<void> {
  for (;;) {
    try {
      await ensureDemo()
      await startWorker()
      const link = await setupLink()
      watchForDrift()
      if (link !== undefined) process.stdout.write(`set-up ${link}\n`)
      return
    } catch (error) {
      log.error({ err: error }, `the start could not be completed; trying again in ${RETRY_MS / 1000} s`)
      await new Promise((resolve) => { setTimeout(resolve, RETRY_MS) })
    }
  }
}
