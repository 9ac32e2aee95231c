// Stacks for tests: each has its own name, so that tests share a database.
import { randomUUID } from 'node:crypto'
import type { Connection } from '../connection.ts'
import { db } from '../db/client.ts'
import { insertStack, type StackRow } from '../db/stacks.ts'

/** A stack without a revision, connected to the sandbox unless told otherwise. */
export async function makeStack({ namespace = 'monitoring', connection = { kind: 'sandbox' } }: { namespace?: string; connection?: Connection } = {}): Promise<StackRow> {
  const slug = `t-${randomUUID().slice(0, 18)}`
  return insertStack(db(), { slug, name: slug, namespace, connection })
}
