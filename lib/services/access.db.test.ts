import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { NEWCOMER, SYSTEM, VISITOR, type Actor } from '../auth/actor.ts'
import { db } from '../db/client.ts'
import { EVENT_ACTIONS } from '../event-action.ts'
import { ROLES } from '../role.ts'
import { DOORS, PAGES, VERBS } from '../../e2e/access.ts'
import { someone } from '../testing/actors.ts'
import { freshDatabase } from '../testing/database.ts'

freshDatabase()

const ROOT = new URL('../../', import.meta.url).pathname
type Made = 'command' | 'operation' | 'privateWrite' | 'query'
const WRITES: ReadonlySet<Made> = new Set(['command', 'operation'])

/** Every verb that a file below lib/services exports, as it stands in the sources. */
const verbs = globSync('lib/services/*/*.ts', { cwd: ROOT }).filter((file) => !file.includes('.test.')).flatMap((file) => (
  [...readFileSync(ROOT + file, 'utf8').matchAll(/^export const (\w+)(?::[^=]*)? = (command|operation|privateWrite|query)\(/gm)].map(([, name = '', made]) => (
    // Safe because the pattern names the four.
    { key: `${file.slice('lib/services/'.length, -'.ts'.length)}.${name}`, file, name, made: made as Made }
  ))
)).toSorted((a, b) => a.key.localeCompare(b.key))

async function verbOf({ file, name }: { file: string; name: string }): Promise<(actor: Actor, input: unknown) => Promise<unknown>> {
  // Safe because whatever command(), operation(), privateWrite() and query() make is called so.
  const [folder, leaf] = file.slice('lib/services/'.length, -'.ts'.length).split('/')
  const loaded = await import(`./${folder}/${leaf}.ts`) as Record<string, (actor: Actor, input: unknown) => Promise<unknown>>
  const verb = loaded[name]
  if (verb === undefined) throw new Error(`${file} exports no ${name}`)
  return verb
}

/** Each table but the audit, as one number that any change in it changes. */
async function everything(): Promise<Record<string, string>> {
  const tables = await db().$queryRaw<{ name: string }[]>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'event%' AND tablename NOT LIKE '\\_%' ORDER BY 1`
  const found: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await db().$queryRawUnsafe<{ digest: string | null }[]>(`SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM "${name}" t`)
    found[name] = row?.digest ?? 'empty'
  }
  return found
}

const ACTORS: readonly Actor[] = [...ROLES.map((role) => someone(role)), NEWCOMER, VISITOR, SYSTEM]

function mayDo(key: string, { role }: Actor): boolean {
  const access = VERBS[key]
  if (access === undefined) return false
  return access === 'link' ? role === 'newcomer' : access.some((each) => each === role)
}

/** Gauntlet itself makes the demo, closes runs and may look at stacks, which are verbs of everybody's too. */
const ALSO_SYSTEM = new Set(['people/create.create', 'people/cancel-invite.cancelInvite', 'stacks/list.list', 'stacks/get.get', 'stacks/create.create', 'stacks/status.status', 'live/observe.observe', 'live/history.history', 'sandbox/failures.failures', 'pods/events.events', 'pods/tell.tell', 'diagnose/check.check', 'runs/get.get', 'runs/list.list', 'runs/finish.finish', 'drift/check.check'])

describe('who may do what', () => {
  it('is said of every verb, and of nothing that is none', () => {
    expect(verbs.map(({ key }) => key)).toEqual(Object.keys(VERBS).toSorted((a, b) => a.localeCompare(b)))
  })

  it('is said of every page', () => {
    const pages = globSync('app/**/page.tsx', { cwd: ROOT }).map((file) => file.slice('app/'.length, -'/page.tsx'.length))
    expect(pages.toSorted()).toEqual(Object.keys(PAGES).toSorted())
  })

  it('is said of every address of the API', () => {
    // What is below app/api/v1 takes tokens: app/api/v1/access.db.test.ts.
    const doors = globSync('app/**/route.ts', { cwd: ROOT }).filter((file) => !file.startsWith('app/api/v1/')).flatMap((file) => (
      [...readFileSync(ROOT + file, 'utf8').matchAll(/^export (?:(?:async )?function |const |\{ )(GET|POST|PUT|PATCH|DELETE)\b/gm)].map(([, method]) => `${method} ${file.slice('app/'.length, -'/route.ts'.length)}`)
    ))
    expect(doors.toSorted()).toEqual(Object.keys(DOORS).toSorted())
  })

  it('is asked of every action: each is a verb behind serverAction(), and only one-time links come without a session', () => {
    for (const file of globSync('lib/actions/*.ts', { cwd: ROOT }).filter((each) => !each.endsWith('/define.ts') && !each.includes('.test.'))) {
      const source = readFileSync(ROOT + file, 'utf8')
      const imported = new Map([...source.matchAll(/^import \{ ([^}]+) \} from '\.\.\/services\/([^']+)\.ts'/gm)].flatMap(([, names = '', path = '']) => names.split(', ').map((name) => [name.split(' as ').at(-1), `${path}.${name.split(' as ')[0]}`])))
      const exported = [...source.matchAll(/^export\b.*$/gm)].map(([line]) => line)
      expect(exported.length, file).toBeGreaterThan(0)
      for (const line of exported) {
        const [, verb = '', asNewcomer] = /^export const \w+ = serverAction\((\w+)(, \{ as: 'newcomer' \})?\)$/.exec(line) ?? []
        const access = VERBS[imported.get(verb) ?? '']
        expect(access, `${file}: ${line}`).toBeDefined()
        expect(asNewcomer !== undefined, `${file}: ${line}`).toBe(access === 'link')
      }
    }
  })
})

describe.each(verbs)('$key', (verb) => {
  it.each(ACTORS.filter((actor) => !mayDo(verb.key, actor) && !(actor === SYSTEM && ALSO_SYSTEM.has(verb.key))))('refuses $role, changes nothing, and files the attempt', async (actor) => {
    const call = await verbOf(verb)
    const [before, filed] = [await everything(), await db().event.count()]
    await expect(call(actor, undefined)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await everything()).toEqual(before)
    const events = await db().event.findMany({ skip: filed, orderBy: { id: 'asc' } })
    expect(events).toMatchObject(WRITES.has(verb.made) ? [{ outcome: 'refused', actorId: actor.id, after: { code: 'FORBIDDEN' } }] : [])
    for (const { action } of events) expect(EVENT_ACTIONS).toContain(action)
  })

  it.each(ACTORS.filter((actor) => mayDo(verb.key, actor)))('lets $role pass to what is asked for', async (actor) => {
    const call = await verbOf(verb)
    // Nothing is asked for: whoever may is told that it has the wrong shape, or gets what there is.
    const failure: unknown = await call(actor, undefined).then(() => undefined, (error: unknown) => error)
    expect(failure === undefined ? 'INVALID' : failure).toSatisfy((said) => said === 'INVALID' || (said instanceof Error && 'code' in said && said.code === 'INVALID'))
  })
})
