// Knows how Gauntlet itself is started beside the lab, as `npm start` does it, and how this process then calls its verbs.
import { createServer } from 'node:net'
import { join } from 'node:path'
import { startChild } from '../scripts/child.mjs'
import { ensurePostgres } from '../scripts/pg.mjs'
import { secretOf } from '../scripts/preflight.mjs'
import { freePorts } from './ports.ts'

const USUAL_PORT = 3000

export type App = {
  readonly url: string
  /** Settles with a sentence when it ends without `stop`. */
  readonly failed: Promise<string>
  readonly stop: () => Promise<void>
}

/**
 * Starts it with its data in the folder `data` and returns when it answers. It builds its pages when there is no build. The environment's PORT and
 * HOST say where it listens; else it is the usual port, or a free one. Verbs that are called here work on its database; its process carries runs out.
 */
export async function startApp({ data, kubeconfig, log }: { data: string; kubeconfig: string; log: (line: string) => void }): Promise<App> {
  const port = process.env.PORT ?? String(await usualOrFree())
  const answers = Promise.withResolvers<string>()
  const child = startChild(['scripts/start.mjs'], {
    env: { PORT: port, GAUNTLET_DATA: data, GAUNTLET_SANDBOX: 'off', KUBECONFIG: kubeconfig, DATABASE_URL: undefined, NODE_OPTIONS: undefined },
    onLine: (line) => {
      const url = /^Gauntlet +(\S+)$/.exec(line)?.[1]
      if (url === undefined) log(line.replace(/^gauntlet: /, ''))
      else answers.resolve(url)
    },
  })
  let isStopping = false
  const ended = child.ended.then((code) => `Gauntlet ended (exit code ${code})`)
  const stop = async (): Promise<void> => {
    isStopping = true
    await child.stop()
  }
  try {
    const url = await Promise.race([answers.promise, ended.then((sentence) => { throw new Error(sentence) })])
    const { url: databaseUrl } = await ensurePostgres(join(data, 'postgres'), 'gauntlet')
    Object.assign(process.env, { DATABASE_URL: databaseUrl, GAUNTLET_SECRET: secretOf({ data }), KUBECONFIG: kubeconfig, GAUNTLET_WORKER: 'off' })
    return { url, failed: new Promise((resolve) => { void ended.then((sentence) => { if (!isStopping) resolve(sentence) }) }), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function usualOrFree(): Promise<number> {
  const isFree = await new Promise<boolean>((resolve) => {
    const probe = createServer().once('error', () => { resolve(false) })
    probe.listen({ host: '127.0.0.1', port: USUAL_PORT, exclusive: true }, () => { probe.close(() => { resolve(true) }) })
  })
  return isFree ? USUAL_PORT : (await freePorts(1))[0] ?? USUAL_PORT
}
