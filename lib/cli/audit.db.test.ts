// `gauntlet audit verify` as a program, against a database that somebody has written in by hand.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { db } from '../db/client.ts'
import { insertEvent, lastEvent } from '../db/events.ts'
import { freshDatabase } from '../testing/database.ts'

freshDatabase()
vi.setConfig({ testTimeout: 30_000 })

const folder = mkdtempSync(join(tmpdir(), 'gauntlet-audit-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Outcome = { code: number | null; stdout: string; stderr: string }

function verify(args: string[] = [], env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'main.ts'), 'audit', 'verify', ...args], {
      env: { ...process.env, NODE_COMPILE_CACHE: folder, ...env },
    })
    const outcome: Outcome = { code: null, stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => { outcome.stdout += chunk })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => { outcome.stderr += chunk })
    child.on('error', reject).on('close', (code) => resolve({ ...outcome, code }))
  })
}

describe('gauntlet audit verify', () => {
  it('says that the chain is whole and gives its head, which it takes back later; and names the first event that was changed', async () => {
    for (let number = 1; number <= 3; number++) {
      await insertEvent(db(), { at: new Date(), actor: { id: 'a', name: '가' }, door: 'browser', action: 'revision.save', outcome: 'ok', subject: `${number}`, after: { x: number } })
    }
    const head = await lastEvent(db())
    const noted = `${head?.id}:${head?.hash}`
    expect(await verify()).toEqual({ code: 0, stdout: `3 events, chain whole, head ${noted}\n`, stderr: '' })
    expect(await verify(['--noted', noted, '-o', 'json'])).toEqual({ code: 0, stdout: `${JSON.stringify({ events: 3, head, breaks: 0 })}\n`, stderr: '' })
    expect((await verify(['--noted', `3:${'0'.repeat(64)}`])).stdout).toContain('event 3 has another hash than was noted')

    await db().$executeRawUnsafe(`DO $$ BEGIN ALTER TABLE "event" DISABLE TRIGGER ALL; UPDATE "event" SET "subject" = 'x' WHERE "id" = 2; ALTER TABLE "event" ENABLE TRIGGER ALL; END $$`)
    expect(await verify()).toMatchObject({ code: 1, stdout: expect.stringContaining('the chain breaks in 1 place\nevent 2 is not what was written') })
    expect((await verify(['--lang', 'ko'])).stdout).toContain('이벤트 2이(가) 기록된 것과 다릅니다')
  })

  it('says why it could not read, in one line without the password, and ends with 2', async () => {
    const gone = await verify([], { DATABASE_URL: 'postgresql://gauntlet:hunter2@127.0.0.1:1/gauntlet' })
    expect(gone).toEqual({ code: 2, stdout: '', stderr: 'gauntlet: the database cannot be reached (ECONNREFUSED). Check DATABASE_URL\n' })
    expect(await verify([], { DATABASE_URL: '' })).toMatchObject({ code: 2, stderr: expect.stringContaining('DATABASE_URL is not set') })
    const other = new URL(process.env.DATABASE_URL ?? '')
    other.pathname = '/postgres'
    expect(await verify([], { DATABASE_URL: other.href })).toMatchObject({ code: 2, stderr: expect.stringContaining('no chain of events yet') })
  })
})
