// Jobs that outlive the request that made them, kept in the same Postgres in a schema of their own (pg-boss). A job only wakes somebody: what
// is to be done, and who does it, stands in our own tables, so a job that is lost or comes twice does no harm.
import 'server-only'
import { PgBoss } from 'pg-boss'
import { env } from '../env.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'
import { text } from '../text.ts'

export type QueueName = 'run'

const SCHEMA = 'queue'
const POOL_SIZE = 3
/** Where NOTIFY does not come through, as behind PgBouncer, jobs are looked for this often. */
const POLL_S = 2
/** The longest that a job may be worked on before it counts as lost, in seconds. */
const EXPIRE_S = 6 * 60 * 60

/** A transaction of Postgres, as lib/db gives it: a job that is sent in it is there when the rest of it is. */
export type SqlTransaction = { $queryRawUnsafe: (sql: string, ...values: unknown[]) => Promise<unknown> }

type Open = { url: string; boss: Promise<PgBoss> }
// Next bundles this module several times; there must be one pool for each process.
const held: typeof globalThis & { gauntletQueue?: Open } = globalThis

/** Opens the queue and makes what it needs in the database, once a process. UPSTREAM when Postgres does not answer or does not let it. */
export async function openQueue(): Promise<PgBoss> {
  const url = env().databaseUrl
  if (held.gauntletQueue?.url !== url) held.gauntletQueue = { url, boss: begin(url) }
  const opened = held.gauntletQueue
  try {
    return await opened.boss
  } catch (cause) {
    // Not remembered: the next one tries anew.
    if (held.gauntletQueue === opened) delete held.gauntletQueue
    throw new AppError('UPSTREAM', text('The job queue cannot be opened in PostgreSQL. Check that the server is up, and that Gauntlet may create a schema there.', 'PostgreSQL에서 작업 큐를 열 수 없습니다. 서버가 떠 있는지, Gauntlet이 스키마를 만들 수 있는지 확인하세요.'), { cause })
  }
}

async function begin(url: string): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url, schema: SCHEMA, max: POOL_SIZE, options: '-c timezone=UTC', application_name: 'gauntlet-queue', useListenNotify: true, schedule: false,
  })
  // Postgres may go and come back: it is tried again, and nothing of ours depends on one try.
  boss.on('error', (error) => { log.warn({ err: error }, 'the job queue had trouble') })
  try {
    await boss.start()
    // "short": a job of a key that still waits for somebody is not sent twice.
    await boss.createQueue('run', { policy: 'short', notify: true, retryLimit: 0, expireInSeconds: EXPIRE_S })
    return boss
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined)
    throw error
  }
}

/** Sends a job within a transaction. One with the same key that nobody has begun yet is enough. */
export async function send(tx: SqlTransaction, queue: QueueName, { key, data }: { key: string; data: object }): Promise<void> {
  const boss = await openQueue()
  await boss.send(queue, data, {
    singletonKey: key,
    db: {
      executeSql: async (sql, values = []) => {
        const rows = await tx.$queryRawUnsafe(sql, ...values)
        return { rows: Array.isArray(rows) ? rows : [] }
      },
    },
  })
}

/** Works on the jobs of a queue, so many at a time. What the handler throws is logged; the job is then over. */
export async function work(queue: QueueName, { atOnce }: { atOnce: number }, handle: (data: unknown) => Promise<void>): Promise<void> {
  const boss = await openQueue()
  await boss.work<unknown>(queue, { localConcurrency: atOnce, pollingIntervalSeconds: POLL_S }, async (jobs) => {
    for (const { data } of jobs) {
      await handle(data).catch((error: unknown) => { log.error({ err: error, queue }, 'a job could not be carried out') })
    }
  })
}

/** Stops working and closes the queue; for tests and for a server that ends. */
export async function closeQueue(): Promise<void> {
  const opened = held.gauntletQueue
  delete held.gauntletQueue
  await (await opened?.boss.catch(() => undefined))?.stop({ graceful: false })
}
