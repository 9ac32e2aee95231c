// All that a start has begun, and its end: in reverse order, once, on Ctrl-C, on a failure, or when npm is gone.
import { readFileSync } from 'node:fs'

const PARENT_POLL_MS = 200
/** Within this time a second signal is the same Ctrl-C, passed on by npm as well as by the terminal. */
const SAME_SIGNAL_MS = 1_000

export class Household {
  #stops = []
  #stopping
  #asked

  constructor() {
    const since = { signal: 0 }
    this.#asked = new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
        process.on(signal, () => {
          if (since.signal && Date.now() - since.signal > SAME_SIGNAL_MS) process.exit(130)
          since.signal ||= Date.now()
          resolve()
        })
      }
      // npm may be killed without a word to us. Only asked under npm: a shell may well end before what it left running.
      if (process.env.npm_lifecycle_event === 'start') {
        const before = npmAbove()
        setInterval(() => { if (before === undefined || npmAbove() !== before) resolve() }, PARENT_POLL_MS).unref()
      }
    })
  }

  /** Registers how to stop something; the last one registered is stopped first. Said during a stop, it is done at once. */
  add(stop) {
    if (this.#stopping) this.#stopping = this.#stopping.then(() => quietly(stop))
    else this.#stops.push(stop)
  }

  /** Stops everything; asked again it is the same stop. */
  stop() {
    this.#stopping ??= (async () => {
      for (const stop of this.#stops.reverse()) await quietly(stop)
    })()
    return this.#stopping
  }

  /**
   * Resolves with the exit code of the work, or with 0 when we are asked to stop; everything is stopped then.
   * What the work throws because it was stopped is not told.
   */
  async until(work) {
    const code = await Promise.race([work, this.#asked.then(() => 0)])
    work.catch(() => undefined)
    await this.stop()
    await this.#stopping // what was added meanwhile
    return code
  }
}

/** One thing that does not stop must not keep the others running. */
async function quietly(stop) {
  try {
    await stop()
  } catch (error) {
    process.stderr.write(`gauntlet: ${error.message}\n`)
  }
}

/** The process of npm that began us, perhaps through a shell; undefined when it is gone. Without /proc our parent stands for it. */
function npmAbove() {
  const parent = statusOf(process.ppid)
  if (parent === undefined) return process.ppid
  const npm = /^(ba|da)?sh$/.test(parent.name) ? statusOf(parent.parent) : parent
  return npm && /npm|yarn|bun|node/.test(npm.command) ? npm.pid : undefined
}

function statusOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const field = (name) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? ''
    return { pid, name: field('Name'), parent: Number(field('PPid')), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }
  } catch {
    return undefined // gone, or no /proc
  }
}
