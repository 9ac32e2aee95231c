// Slows down whoever guesses passwords or secrets of the API: each failure of an account, and of an address, makes the next try wait longer. Kept in Postgres,
// so that neither a restart nor another replica forgets; the same for accounts that do not exist, so that nothing can be learnt from it.
import 'server-only'
import { createHmac } from 'node:crypto'
import { networkOf } from '../../auth/address.ts'
import { transaction } from '../../db/client.ts'
import { forgetAttempt, forgetAttemptsBefore, lockAttempt, saveAttempt, type AttemptRow } from '../../db/sign-in-attempts.ts'
import { env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'

type Limit = { free: number; forgetMs: number }
/** What the failures of one account, or from one address, are counted by. An address may be a whole office. */
const ACCOUNT: Limit = { free: 5, forgetMs: 12 * 3_600_000 }
const ADDRESS: Limit = { free: 25, forgetMs: 3_600_000 }
/** Secrets of the API that are none, by address: a bot whose token ended tries again and again, and must not keep people from signing in. */
const BEARER: Limit = { free: 25, forgetMs: 3_600_000 }
const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 15 * 60_000
const KEPT_MS = 24 * 3_600_000
/** How many failures become events in one window: the audit is for reading. */
const AUDITED = { most: 40, windowMs: 10 * 60_000 }

export type TryKeys = { account: string; address?: string }
/** Should this try fail: `left` are the tries before a wait, and `waitMs` is that wait, which begins at once when none is left. */
export type Taken = { ok: true; left: number; waitMs: number } | { ok: false; waitMs: number }

/** Counts a try as failed before it is made, so that many at once cannot all pass; refuses it while an earlier failure's wait lasts. */
export async function takeTry(keys: TryKeys, now: Date): Promise<Taken> {
  return take(counted(keys), now)
}

/** Counts a secret of the API that is none; refuses to count, and tells how long, while this address waits. */
export async function takeBearerTry(address: string, now: Date): Promise<Taken> {
  return take([{ key: `bearer:${networkOf(address)}`, limit: BEARER }], now)
}

async function take(tries: readonly { key: string; limit: Limit }[], now: Date): Promise<Taken> {
  return transaction(async (tx) => {
    const rows: { key: string; limit: Limit; row: AttemptRow }[] = []
    for (const { key, limit } of tries) rows.push({ key, limit, row: await lockAttempt(tx, key, now) })
    const waits = rows.map(({ row }) => (row.blockedUntil?.getTime() ?? 0) - now.getTime())
    const waitMs = Math.max(...waits)
    if (waitMs > 0) return { ok: false, waitMs }
    const after = rows.map(({ key, limit, row }) => ({ key, limit, row: failedOnce(row, limit, now) }))
    for (const { key, row } of after) await saveAttempt(tx, key, row)
    await forgetAttemptsBefore(tx, new Date(now.getTime() - KEPT_MS))
    const left = Math.max(0, Math.min(...after.map(({ limit, row }) => limit.free - row.failures)))
    return { ok: true, left, waitMs: Math.max(FIRST_WAIT_MS, ...after.map(({ limit, row }) => waitAfter(row.failures, limit))) }
  })
}

/** After the right password: the account begins anew, and the address gets this try back, but not those before it. */
export async function forgive(keys: TryKeys): Promise<void> {
  await transaction(async (tx) => {
    await forgetAttempt(tx, accountKey(keys.account))
    if (keys.address === undefined) return
    const key = addressKey(keys.address)
    const row = await lockAttempt(tx, key, new Date())
    await saveAttempt(tx, key, { ...row, failures: Math.max(0, row.failures - 1), blockedUntil: null })
  })
}

/** Whether a failure becomes an event: `last` when it is the last one of its window. */
export async function auditTurn(now: Date): Promise<'yes' | 'last' | 'no'> {
  return transaction(async (tx) => {
    const row = await lockAttempt(tx, 'audit', now)
    const isOver = now.getTime() - row.lastAt.getTime() > AUDITED.windowMs
    const failures = (isOver ? 0 : row.failures) + 1
    await saveAttempt(tx, 'audit', { failures, lastAt: isOver || row.failures === 0 ? now : row.lastAt, blockedUntil: null })
    if (failures === AUDITED.most) return 'last'
    return failures < AUDITED.most ? 'yes' : 'no'
  })
}

/** What is said to someone who must wait. */
export function tooMany(waitMs: number): AppError {
  const seconds = Math.ceil(waitMs / 1000)
  return new AppError('INVALID', text(`Too many tries. Wait ${seconds} s, then try again.`, `시도가 너무 많습니다. ${seconds}초 기다린 뒤 다시 시도하세요.`), { details: { waitS: seconds } })
}

function counted({ account, address }: TryKeys): { key: string; limit: Limit }[] {
  return [{ key: accountKey(account), limit: ACCOUNT }, ...(address === undefined ? [] : [{ key: addressKey(address), limit: ADDRESS }])]
}

function failedOnce(row: AttemptRow, limit: Limit, now: Date): AttemptRow {
  const failures = (now.getTime() - row.lastAt.getTime() > limit.forgetMs ? 0 : row.failures) + 1
  const wait = waitAfter(failures, limit)
  return { failures, lastAt: now, blockedUntil: wait === 0 ? null : new Date(now.getTime() + wait) }
}

/** 0 while tries are free, then 30 s, and twice as long after each failure, up to a quarter of an hour. */
function waitAfter(failures: number, { free }: Limit): number {
  return failures < free ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - free))
}

/** Keyed, since what is typed into the field of the address is sometimes a password. */
function accountKey(account: string): string {
  return `account:${createHmac('sha256', env().secret).update(account.trim().toLowerCase()).digest('base64url')}`
}

function addressKey(address: string): string {
  return `address:${networkOf(address)}`
}

