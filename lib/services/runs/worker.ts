// What each replica does beside serving pages: it takes runs from the queue, and looks for those that nobody carries out any more.
import 'server-only'
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { z } from 'zod'
import { transaction, type Tx } from '../../db/client.ts'
import { db } from '../../db/client.ts'
import { silentRuns } from '../../db/runs.ts'
import { env } from '../../env.ts'
import { log } from '../../log.ts'
import { closeQueue, send, work } from '../../queue/queue.ts'
import { carryOut } from './carry-out.ts'
import { closeForgottenRuns } from './interrupt.ts'

/** Runs of so many stacks at a time; each waits more than it works. */
const AT_ONCE = 16
const SWEEPS_PER_LEASE = 3

const Job = z.object({ runId: z.string() })

type Running = { url: string; started: Promise<void>; stop: () => void; carry: (runId: string, begun?: { isLooked: boolean }) => Promise<void>; /** Runs under way here. */ now: number }
// Next bundles this module several times; a process is one replica.
const held: typeof globalThis & { gauntletWorker?: Running } = globalThis

/** Hands a run to whichever replica is free, within the transaction that begins it. */
export async function handOver(tx: Tx, runId: string): Promise<void> {
  await send(tx, 'run', { key: runId, data: { runId } satisfies z.infer<typeof Job> })
}

/** Begins to carry out runs in this process, once; not where GAUNTLET_WORKER is "off". Throws UPSTREAM when Postgres does not answer. */
export async function startWorker(): Promise<void> {
  const { databaseUrl: url, hasWorker } = env()
  if (!hasWorker) return
  if (held.gauntletWorker?.url !== url) held.gauntletWorker = begin(url)
  const running = held.gauntletWorker
  try {
    await running.started
  } catch (error) {
    running.stop()
    if (held.gauntletWorker === running) delete held.gauntletWorker
    throw error
  }
}

function begin(url: string): Running {
  const replica = `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => { log.warn({ err: error }, 'it could not be seen whether runs were left behind') })
  }, env().runLeaseMs / SWEEPS_PER_LEASE)
  timer.unref()
  const running: Running = {
    url, now: 0, stop: () => { clearInterval(timer) },
    carry: async (runId, { isLooked } = { isLooked: false }) => {
      running.now++
      await carryOut(runId, replica, { isLooked })
      running.now--
    },
    started: work('run', { atOnce: AT_ONCE }, (data) => running.carry(Job.parse(data).runId)),
  }
  return running
}

/**
 * Begins with a run here, where its cluster was looked at just now, without waiting for its job to come round, once the transaction that began it is through. Whoever takes it first
 * carries it out, so the job finds it taken; where nothing is begun here, the job is what begins it.
 */
export function beginHere(runId: string): void {
  const running = held.gauntletWorker
  if (running && running.now < AT_ONCE) void running.carry(runId, { isLooked: true })
}

/** Hands over again what nobody has said anything of for the time of a lease, and closes what is too old to be gone on with. */
async function sweep(): Promise<void> {
  await closeForgottenRuns()
  for (const { id } of await silentRuns(db(), env().runLeaseMs)) await transaction((tx) => handOver(tx, id))
}

/** Stops taking runs and closes the queue; what is under way here is found by its silence. For tests, and for a server that ends. */
export async function stopWorker(): Promise<void> {
  held.gauntletWorker?.stop()
  delete held.gauntletWorker
  await closeQueue()
}
