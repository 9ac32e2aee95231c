import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { closeDatabase, db, transaction, translate } from './client.ts'

const WAIT_MS = 20_000
const before = process.env.DATABASE_URL
const sockets = new Set<Socket>()
let silent: Server

beforeEach(async () => {
  silent = createServer((socket) => { sockets.add(socket) })
  await new Promise<void>((resolve) => { silent.listen(0, '127.0.0.1', resolve) })
  const address = silent.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  process.env.DATABASE_URL = `postgresql://gauntlet@127.0.0.1:${address.port}/gauntlet`
})

afterEach(async () => {
  await closeDatabase()
  if (before === undefined) delete process.env.DATABASE_URL
  else process.env.DATABASE_URL = before
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => { silent.close(resolve) })
})

it.each([
  ['a transaction', async () => transaction(async (tx) => tx.stack.count())],
  ['a single statement', async () => { await db().stack.count().catch((error: unknown) => { throw translate(error) }) }],
])('a server that takes the connection and says nothing counts as away, by %s', async (_, ask) => {
  await expect(ask()).rejects.toMatchObject({ code: 'UPSTREAM', text: { en: expect.stringContaining('PostgreSQL does not answer') } })
}, WAIT_MS)
